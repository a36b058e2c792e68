"""The certificate of cover against accidents at work (law of 10/4/1971), in the worker's language."""

from services.payroll.certificates.rules import Certificate
from services.payroll.countries.be.payslip import employer_party, words_in, worker_party
from shared.papers import Cell, Column, Facts, Figures, Paragraphs, PrintedPaper, Table

CODE = "BE"


def cover_certificate(certificate: Certificate) -> PrintedPaper:
    """Who is insured by whom on which days, under which declaration, and the documents that show it."""
    language = certificate.worker.language
    words, figures = words_in(language, "cover"), Figures(language, CODE)
    covers = [(f"{figures.short_day(one.starts_on)} \N{EN DASH} {figures.short_day(one.ends_on)}",
               Cell(one.insurer, strong=True), one.policy) for one in certificate.covers]
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
