"""A period that a return covers, what an authority answers to it, and what is owed for it until it is paid."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from services.payroll.dues.errors import (
    DueDayPassed,
    DueNotInState,
    DuePaidOtherwise,
    DuesNotAlike,
    MoreThanSettled,
    PeriodNotOver,
    ReturnAnswered,
)
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.rules import Employer
from shared.money import Money

ACT = "pay_due"
LASTS = timedelta(days=7)
UNASSIGNED = "received_unassigned"  # on which account money stands that settles nothing yet
OWED_ON = {Creditor.SOCIAL_SECURITY: "social_security_to_pay", Creditor.TAX_AUTHORITY: "withholding_tax_to_pay"}
_DUE = re.compile(r"due_?([0-9a-f]{32})")


class ReturnState(StrEnum):
    """What has become of a return."""

    CLOSING = "closing"  # stated page by page; not declared yet
    CLOSED = "closed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class DueState(StrEnum):
    """Where the payment of what is owed stands."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    SENT = "sent"
    PAID = "paid"  # nothing of it is open, however it was settled


class Because(StrEnum):
    """Why something is owed, or claimed back."""

    RETURN = "return"
    PAID_TWICE = "paid_twice"  # the bank paid the authority beyond what was owed


class SentState(StrEnum):
    """Where one payment of a due stands."""

    SENT = "sent"
    REJECTED = "rejected"  # somebody wrote that the bank rejected it, or it never left: it may be paid after all
    PAID = "paid"
    RETURNED = "returned"


class Settled(StrEnum):
    """How a piece of a due was settled, or is owed again."""

    PAID = "paid"
    RETURNED = "returned"
    RECEIVED = "received"
    SET_OFF = "set_off"


class DueWaitsFor(StrEnum):
    """Whose step, and which, leads on."""

    PAYROLL_CLERK = "payroll_clerk"  # proposes the payment under the reference, or has the bank stop one too many
    SECOND_PERSON = "second_person"  # approves it
    BANK = "bank"
    AUTHORITY = "authority"  # owes it back, or takes it off what is owed to it
    NOBODY = "nobody"


WAITS_FOR = {DueState.WAITING: DueWaitsFor.PAYROLL_CLERK, DueState.PROPOSED: DueWaitsFor.SECOND_PERSON,
             DueState.SENT: DueWaitsFor.BANK, DueState.PAID: DueWaitsFor.NOBODY}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPeriod:
    """The days that a return covers, half-open."""

    starts_on: date
    ends_before: date

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.ends_before - timedelta(days=1)

    @property
    def months(self) -> list[str]:
        """Its calendar months, as 2026-09."""
        first, after = self.starts_on, self.ends_before
        return [f"{n // 12}-{n % 12 + 1:02d}"
                for n in range(first.year * 12 + first.month - 1, after.year * 12 + after.month - 1)]


def period_around(day: date, *, months: int) -> ReturnPeriod:
    """The period of so many months (a divisor of twelve) in which a day lies."""
    first = (day.month - 1) // months * months
    years, after = divmod(first + months, 12)
    return ReturnPeriod(starts_on=date(day.year, first + 1, 1), ends_before=date(day.year + years, after + 1, 1))


def assert_over(period: ReturnPeriod, *, on: date) -> None:
    """A period is closed at the earliest on the day after its last."""
    if on < period.ends_before:
        raise PeriodNotOver(starts_on=period.starts_on.isoformat(), last_day=period.last_day.isoformat())


def answered(state: ReturnState, *, return_id: str, accepted: bool) -> ReturnState:
    """The authority's answer to a return that waits for one."""
    if state is not ReturnState.CLOSED:
        raise ReturnAnswered(return_id=return_id, state=state)
    return ReturnState.ACCEPTED if accepted else ReturnState.REFUSED


