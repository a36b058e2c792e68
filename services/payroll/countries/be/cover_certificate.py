"""The certificate of cover against accidents at work (law of 10/4/1971), in the worker's language."""

from services.payroll.certificates.rules import Certificate
from services.payroll.countries.be.payslip import employer_party, words_in, worker_party
from services.payroll.declarations.rules import NO_END
from shared.papers import Cell, Column, Facts, Figures, Paragraphs, PrintedPaper, Table

CODE = "BE"


def cover_certificate(certificate: Certificate) -> PrintedPaper:
    """Who is insured by whom on which days, under which declaration, and the documents that show it."""
    language = certificate.worker.language
    words, figures = words_in(language, "cover"), Figures(language, CODE)
    ends = [words["no_end"] if one.ends_on == NO_END else figures.short_day(one.ends_on) for one in certificate.covers]
    covers = [(f"{figures.short_day(one.starts_on)} \N{EN DASH} {end}", Cell(one.insurer, strong=True), one.policy)
              for one, end in zip(certificate.covers, ends, strict=True)]
    documents = [(one.name, one.digest) for one in certificate.documents]
    return PrintedPaper(
        language=language, country=CODE, issuer=employer_party(certificate.employer, words), title=words["title"],
        number=certificate.number, on=certificate.issued_on, parties=(worker_party(certificate.worker, words),),
        footer=(certificate.employer.name,),
        blocks=(
            Paragraphs([words["certified"]]),
            Table((Column(words["days"]), Column(words["insurer"], wide=True), Column(words["policy"])), covers),
            Facts(((words["declaration"], certificate.reference), (words["issued_on"], certificate.issued_on)),
                  boxed=True),
            Table((Column(words["document"]), Column(words["digest"], wide=True)), documents,
                  heading=words["documents"]),
            Paragraphs([words["limits"]], small=True)))
