"""A payslip as a value, its content and its number."""

import json
from dataclasses import dataclass
from datetime import date

from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.rules import Employer, Worker
from shared.chain import canonical
from shared.content import as_content, from_content
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a payslip tells: the country says in which words and items."""

    number: str
    employer: Employer
    worker: Worker
    wage: Wage
    issued_on: date
    set_off: Money | None = None  # what of it is kept back for a wage that was paid twice

    @property
    def content(self) -> str:
        """All that it tells, in its only spelling: what is chained, and what its paper is made from."""
        return canonical(as_content(self))

    @classmethod
    def from_text(cls, content: str) -> "Slip":
        """The slip of which this is the content."""
        return from_content(cls, json.loads(content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Payslip:
    """A payslip as it is kept: its content, and its place in the year's chain."""

    wage_id: str
    year: int
    number: int
    content: str
    salt: bytes
    content_digest: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPrint:
    """A payslip whose paper is to be made."""

    wage_id: str
    content: str
    salt: bytes


def printed_number(year: int, number: int) -> str:
    """The number as it stands on the payslip: 2026/000001."""
    return f"{year}/{number:06d}"
