"""Papers in German and English, the languages of the house there: the payslip and the certificate of cover."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from services.payroll.certificates.rules import Certificate
from services.payroll.declarations.rules import NO_END
from services.payroll.payslips.rules import Slip
from services.payroll.workers.rules import Employer, Worker
from shared.papers import (
    Calculation,
    CalculationLine,
    Cell,
    Column,
    Facts,
    Figures,
    Paragraphs,
    PrintedPaper,
    PrintedParty,
    Table,
    spaced,
)

LANGUAGES = ("de", "en")
OTHERWISE = "en"  # for whoever reads neither


@cache
def words_in(language: str) -> dict[str, Any]:
    """The words of every paper in one language."""
    text = (resources.files(__package__) / "words" / "papers.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[language]
    return found


def payslip(slip: Slip, country: str) -> PrintedPaper:
    """The payslip of a wage: days and hours, every line with its law, the account and the day."""
    language = _language(slip.worker)
    words, figures, due, pay = words_in(language), Figures(language, country), slip.wage.due, slip.wage.pay
    hours = figures.spell(sum(due.hours.values(), Decimal(0)).normalize())
    period = f"{figures.short_day(min(due.hours))} \N{EN DASH} {figures.short_day(max(due.hours))}"
    kept_back = ((words["set_off"], slip.set_off),) if slip.set_off else ()
    net = pay.net - slip.set_off if slip.set_off else pay.net
    lines = [CalculationLine(label=words["lines"][line.code], amount=line.amount, effect=line.effect,
                             source=line.rule.source) for line in pay.lines]
    return PrintedPaper(
        language=language, country=country, issuer=_employer(slip.employer, words), title=words["payslip"],
        number=slip.number, on=slip.issued_on, parties=(_worker(slip.worker, words),), footer=(slip.employer.name,),
        blocks=(
            Facts(((words["period"], period), (words["worked"], words["days_and_hours"].format(
                days=len(due.hours), hours=hours)), (words["gross"], pay.shares.gross), *kept_back,
                (words["net"], net), (words["paid_to"], spaced(slip.worker.iban)), (words["pay_on"], due.pay_on)),
                boxed=True),
            *((Paragraphs([words["late"]], small=True),) if due.late else ()),
            Calculation(lines, heading=words["worked_out"]),
            Paragraphs([words["by_partner"]], small=True)))


def cover_certificate(certificate: Certificate, country: str) -> PrintedPaper:
    """Who is insured by whom on which days, under which notice, and the documents that show it."""
    language = _language(certificate.worker)
    words, figures = words_in(language), Figures(language, country)
    ends = [words["no_end"] if one.ends_on == NO_END else figures.short_day(one.ends_on) for one in certificate.covers]
    covers = [(f"{figures.short_day(one.starts_on)} \N{EN DASH} {end}", Cell(one.insurer, strong=True), one.policy)
              for one, end in zip(certificate.covers, ends, strict=True)]
    return PrintedPaper(
        language=language, country=country, issuer=_employer(certificate.employer, words), title=words["cover"],
        number=certificate.number, on=certificate.issued_on, parties=(_worker(certificate.worker, words),),
        footer=(certificate.employer.name,),
        blocks=(
            Paragraphs([words["certified"]]),
            Table((Column(words["days"]), Column(words["insurer"], wide=True), Column(words["policy"])), covers),
            Facts(((words["notice"], certificate.reference), (words["issued_on"], certificate.issued_on)), boxed=True),
            Table((Column(words["document"]), Column(words["digest"], wide=True)),
                  [(one.name, one.digest) for one in certificate.documents])))


def _language(worker: Worker) -> str:
    return worker.language if worker.language in LANGUAGES else OTHERWISE


def _employer(employer: Employer, words: Mapping[str, Any]) -> PrintedParty:
    numbers = (f"{words['company_number']} {employer.enterprise_number}",
               f"{words['employer_number']} {employer.onss_number}")
    return PrintedParty(name=employer.name, caption=words["employer"], lines=(*employer.address.lines, *numbers))


def _worker(worker: Worker, words: Mapping[str, Any]) -> PrintedParty:
    address = worker.address.lines if worker.address else ()
    return PrintedParty(name=worker.name, caption=words["worker"],
                        lines=(f"{words['person_number']} {worker.national_number}", *address))
