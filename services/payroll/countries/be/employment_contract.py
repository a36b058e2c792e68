"""The open-ended contract of employment, full or part time (law of 3/7/1978), in the worker's language."""

from services.payroll.countries.be.payslip import employer_party, words_in, worker_party
from services.payroll.employment_contracts.rules import Contract
from services.payroll.wages.rules.occupation import WEEKDAYS
from shared.papers import Facts, Figures, Paragraphs, PrintedPaper, Signatures

CODE = "BE"


def employment_contract(contract: Contract) -> PrintedPaper:
    """Between whom, from when, for which work, hours and wage; what happens when the budget is empty; how it ends."""
    language = contract.worker.language
    words, figures = words_in(language, "contract"), Figures(language, CODE)
    hours = figures.spell(contract.weekly_hours.normalize())
    daily = figures.spell((contract.weekly_hours / WEEKDAYS).normalize())
    leave = not contract.weekly_hours
    facts = (
        (words["since"], contract.starts_on), (words["end"], words["no_end"]), (words["work"], contract.work),
        (words["from"], contract.from_on),
        (words["hours"], words["leave"] if leave else words["hours_spread"].format(hours=hours, daily=daily)),
        *(() if leave else ((words["gross"], contract.gross),)))
    clauses = (words["pay_day"], words["budget"].format(weeks=contract.warning_weeks),
               words[contract.when_short], words["paid_all_the_same"], words["ends"], words["membership"])
    return PrintedPaper(
        language=language, country=CODE, issuer=employer_party(contract.employer, words),
        title=words["change"] if contract.is_change else words["title"], number=contract.number,
        on=contract.written_on, parties=(worker_party(contract.worker, words),), footer=(contract.employer.name,),
        blocks=(
            Paragraphs([words["between"]]), Facts(facts, boxed=True), Paragraphs(clauses),
            Paragraphs([words["provisional"]], small=True),
            Signatures(((contract.employer.name, words["employer"]), (contract.worker.name, words["worker"])))))
