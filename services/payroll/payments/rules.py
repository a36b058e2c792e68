"""What becomes of a wage at the bank: sent, paid, perhaps rejected or given back and sent again.

What the bank rejected it may pay after all: each payment has a name of its own, and what is paid beyond the wage is
claimed back from the worker.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import NamedTuple

from services.payroll.orders.rules import bank_day_on_or_after
from services.payroll.payments.errors import (
    MoreThanOverpaid,
    NoPaymentAtTheBank,
    NotOverpaid,
    PaidAmountDiffers,
    WageNotReturned,
)
from services.payroll.workers.rules import Address, Employer
from shared.money import Money, total

_WAGE = re.compile(r"wag_?([0-9a-f]{32})")


class PaymentState(StrEnum):
    """Where the payment of a wage stands."""

    TO_SEND = "to_send"
    NOTHING_TO_PAY = "nothing_to_pay"
    SENT = "sent"
    ACCEPTED = "accepted"  # the bank said that it will carry it out; only its movement pays
    PAID = "paid"
    RETURNED = "returned"
    REJECTED = "rejected"  # before any money moved


SENDABLE_AGAIN = (PaymentState.RETURNED, PaymentState.REJECTED)
UNDER_WAY = (PaymentState.SENT, PaymentState.ACCEPTED)
IN_NO_FILE = (PaymentState.TO_SEND, PaymentState.NOTHING_TO_PAY)


class Recovered(StrEnum):
    """How something comes back of what was paid beyond a wage."""

    RECEIVED = "received"
    SET_OFF = "set_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One payment of a wage that left for the bank, under a name of its own: sent to paid, returned or rejected.

    `times` is how often the bank carried it out for good; below nothing while only its return is known. `verdict_at`
    is when the bank wrote the last report that was followed.
    """

    transfer_id: str
    batch_id: str
    amount: Money
    state: PaymentState
    times: int = 0
    verdict_at: datetime | None = None

    @property
    def paid(self) -> Money:
        """What the bank paid with it for good."""
        return Money(self.amount.cents * max(self.times, 0), self.amount.currency)

    def moved(self, times: int) -> "Transfer":
        """The bank carried it out once more (1), or gave it back (-1); a return may be known before its debit."""
        after = self.times + times
        state = PaymentState.PAID if after > 0 else PaymentState.RETURNED if after == 0 else self.state
        return replace(self, times=after, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class WagePayment:
    """A wage and where its payment stands: `owed` is the net less what was set off, and what came back since."""

    wage_id: str
    order_id: str
    part: int
    activity_id: str
    member_id: str
    net: Money
    owed: Money
    state: PaymentState
    transfers: tuple[Transfer, ...] = ()  # in the order in which they left
    may_set_off: bool = False  # the worker agreed that what they were paid beyond it is taken off their next wages

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}

    @property
    def open(self) -> Money:
        """What is still to be paid (negative: what was paid beyond the wage)."""
        return self.owed - total((one.paid for one in self.transfers), self.owed.currency)

    @property
    def batch_id(self) -> str | None:
        """The file in which it left last; nothing while it waits for one."""
        return None if self.state in IN_NO_FILE else self.transfers[-1].batch_id

    def transfer(self, transfer_id: str) -> Transfer:
        """The payment of this name."""
        return next(one for one in self.transfers if one.transfer_id == transfer_id)

    def after(self, *changed: Transfer) -> "WagePayment":
        """The wage once something became of its payments."""
        now = {one.transfer_id: one for one in (*self.transfers, *changed)}
        moved = replace(self, transfers=tuple(now[one.transfer_id] for one in self.transfers))
        return replace(moved, state=moved.standing)

    def recovered(self, piece: Money) -> "WagePayment":
        """The wage once a piece of what was paid beyond it came back."""
        back = replace(self, owed=self.owed + piece)
        return replace(back, state=back.standing)

    @property
    def standing(self) -> PaymentState:
        """What is paid is paid, however; else what is at the bank counts, then what somebody asked, then the last."""
        if self.open.cents <= 0:
            return PaymentState.PAID
        at_the_bank = [one.state for one in self.transfers if one.state in UNDER_WAY]
        if at_the_bank:
            return at_the_bank[-1]
        if self.state is PaymentState.TO_SEND:
            return self.state
        return PaymentState.REJECTED if self.transfers[-1].state is PaymentState.REJECTED else PaymentState.RETURNED


