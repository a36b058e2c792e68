"""The payslip: the fifteen items of the royal decree of 27/9/1966, and below them every line that led to them."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from services.payroll.payslips.rules import Slip
from services.payroll.wages.rules.lines import Line
from services.payroll.workers.rules import Employer, Worker
from shared.money import Money, total
from shared.papers import (
    Calculation,
    CalculationLine,
    Cell,
    Column,
    Facts,
    Figures,
    Paragraphs,
    Percent,
    PrintedPaper,
    PrintedParty,
    Table,
    Value,
    spaced,
)

CODE = "BE"
MINUS, TIMES, DIVIDED = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}"
STRONG_ITEMS = (9, 15)  # gross, and net to pay
SOCIAL_SECURITY = ("onss_employee", "onss_holiday")


def payslip(slip: Slip) -> PrintedPaper:
    """The payslip of a wage, in the worker's language."""
    words, due = words_in(slip.worker.language), slip.wage.due
    figures = Figures(slip.worker.language, CODE)
    notes = (Paragraphs([words["late"]], small=True),) if due.late else ()
    kept_back = ((words["set_off"], slip.set_off),) if slip.set_off else ()
    return PrintedPaper(
        language=slip.worker.language, country=CODE, issuer=employer_party(slip.employer, words), title=words["title"],
        number=slip.number, on=slip.issued_on, parties=(worker_party(slip.worker, words),),
        footer=(slip.employer.name,), dense=True,
        blocks=(
            _items(slip, words, figures),
            Facts((*kept_back, (words["paid_to"], spaced(slip.worker.iban)), (words["pay_on"], due.pay_on)),
                  boxed=True),
            *notes,
            Calculation([_line(line, words["lines"], figures) for line in slip.wage.pay.lines],
                        heading=words["worked_out"]),
        ))


@cache
def words_in(language: str, paper: str = "payslip") -> dict[str, Any]:
    """The words of a paper in one of the languages in which the cooperative writes."""
    text = (resources.files(__package__) / "words" / f"{paper}.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[language]
    return found


def employer_party(employer: Employer, words: Mapping[str, Any]) -> PrintedParty:
    """The employer, with the numbers under which authorities know it."""
    numbers = (f"{words['enterprise_number']} {employer.enterprise_number}",
               f"{words['onss_number']} {employer.onss_number}")
    return PrintedParty(name=employer.name, caption=words["employer"], lines=(*employer.address.lines, *numbers))


def worker_party(worker: Worker, words: Mapping[str, Any]) -> PrintedParty:
    """The worker, with number and address."""
    address = worker.address.lines if worker.address else ()
    return PrintedParty(name=worker.name, caption=words["worker"],
                        lines=(f"{words['national_number']} {worker.national_number}", *address))


def _items(slip: Slip, words: Mapping[str, Any], figures: Figures) -> Table:
    due, wage = slip.wage.due, slip.wage.pay.wage
    social_security = total((wage[code] for code in SOCIAL_SECURITY if wage.has(code)), wage.net.currency)
    bonus, kept_back = wage["work_bonus_a"] + wage["work_bonus_b"], slip.set_off or Money.zero(wage.net.currency)
    first, last = (figures.short_day(day) for day in (min(due.hours, default=due.starts_on), due.last_worked))
    values: tuple[Value, ...] = (
        slip.employer.name, f"{slip.worker.last_name} {slip.worker.first_name[0]}.", slip.number,
        f"{first} \N{EN DASH} {last}", _work(slip, words, figures),
        wage["gross"], wage["gross"], words["none"], wage["gross"], social_security - bonus, words["none"],
        wage["taxable"], wage["withholding"], wage["special_contribution"] + kept_back, wage.net - kept_back)
    rows = [
        (Cell(f"{number}. {label}", strong=number in STRONG_ITEMS), Cell(value, strong=number in STRONG_ITEMS))
        for number, (label, value) in enumerate(zip(words["items"], values, strict=True), start=1)]
    return Table((Column("", wide=True), Column("", figures=True)), rows)


def _work(slip: Slip, words: Mapping[str, Any], figures: Figures) -> str:
    """The days and hours worked; none where the pay is for none, as holiday pay at the end of an employment is."""
    due = slip.wage.due
    hours = figures.spell(sum(due.hours.values(), Decimal(0)).normalize())
    return f"{slip.wage.occupation.days} {words['days']}, {hours} {words['hours']}" if due.hours else words["none"]


def _line(line: Line, labels: Mapping[str, str], figures: Figures) -> CalculationLine:
    base = f"({figures.spell(line.base)} {MINUS} {figures.spell(line.over)})" if line.base and line.over else line.base
    return CalculationLine(
        label=labels[line.code], amount=line.amount, base=base or "", rate=_rate(line, figures), effect=line.effect,
        source=line.rule.source, provisional=line.rule.provisional)


def _rate(line: Line, figures: Figures) -> str:
    """What the base is multiplied or divided by, what is added and taken then, and the bounds that it is kept in."""
    shown = []
    if line.rate is not None and abs(line.rate) <= 1:
        shown.append(f"{TIMES if line.base else ''} {figures.spell(Percent(line.rate))}".lstrip())
    elif line.rate is not None:
        shown.append(f"{DIVIDED if line.divides else TIMES} {figures.spell(line.rate.normalize())}")
    for sign, amount in (("+", line.plus), (MINUS, line.less), ("\N{GREATER-THAN OR EQUAL TO}", line.least),
                         ("\N{LESS-THAN OR EQUAL TO}", line.limit)):
        if amount:
            shown.append(f"{sign} {figures.spell(amount.amount)}")
    return " ".join(shown)
