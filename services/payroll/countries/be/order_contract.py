"""The contract of employment of an order (law of 3/7/1978 art. 9 and title VII), in the worker's language."""

from services.payroll.countries.be.payslip import employer_party, words_in, worker_party
from services.payroll.order_contracts.rules import OrderTerms
from services.payroll.workers.rules import ContractKind
from shared.papers import Facts, Figures, Paragraphs, PrintedPaper, Signatures

CODE = "BE"


def order_contract(terms: OrderTerms) -> PrintedPaper:
    """Between whom, from when to when, how many hours, for which wage; what else both agree on."""
    language = terms.worker.language
    words, figures = words_in(language, "order_contract"), Figures(language, CODE)
    student = terms.contract == ContractKind.STUDENT
    hours = () if terms.hours is None else ((words["hours"], figures.spell(terms.hours.normalize())),)
    facts = ((words["since"], terms.starts_on), (words["end"], terms.ends_on), *hours,
             (words["budget"], terms.budget), (words["gross"], terms.gross))
    clauses = (words["wage"], words["minimum"], words["pay_day"], words["student"] if student else words["early_end"],
               words["membership"])
    return PrintedPaper(
        language=language, country=CODE, issuer=employer_party(terms.employer, words),
        title=words["change"] if terms.is_change else words["title_student"] if student else words["title"],
        number=terms.number, on=terms.written_on, parties=(worker_party(terms.worker, words),),
        footer=(terms.employer.name,),
        blocks=(
            Paragraphs([words["between"]]), Facts(facts, boxed=True), Paragraphs(clauses),
            Paragraphs([words["provisional"]], small=True),
            Signatures(((terms.employer.name, words["employer"]), (terms.worker.name, words["worker"])))))
