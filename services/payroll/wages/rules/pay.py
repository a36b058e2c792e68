"""One pay, whole: from the employment budget to the net. Quote and pay run are this one function."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.payroll.orders.rules import PartId
from services.payroll.outside_payroll.rules import PayAnswer
from services.payroll.wages.rules.budget import BudgetRule, BudgetShares, divide
from services.payroll.wages.rules.lines import Line, PlacedLine, Section, amount_of, result
from services.payroll.wages.rules.occupation import Occupation, month_of
from services.payroll.workers.rules import Household, Worker
from shared.money import Money, total


class Creditor(StrEnum):
    """To whom a part of the gross wage goes."""

    WORKER = "worker"
    SOCIAL_SECURITY = "social_security"
    TAX_AUTHORITY = "tax_authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSoFar:
    """What was paid on the earlier contracts of the same calendar month: the counted lines and the time worked."""

    lines: tuple[Line, ...]
    occupation: Occupation


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayPay:
    """Holiday pay at the end of an employment: for the days of leave, as much again, and what that exceeds by law.

    `normal` is the gross of twelve ordinary months, by which its tax is found.
    """

    simple: Money
    double: Money
    beyond: Money
    normal: Money

    @property
    def gross(self) -> Money:
        """All of it."""
        return self.simple + self.double + self.beyond


def together(pays: Sequence[HolidayPay]) -> HolidayPay:
    """The holiday pay of several years as one."""
    currency = pays[0].normal.currency
    return HolidayPay(
        simple=total((one.simple for one in pays), currency), double=total((one.double for one in pays), currency),
        beyond=total((one.beyond for one in pays), currency), normal=max(one.normal for one in pays))


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFacts:
    """What decides, beside the gross wage, what is withheld of it."""

    contract: str
    household: Household
    occupation: Occupation
    worked_on: date
    paid_on: date
    several: bool = False
    so_far: MonthSoFar | None = None
    carried: Money | None = None  # what could not be taken from earlier wages
    exit_pay: HolidayPay | None = None  # the pay is no wage of days worked, but this


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossToNet:
    """The explained lines; `gross + adds - takes` is the net."""

    lines: tuple[Line, ...]
    strategy: str
    least: Money | None = None  # the guaranteed minimum for the days, where the country knows one

    def __getitem__(self, code: str) -> Money:
        return amount_of(self.lines, code)

    def has(self, code: str) -> bool:
        """Whether it has a line with a code."""
        return any(line.code == code for line in self.lines)

    @property
    def net(self) -> Money:
        """What the worker receives."""
        return result(self.lines, self["gross"].currency)

    def owed_to(self, creditor: Creditor, by_code: Mapping[str, Creditor]) -> Money:
        """What of the gross wage goes to somebody, by the country's table of codes."""
        return owed_to(self.lines, creditor, by_code, self["gross"].currency)


def owed_to(
    lines: tuple[Line, ...], creditor: Creditor, by_code: Mapping[str, Creditor], currency: str,
) -> Money:
    """What the lines take for a creditor, less what they give back."""
    theirs = (line for line in lines if by_code.get(line.code) == creditor)
    return total((line.amount if line.effect == "takes" else -line.amount for line in theirs), currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """A budget divided and its gross brought to net."""

    shares: BudgetShares
    wage: GrossToNet

    @property
    def net(self) -> Money:
        """What the worker receives."""
        return self.wage.net

    @property
    def strategy(self) -> str:
        """How tax was withheld."""
        return self.wage.strategy

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in reading order: the budget's, then the wage's."""
        return (*self.shares.lines, *self.wage.lines)

    @property
    def placed(self) -> tuple[PlacedLine, ...]:
        """The same, each with its section."""
        return (*(PlacedLine(section=Section.BUDGET, line=line) for line in self.shares.lines),
                *(PlacedLine(section=Section.WAGE, line=line) for line in self.wage.lines))


class MayChange(StrEnum):
    """What could still make the wage another than its quote; nothing else can."""

    DAYS_WORKED = "days_worked"
    BUDGET = "budget"
    OTHER_EMPLOYMENTS_OF_THE_MONTH = "other_employments_of_the_month"
    HOUSEHOLD = "household"
    RULES_OF_THE_DAY = "rules_of_the_day"
    PAID_LATE = "paid_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What would be paid, and when, and what could still change it."""

    pay: Pay
    due_on: date
    pay_on: date
    may_change: tuple[MayChange, ...] = tuple(MayChange)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePart:
    """A completed part with its budget, whose wage is to be worked out."""

    order_id: str
    part: int
    activity_id: str
    member_id: str
    contract: str
    starts_on: date
    ends_on: date
    due_on: date
    pay_on: date
    late: bool
    budget: Money
    hours: Mapping[date, Decimal]
    exit_pay: HolidayPay | None = None

    @property
    def id(self) -> PartId:
        """Which part of which order it is."""
        return PartId(self.order_id, self.part)

    @property
    def last_worked(self) -> date:
        """The last day worked; of holiday pay at the end, the last day of the employment."""
        return max(self.hours, default=self.ends_on)

    @property
    def month(self) -> str:
        """The calendar month to which the pay relates."""
        return month_of(min(self.hours, default=self.starts_on), self.last_worked)

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wage:
    """The wage of a part, worked out."""

    wage_id: str
    due: DuePart
    occupation: Occupation
    pay: Pay
    undeclared: bool = False  # a day of it was worked that was not declared before the work began

    @property
    def is_low(self) -> bool:
        """Whether its gross is below the guaranteed minimum."""
        least = self.pay.wage.least
        return least is not None and self.pay.shares.gross < least


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What is known of several workers before a wage of each is worked out, read at once."""

    workers: Mapping[str, Worker]
    so_far: Mapping[tuple[str, str], MonthSoFar]  # by member and month
    employments: Mapping[str, int]  # of the month
    carried: Mapping[tuple[str, str], Money]  # by member and currency
    undeclared: Collection[PartId]
    answers: Mapping[PartId, PayAnswer]  # of the partner's own payroll

    def facts(self, due: DuePart, occupation: Occupation) -> PayFacts:
        """What decides what is withheld of the wage of a part."""
        return PayFacts(
            contract=due.contract, household=self.workers[due.member_id].household, occupation=occupation,
            worked_on=due.last_worked, paid_on=due.pay_on, several=self.employments.get(due.member_id, 0) > 1,
            so_far=self.so_far.get((due.member_id, due.month)),
            carried=self.carried.get((due.member_id, due.budget.currency)), exit_pay=due.exit_pay)


def work_out(budget: Money, *, rule: BudgetRule, to_net: Callable[[Money], GrossToNet]) -> Pay:
    """Work out what a budget pays: to the worker, to social security, to the tax, to the funds."""
    shares = divide(budget, rule)
    return Pay(shares=shares, wage=to_net(shares.gross))
