"""What becomes of a wage at the bank: sent, paid, perhaps given back and sent again; never two ways at once."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from services.payroll.orders.rules import bank_day_on_or_after
from services.payroll.payments.errors import PaidAmountDiffers, WageNotReturned, WageNotSent
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WagePayment:
    """A wage and where its payment stands."""

    wage_id: str
    order_id: str
    part: int
    activity_id: str
    member_id: str
    net: Money
    state: PaymentState

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class WageToSend:
    """A wage to be paid to an account."""

    wage_id: str
    net: Money
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
        return total((wage.net for wage in self.wages), self.wages[0].net.currency)


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

    def verdict_on(self, wage_id: str) -> BankVerdict | None:
        """What the bank decided on a wage of that file, if it did."""
        return self.verdicts.get(wage_id, self.on_all)

    def reason_for(self, payment: str) -> str:
        """Why a payment of that file is not carried out; empty when it is not rejected."""
        verdict = self.verdict_on(payment)
        return verdict.reason if verdict and verdict.state is PaymentState.REJECTED else ""


def follows_report(state: PaymentState, verdict: BankVerdict | None) -> bool:
    """Whether a payment goes where the bank's verdict says, whenever and however often that comes.

    Acceptance follows on sending alone; a rejection also takes acceptance back. What a movement paid or gave back, and
    what was rejected before, is past every report.
    """
    if verdict is None:
        return False
    before = {PaymentState.ACCEPTED: (PaymentState.SENT,),
              PaymentState.REJECTED: (PaymentState.SENT, PaymentState.ACCEPTED)}
    return state in before[verdict.state]


def by_execution_day(
    wages: Iterable[WageToSend], day: date, closed: Collection[date],
) -> Mapping[tuple[date, str], tuple[WageToSend, ...]]:
    """Wages by the bank day on which they are carried out, and by currency, in order."""
    found: dict[tuple[date, str], list[WageToSend]] = {}
    for wage in wages:
        execute_on = bank_day_on_or_after(max(wage.pay_on, day), closed)
        found.setdefault((execute_on, wage.net.currency), []).append(wage)
    return {where: tuple(found[where]) for where in sorted(found)}


def end_to_end_id(wage_id: str) -> str:
    """The wage's id as banks carry it: 35 characters at most, so without its underscore."""
    return wage_id.replace("_", "")


def wage_of(end_to_end: str) -> str | None:
    """The wage that a bank movement names, or nothing when it names none."""
    named = _WAGE.fullmatch(end_to_end)
    return f"wag_{named[1]}" if named else None


def assert_pays(payment: WagePayment, *, paid: Money) -> None:
    """The bank may pay, to the cent, a wage that it was asked to pay; also one that it gave back or rejected before."""
    _assert_awaited(payment, PaymentState.SENT, PaymentState.ACCEPTED, *SENDABLE_AGAIN)
    if paid != payment.net:
        raise PaidAmountDiffers(wage_id=payment.wage_id, paid=str(paid), net=str(payment.net))


def costs_of_return(payment: WagePayment, *, returned: Money) -> Money:
    """The bank gives back a wage that it paid, whole or short of its costs; what those are."""
    _assert_awaited(payment, PaymentState.PAID)
    if not Money.zero(returned.currency) < returned <= payment.net:
        raise PaidAmountDiffers(wage_id=payment.wage_id, paid=str(returned), net=str(payment.net))
    return payment.net - returned


def assert_may_go_again(payment: WagePayment) -> None:
    """Only what the bank gave back or rejected is sent again: anything else could be paid twice."""
    if payment.state not in SENDABLE_AGAIN:
        raise WageNotReturned(wage_id=payment.wage_id, state=payment.state)


def _assert_awaited(payment: WagePayment, *states: PaymentState) -> None:
    if payment.state not in states:
        raise WageNotSent(wage_id=payment.wage_id, state=payment.state)