@dataclass(frozen=True, slots=True, kw_only=True)
class WageToSend:
    """What is open of a wage, to be paid to an account; the bank's movements will bear the name `transfer_id`."""

    wage_id: str
    transfer_id: str
    amount: Money
    month: str
    pay_on: date
    name: str
    iban: str
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A file of payments for one execution day. Its message id follows from day and number, so a repeat is the same."""

    batch_id: str
    employer: Employer
    execute_on: date
    number: int
    wages: tuple[WageToSend, ...]

    @property
    def message_id(self) -> str:
        """The name by which the bank knows the file."""
        return f"WAGES-{self.execute_on.isoformat()}-{self.number:04d}"

    @property
    def total(self) -> Money:
        """What all wages of the batch come to."""
        return total((wage.amount for wage in self.wages), self.wages[0].amount.currency)


class BankVerdict(NamedTuple):
    """A payment is accepted, or rejected for a reason."""

    state: PaymentState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReport:
    """What a bank answered to a file of ours, payment by payment where it names them; nothing while it still looks."""

    message_id: str
    verdicts: Mapping[str, BankVerdict | None]
    on_all: BankVerdict | None = None
    written_at: datetime | None = None  # by the bank, where it says when

    def verdict_on(self, payment: str) -> BankVerdict | None:
        """What the bank decided on a payment of that file, if it did."""
        return self.verdicts.get(payment, self.on_all)

    def reason_for(self, payment: str) -> str:
        """Why a payment of that file is not carried out; empty when it is not rejected."""
        verdict = self.verdict_on(payment)
        return verdict.reason if verdict and verdict.state is PaymentState.REJECTED else ""


def follows_report(transfer: Transfer, verdict: BankVerdict | None, written_at: datetime | None) -> bool:
    """Whether a payment goes where the bank's verdict says, whenever and however often that comes.

    Acceptance follows on sending, a rejection also takes acceptance back. The bank takes a rejection back only with a
    report that it wrote later: an older one that comes late, or again, changes nothing. What a movement paid or gave
    back is past every report.
    """
    later = transfer.verdict_at is None or written_at is None or written_at > transfer.verdict_at
    match verdict, transfer.state:
        case None, _:
            return False
        case _, PaymentState.SENT:
            return True
        case BankVerdict(state=PaymentState.REJECTED), PaymentState.ACCEPTED:
            return later
        case BankVerdict(state=PaymentState.ACCEPTED), PaymentState.REJECTED:
            return later and written_at is not None
        case _:
            return False


def by_execution_day(
    wages: Iterable[WageToSend], day: date, closed: Collection[date],
) -> Mapping[tuple[date, str], tuple[WageToSend, ...]]:
    """Wages by the bank day on which they are carried out, and by currency, in order."""
    found: dict[tuple[date, str], list[WageToSend]] = {}
    for wage in wages:
        execute_on = bank_day_on_or_after(max(wage.pay_on, day), closed)
        found.setdefault((execute_on, wage.amount.currency), []).append(wage)
    return {where: tuple(found[where]) for where in sorted(found)}


def end_to_end_id(payment_id: str) -> str:
    """A payment's id as banks carry it: 35 characters at most, so without its underscore."""
    return payment_id.replace("_", "")


def transfer_of(end_to_end: str) -> str | None:
    """The payment of a wage that a bank movement names, or nothing when it names none."""
    named = _WAGE.fullmatch(end_to_end)
    return f"wag_{named[1]}" if named else None


def assert_asked(payment: WagePayment, transfer: Transfer, *, paid: Money) -> None:
    """The bank pays, to the cent, what it was asked to pay; also what it rejected, gave back or paid before."""
    if paid != transfer.amount:
        raise PaidAmountDiffers(wage_id=payment.wage_id, paid=str(paid), asked=str(transfer.amount))


def costs_of_return(payment: WagePayment, transfer: Transfer, *, returned: Money) -> Money:
    """The bank gives back what it paid, whole or short of its costs; what those are."""
    if not Money.zero(returned.currency) < returned <= transfer.amount:
        raise PaidAmountDiffers(wage_id=payment.wage_id, paid=str(returned), asked=str(transfer.amount))
    return transfer.amount - returned


def assert_may_go_again(payment: WagePayment) -> None:
    """Only what the bank gave back or rejected is sent again: anything else could be paid twice."""
    if payment.state not in SENDABLE_AGAIN:
        raise WageNotReturned(wage_id=payment.wage_id, state=payment.state)


def under_way(payment: WagePayment) -> Transfer:
    """The payment that is at the bank, the last of them: only that one is stopped, or rejected."""
    found = [one for one in payment.transfers if one.state in UNDER_WAY]
    if not found:
        raise NoPaymentAtTheBank(wage_id=payment.wage_id, state=payment.state)
    return found[-1]


def assert_comes_back(payment: WagePayment, piece: Money) -> None:
    """No more comes back than was paid beyond the wage."""
    if piece.currency != payment.open.currency or piece > -payment.open:
        raise MoreThanOverpaid(wage_id=payment.wage_id, amount=str(piece), limit=str(max(-payment.open, Money.zero(
            payment.open.currency))))


def assert_overpaid(payment: WagePayment) -> None:
    """Only what was paid beyond a wage is taken off the next ones."""
    if payment.open.cents >= 0:
        raise NotOverpaid(wage_id=payment.wage_id)


def set_off(overpaid: WagePayment, net: Money, *, share: Decimal) -> Money:
    """How much of what was paid beyond a wage is taken off another one: a share of its net at most, rounded down."""
    limit = (net.amount * share).quantize(Decimal("0.01"), ROUND_DOWN)
    return min(-overpaid.open, Money.of(limit, net.currency))
