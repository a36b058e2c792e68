"""What the partner's own payroll is asked and answers: its lines add up to budget and net, or are refused."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.payroll.events import PaidDay, QuoteRequested, WageRequested
from services.payroll.outside_payroll.errors import (
    PayAnswerForOtherDay,
    PayAnswerOutdated,
    PayCurrencyDiffers,
    PayGrossMissing,
    PayLineNegative,
    PayLineNotDeclared,
    PayLinesMissBudget,
    PayLinesMissNet,
    PayLineTwice,
    TooMuchLeftOver,
)
from shared.chain import canonical
from shared.money import Money, total

GROSS, LEFT_OVER = "gross", "left_over"  # the two lines that every country has
CORRECTING = "correct_pay_answer"


class PaySide(StrEnum):
    """On which side of a wage a line stands."""

    GROSS = "gross"
    WITHHELD = "withheld"  # taken from the gross wage
    CONTRIBUTION = "contribution"  # the employer's social security, on top of it
    CHARGE = "charge"  # what else the employer owes on top: levies, insurance, taxes on wages
    LEFT_OVER = "left_over"  # what rounding leaves of the budget


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """A line that a country's pack lets the partner's payroll answer with, and the law that it comes from."""

    code: str
    label: str
    side: PaySide
    source: str


def declared(*lines: DeclaredLine) -> dict[str, DeclaredLine]:
    """The lines of a country by code, with the two that every country has."""
    own = (
        DeclaredLine(code=GROSS, label="Gross wage", side=PaySide.GROSS, source="Answer of the partner's payroll"),
        *lines,
        DeclaredLine(code=LEFT_OVER, label="What rounding leaves of the budget",
                     side=PaySide.LEFT_OVER, source="Answer of the partner's payroll"),
    )
    return {line.code: line for line in own}


class RequestKind(StrEnum):
    """What is asked for."""

    WAGE = "wage"
    QUOTE = "quote"


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"  # for the partner's payroll
    ANSWERED = "answered"
    CORRECTION_PROPOSED = "correction_proposed"  # waits for a second person; until then the answer before it stands
    WORKED_OUT = "worked_out"  # on its payslip


class PayLeader(StrEnum):
    """Whose step leads on from there."""

    PARTNER = "payroll_partner"
    SECOND_PERSON = "second_person"
    PAYROLL = "payroll"  # by itself: the job `pay_wages`
    NOBODY = "nobody"


def leader_of(state: RequestState, kind: RequestKind) -> PayLeader:
    """Whose step leads on; a quote that is answered is only looked at."""
    if state is RequestState.WAITING:
        return PayLeader.PARTNER
    if state is RequestState.CORRECTION_PROPOSED:
        return PayLeader.SECOND_PERSON
    return PayLeader.PAYROLL if (state, kind) == (RequestState.ANSWERED, RequestKind.WAGE) else PayLeader.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRequest:
    """What the partner's payroll is asked to work out. A quote has no order."""

    pay_request_id: str
    kind: RequestKind
    member_id: str
    contract: str
    ends_on: date
    due_on: date
    pay_on: date
    budget: Money
    hours: Mapping[date, Decimal] = field(default_factory=dict)
    order_id: str | None = None
    part: int | None = None
    standing: int = 0  # the place of the answer that stands, nothing before the first

    @property
    def facts(self) -> str:
        """What a quote is asked about, in one digest: the same question is the same request."""
        hours = {day.isoformat(): str(spent.normalize()) for day, spent in sorted(self.hours.items())}
        told: dict[str, Any] = {
            "member": self.member_id, "contract": self.contract, "ends_on": self.ends_on.isoformat(), "hours": hours,
            "cents": self.budget.cents, "currency": self.budget.currency}
        return hashlib.sha256(canonical(told).encode()).hexdigest()

    def told(self, on: date) -> WageRequested | QuoteRequested:
        """The request as it is told: ids, days and amounts, nobody's name."""
        days = tuple(PaidDay(on=day, hours=spent) for day, spent in sorted(self.hours.items()))
        if self.order_id is None or self.part is None:
            return QuoteRequested(
                pay_request_id=self.pay_request_id, member_id=self.member_id, contract=self.contract,
                budget=self.budget, days=days, ends_on=self.ends_on, due_on=self.due_on, pay_on=self.pay_on,
                asked_on=on)
        return WageRequested(
            pay_request_id=self.pay_request_id, order_id=self.order_id, part=self.part, member_id=self.member_id,
            contract=self.contract, budget=self.budget, days=days, ends_on=self.ends_on, due_on=self.due_on,
            pay_on=self.pay_on, asked_on=on)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """A line as the partner's payroll gives it."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAnswer:
    """What the partner's payroll worked out, for which day of payment, under a reference of its own."""

    pay_on: date
    reference: str
    net: Money
    lines: Sequence[GivenLine]
    place: int = 1

    def content(self, pay_request_id: str) -> dict[str, Any]:
        """What a second person approves."""
        return {"request": pay_request_id, "place": self.place, "pay_on": self.pay_on.isoformat(),
                "reference": self.reference, "net": self.net.cents,
                "lines": [[line.code, line.amount.cents, line.amount.currency] for line in self.lines]}

    def assert_for(self, day: date) -> None:
        """The wage is paid in the month for which it was worked out."""
        if (self.pay_on.year, self.pay_on.month) != (day.year, day.month):
            raise PayAnswerOutdated(pay_on=self.pay_on.isoformat(), day=day.isoformat())


