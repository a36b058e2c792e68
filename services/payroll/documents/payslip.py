"""Payslips as PDF: the items of the royal decree of 27/9/1966, and below them every line that led to them."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import typst
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from services.payroll.domain.lines import Line
from services.payroll.domain.pay import Pay
from shared.money import Money

LANGUAGES = ("fr", "nl", "de", "en")
SIGNS = {"adds": "+", "takes": "\N{MINUS SIGN}", "explains": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a payslip says."""

    number: str
    employer: Mapping[str, Any]
    worker: Mapping[str, Any]
    first: date
    last: date
    days: int
    hours: Decimal
    pay: Pay
    pay_on: date
    late: bool
    issued_on: date


def payslip_pdf(slip: Slip) -> bytes:
    """The payslip as PDF, in the worker's language; the same slip gives the same bytes."""
    template = (resources.files(__package__) / "payslip.typ").read_bytes()
    made = datetime(slip.issued_on.year, slip.issued_on.month, slip.issued_on.day, tzinfo=UTC)
    content = json.dumps(_content(slip), ensure_ascii=False)
    pdf: bytes = typst.compile(template, format="pdf", ignore_system_fonts=True,
                               sys_inputs={"slip": content}, timestamp=int(made.timestamp()))
    return pdf


@cache
def _words(language: str) -> dict[str, Any]:
    text = (resources.files(__package__) / "words.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[language]
    return found


def _content(slip: Slip) -> dict[str, Any]:
    language = str(slip.worker["language"])
    words, figures = _words(language), _Figures(f"{language}_BE" if language != "en" else "en_150")
    sources = list(dict.fromkeys(line.rule.source for line in slip.pay.lines))
    notes = [words["provisional"]] * any(line.rule.provisional for line in slip.pay.lines) + [words["late"]] * slip.late
    return {
        "language": language, "title": words["title"], "number": slip.number, "words": words,
        "columns": words["columns"], "notes": notes, "employer": _employer(slip.employer),
        "worker": _worker(slip.worker), "account": _spaced(slip.worker["iban"]), "pay_on": figures.day(slip.pay_on),
        "items": _items(slip, words, figures),
        "lines": [_line(line, words["lines"], sources, figures) for line in slip.pay.lines], "sources": sources,
    }


def _employer(employer: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": employer["name"], "street": f"{employer['street']} {employer['building_number']}",
        "town": f"{employer['postcode']} {employer['town']}", "enterprise_number": employer["enterprise_number"],
        "onss_number": employer["onss_number"],
    }


def _worker(worker: Mapping[str, Any]) -> dict[str, Any]:
    address = worker["address"]
    lines = [f"{address['street']} {address['building_number']}", f"{address['postcode']} {address['town']}"] \
        if address else []
    return {"name": f"{worker['first_name']} {worker['last_name']}", "national_number": worker["national_number"],
            "address": lines}


def _items(slip: Slip, words: Mapping[str, Any], figures: "_Figures") -> list[dict[str, Any]]:
    wage, money = slip.pay.wage, figures.money
    bonus = wage["work_bonus_a"] + wage["work_bonus_b"]
    worked = f"{slip.days} {words['days']}, {figures.number(slip.hours)} {words['hours']}"
    period = f"{figures.day(slip.first)} \N{EN DASH} {figures.day(slip.last)}"
    values = [
        slip.employer["name"], f"{slip.worker['last_name']} {slip.worker['first_name'][0]}.", slip.number,
        period, worked, money(wage["gross"]), money(wage["gross"]),
        words["none"], money(wage["gross"]), money(wage["onss_employee"] - bonus), words["none"],
        money(wage["taxable"]), money(wage["withholding"]), money(wage["special_contribution"]), money(wage.net),
    ]
    strong = {9, 15}
    return [{"number": number, "label": label, "value": value, "strong": number in strong}
            for number, (label, value) in enumerate(zip(words["items"], values, strict=True), start=1)]


def _line(line: Line, labels: Mapping[str, str], sources: list[str], figures: "_Figures") -> dict[str, Any]:
    return {
        "sign": SIGNS[line.effect], "label": labels[line.code], "base": figures.money(line.base) if line.base else "",
        "rate": figures.rate(line), "amount": figures.money(line.amount),
        "source": str(sources.index(line.rule.source) + 1), "provisional": line.rule.provisional,
    }


def _spaced(iban: str) -> str:
    return " ".join(iban[start:start + 4] for start in range(0, len(iban), 4))


class _Figures:
    """Amounts, rates and days as the reader's country writes them."""

    def __init__(self, locale: str) -> None:
        self._locale = locale

    def money(self, amount: Money) -> str:
        return str(format_currency(amount.amount, amount.currency, locale=self._locale))

    def number(self, value: Decimal) -> str:
        return str(format_decimal(value.normalize(), locale=self._locale))

    def rate(self, line: Line) -> str:
        """What the base is multiplied by (a share, 12 months) or divided by (the cost of one euro of gross wage)."""
        if line.rate is None:
            return ""
        if line.rate <= 1:
            return str(format_percent(line.rate, format="#,##0.####%", locale=self._locale))
        divides = line.base is not None and line.amount < line.base
        sign = "\N{DIVISION SIGN}" if divides else "\N{MULTIPLICATION SIGN}"
        return f"{sign} {format_decimal(line.rate, format='#,##0.#######', locale=self._locale)}"

    def day(self, value: date) -> str:
        return str(format_date(value, format="short", locale=self._locale))