def sent_again(state: ReturnState, *, return_id: str) -> ReturnState:
    """A refused return leaves once more, with the same figures."""
    if state is not ReturnState.REFUSED:
        raise ReturnAnswered(return_id=return_id, state=state)
    return ReturnState.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is owed to an authority for a return (negative: what it owes back), and what of it is settled.

    `under_way` tells that a payment of it is at the bank; where nothing is open any more, that is one too many.
    """

    due_id: str
    creditor: Creditor
    return_id: str
    entity: str
    amount: Money
    due_on: date
    since: date
    settled: Money
    because: Because = Because.RETURN
    refers_to: str | None = None
    under_way: bool = False
    state: DueState = DueState.WAITING
    reference: str = ""
    approval_id: str | None = None
    execute_on: date | None = None
    paid_on: date | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The due that a row holds."""
        kept = {name: row[name] for name in ("due_id", "return_id", "entity", "due_on", "since", "refers_to",
                                             "under_way", "reference", "approval_id", "execute_on", "paid_on")}
        return cls(**kept, creditor=Creditor(row["creditor"]), amount=Money.from_row(row, "amount"),
                   settled=Money.from_row(row, "settled"), because=Because(row["because"]),
                   state=DueState(row["state"]))

    @property
    def open(self) -> Money:
        """What of it is still to be paid (negative: to be got back)."""
        return self.amount - self.settled

    @property
    def waits_for(self) -> DueWaitsFor:
        """Whose step leads on."""
        if self.state is DueState.PAID and self.under_way:
            return DueWaitsFor.PAYROLL_CLERK
        return DueWaitsFor.AUTHORITY if self.open.cents < 0 else WAITS_FOR[self.state]

    def content(self, account: str) -> dict[str, Any]:
        """What a second person approves: how much goes to which account, when, under which reference."""
        return {"due": self.due_id, "cents": self.open.cents, "currency": self.open.currency, "account": account,
                "reference": self.reference, "day": str(self.execute_on)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPayment:
    """A payment of a due that left for the bank; `times` is how often the bank carried it out for good."""

    payment_id: str
    due_id: str
    document_id: str
    amount: Money
    state: SentState
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPayment:
    """Money that came in for payroll, and what of it settles nothing yet."""

    movement_id: str
    amount: Money
    unassigned: Money
    booked_on: date

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The incoming payment that a row holds."""
        return cls(movement_id=row["movement_id"], amount=Money.from_row(row),
                   unassigned=Money.from_row(row, "unassigned"), booked_on=row["booked_on"])


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePayment:
    """A payment to an authority as a bank is asked for it; its id is what the bank's movement will name."""

    payment_id: str
    due: Due
    employer: Employer
    payee: str
    account: str
    execute_on: date

    @property
    def message_id(self) -> str:
        """The name by which the bank knows the file: another one each time that it is proposed."""
        return f"DUE-{str(self.due.approval_id)[-28:]}"


def assert_state(due: Due, *needed: DueState) -> None:
    """What comes next to a due depends on where it stands."""
    if due.state not in needed:
        raise DueNotInState(due_id=due.due_id, state=due.state, needed=" or ".join(needed))


def assert_under_way(due: Due, sent: SentPayment | None) -> SentPayment:
    """Only a payment that is at the bank is rejected by it, or stopped."""
    if sent is None:
        raise DueNotInState(due_id=due.due_id, state=due.state, needed=DueState.SENT)
    return sent


def assert_debt(due: Due) -> None:
    """Only what is owed is paid; a claim is the authority's to give back."""
    if due.amount.cents < 0:
        raise DueNotInState(due_id=due.due_id, state="a claim", needed="a debt")


def assert_in_time(due: Due, *, on: date) -> None:
    """What is approved late is proposed anew, for another day."""
    if due.execute_on is None or due.execute_on < on:
        raise DueDayPassed(due_id=due.due_id, day=str(due.execute_on))


def excess(due: Due, sent: SentPayment, *, paid: Money) -> Money:
    """What the bank pays beyond what is open: it pays, to the cent, what it was asked, also after it was given up."""
    if paid != sent.amount:
        raise DuePaidOtherwise(due_id=due.due_id, paid=str(paid), amount=str(sent.amount))
    return max(paid - due.open, Money.zero(paid.currency))


def costs_of_return(sent: SentPayment, *, returned: Money) -> Money:
    """The bank gives back what it paid, whole or short of its costs; what those are."""
    if sent.state is not SentState.PAID:
        raise DueNotInState(due_id=sent.due_id, state=sent.state, needed=SentState.PAID)
    if not Money.zero(returned.currency) < returned <= sent.amount:
        raise DuePaidOtherwise(due_id=sent.due_id, paid=str(returned), amount=str(sent.amount))
    return sent.amount - returned


def after_settling(due: Due, piece: Money, *, on: date) -> Due:
    """A due of which a piece was settled (or is owed again); a proposal to pay another amount is thereby given up."""
    moved = replace(due, settled=due.settled + piece)
    if not moved.open:
        return replace(moved, state=DueState.PAID, approval_id=None, paid_on=on)
    state = DueState.SENT if moved.under_way else DueState.WAITING
    return replace(moved, state=state, approval_id=None, paid_on=None)


def assert_alike(claim: Due, due: Due) -> None:
    """A claim is set off against what the same entity owes the same authority in the same currency."""
    assert_state(due, DueState.WAITING)
    if claim.open.cents >= 0 or due.open.cents <= 0 or (claim.creditor, claim.entity, claim.open.currency) != (
            due.creditor, due.entity, due.open.currency):
        raise DuesNotAlike(claim_id=claim.due_id, due_id=due.due_id)


def set_off(claim: Due, due: Due) -> Money:
    """How much of a due a claim settles."""
    return min(-claim.open, due.open)


def assert_receivable(due: Due, amount: Money) -> None:
    """What comes in settles a claim, or gives back what was settled of a debt, and never more."""
    limit = -due.open if due.amount.cents < 0 else due.settled
    if amount.currency != limit.currency or amount > limit:
        raise MoreThanSettled(due_id=due.due_id, amount=str(amount), limit=str(limit))


def assert_unassigned(incoming: IncomingPayment, amount: Money) -> None:
    """Money that came in is used once."""
    if amount.currency != incoming.unassigned.currency or amount > incoming.unassigned:
        raise MoreThanSettled(due_id=incoming.movement_id, amount=str(amount), limit=str(incoming.unassigned))


def payment_of(end_to_end: str) -> str | None:
    """The payment of a due that a bank movement names, or nothing when it names none."""
    named = _DUE.fullmatch(end_to_end)
    return f"due_{named[1]}" if named else None