def check_answer(
    answer: PayAnswer, *, budget: Money, lines: Mapping[str, DeclaredLine], left_over_limit: Money, day: date,
) -> None:
    """Refuse an answer that is not worked out for its day, has strange lines, or does not add up to the cent."""
    if answer.pay_on != day:
        raise PayAnswerForOtherDay(pay_on=answer.pay_on.isoformat(), day=day.isoformat())
    _assert_lines(answer, lines, budget.currency)
    sums = side_sums(answer.lines, lines, budget.currency)
    if not sums[PaySide.GROSS]:
        raise PayGrossMissing(code=GROSS)
    cost = total((amount for side, amount in sums.items() if side is not PaySide.WITHHELD), budget.currency)
    if cost != budget:
        raise PayLinesMissBudget(found=str(cost), budget=str(budget))
    if sums[PaySide.GROSS] - sums[PaySide.WITHHELD] != answer.net:
        raise PayLinesMissNet(found=str(sums[PaySide.GROSS] - sums[PaySide.WITHHELD]), net=str(answer.net))
    if sums[PaySide.LEFT_OVER] > left_over_limit:
        raise TooMuchLeftOver(left_over=str(sums[PaySide.LEFT_OVER]), limit=str(left_over_limit))


def _assert_lines(answer: PayAnswer, lines: Mapping[str, DeclaredLine], currency: str) -> None:
    given = Counter(line.code for line in answer.lines)
    if strange := sorted(set(given) - set(lines)):
        raise PayLineNotDeclared(codes=", ".join(strange), declared=", ".join(lines))
    if twice := [code for code, count in given.items() if count > 1]:
        raise PayLineTwice(code=twice[0])
    for code, amount in (("net", answer.net), *((line.code, line.amount) for line in answer.lines)):
        if amount.currency != currency:
            raise PayCurrencyDiffers(wanted=currency, given=amount.currency)
        if amount.cents < 0:
            raise PayLineNegative(code=code, amount=str(amount))


def side_sums(
    given: Sequence[GivenLine], lines: Mapping[str, DeclaredLine], currency: str,
) -> dict[PaySide, Money]:
    """What the lines of each side come to."""
    return {side: total((line.amount for line in given if lines[line.code].side is side), currency)
            for side in PaySide}
