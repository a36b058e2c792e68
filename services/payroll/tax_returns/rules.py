"""What was withheld in a month, and what must agree about it; what a worker was paid in a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.payroll.dues.rules import ReturnPeriod
from services.payroll.tax_returns.errors import MonthsStillOpen
from services.payroll.workers.rules import Employer, Worker
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingFigures:
    """What the payslips of a month's wages withheld, what the ledger has of the same wages, and how many there are."""

    wages: int
    payslips: Money
    ledger: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingReturn:
    """One entity's return for a month, as it would be closed now or as it was closed."""

    entity: str
    period: ReturnPeriod
    due_on: date
    withheld: Money
    figures: WithholdingFigures
    return_id: str = ""
    reference: str = ""
    answered_on: date | None = None

    @property
    def agrees(self) -> bool:
        """Whether the payslips, the ledger and the return have the same sum."""
        return self.figures.payslips == self.figures.ledger == self.withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyAmount:
    """The sum of a line of the payslips over a year."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyStatement:
    """What a worker was paid in a calendar year: the sums of the lines that the country asks for, by code."""

    entity: str
    year: int
    member_id: str
    number: int
    wages: int
    first_on: date
    last_on: date
    figures: Mapping[str, Money]
    closed_on: date

    @property
    def printed_number(self) -> str:
        """The number as it stands on the paper: 2026/000001."""
        return f"{self.year}/{self.number:06d}"

    @property
    def listed(self) -> list[YearlyAmount]:
        """Its figures as a list."""
        return [YearlyAmount(code=code, amount=amount) for code, amount in self.figures.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyPaper:
    """A worker's year as it is printed."""

    statement: YearlyStatement
    employer: Employer
    worker: Worker


def assert_months_closed(year: int, closed_until: date | None) -> None:
    """A year is stated when December was closed."""
    if closed_until is None or closed_until.year <= year:
        until = closed_until.isoformat() if closed_until else "none"
        raise MonthsStillOpen(year=str(year), closed_until=until)
