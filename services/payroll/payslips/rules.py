"""A payslip as a value, and its number."""

from dataclasses import dataclass
from datetime import date

from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.rules import Employer, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a payslip tells: the country says in which words and items."""

    number: str
    employer: Employer
    worker: Worker
    wage: Wage
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payslip:
    """A payslip as it is kept: its document, and its place in the year's chain."""

    wage_id: str
    year: int
    number: int
    pdf: bytes
    salt: bytes
    content_digest: str
    digest: str


def printed_number(year: int, number: int) -> str:
    """The number as it stands on the payslip: 2026/000001."""
    return f"{year}/{number:06d}"
