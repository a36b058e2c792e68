"""Share calls and their payment: what is called, what a payment is used for, what a reversal undoes.

A share exists from the day on which its call is paid whole. A payment goes to the call that it names, then to the
member's other open calls, oldest due day first; what is left is a surplus and is paid back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.membership.domain.errors import CallStateWrong
from services.membership.domain.events import ShareCalled, ShareCallWithdrawn
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for shares and how far it came."""

    id: str
    member_id: str
    reason: str
    year: int
    shares: int
    amount: Money
    structured_communication: str
    called_on: date
    due_on: date
    paid: Money
    last_paid_on: date | None = None
    settled_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def open(self) -> Money:
        """What is still to be paid."""
        return self.amount - self.paid

    @property
    def is_open(self) -> bool:
        """Whether a payment can still be used for it."""
        return self.settled_on is None and self.withdrawn_on is None

    @property
    def state(self) -> str:
        """The state in one word: open, part_paid, paid, withdrawn."""
        if self.withdrawn_on:
            return "withdrawn"
        if self.settled_on:
            return "paid"
        return "part_paid" if self.paid else "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a part of a payment was used for."""

    use: str
    amount: Money
    call_id: str | None = None
    member_id: str = ""


def call_shares(
    *, call_id: str, member_id: str, reason: str, year: int, shares: int, nominal: Money, communication: str,
    due_days: int, on: date,
) -> tuple[Call, ShareCalled]:
    """Call shares at their nominal value: no share premium and no discount exist."""
    call = Call(
        id=call_id, member_id=member_id, reason=reason, year=year, shares=shares, amount=nominal.times(shares),
        structured_communication=communication, called_on=on, due_on=on + timedelta(days=due_days),
        paid=Money.zero(nominal.currency),
    )
    return call, ShareCalled(
        member_id=member_id, call_id=call_id, shares=shares, amount=call.amount, reason=reason, year=year,
        structured_communication=communication, called_on=on, due_on=call.due_on,
    )


def withdraw_call(call: Call, *, reason: str, on: date) -> tuple[Call, ShareCallWithdrawn]:
    """Withdraw a call on which nothing was paid."""
    if call.state != "open":
        raise CallStateWrong(call_id=call.id, state=call.state)
    events = ShareCallWithdrawn(member_id=call.member_id, call_id=call.id, reason=reason, withdrawn_on=on)
    return replace(call, withdrawn_on=on), events


def use_payment(
    amount: Money, *, named: Call | None, others: Iterable[Call], owner: str, on: date,
) -> tuple[list[Call], list[Use]]:
    """Divide a payment over the named call, the other open calls (oldest due day first) and a surplus."""
    waiting = sorted((call for call in others if call.is_open), key=lambda call: (call.due_on, call.id))
    ordered = ([named] if named and named.is_open else []) + [c for c in waiting if not named or c.id != named.id]
    changed: list[Call] = []
    uses: list[Use] = []
    for call in ordered:
        if not amount:
            break
        part = min(amount, call.open)
        changed.append(_pay(call, part, on))
        uses.append(Use(use="call", amount=part, call_id=call.id, member_id=call.member_id))
        amount -= part
    if amount:
        uses.append(Use(use="surplus" if owner else "unplaced", amount=amount, member_id=owner))
    return changed, uses


def _pay(call: Call, part: Money, on: date) -> Call:
    paid, last = call.paid + part, max(on, call.last_paid_on or on)  # bank files may come out of order
    return replace(call, paid=paid, last_paid_on=last, settled_on=last if paid == call.amount else None)


def take_back(call: Call, part: Money) -> Call:
    """Undo a part of what was paid on a call: it is open again, and its shares do not exist any more."""
    return replace(call, paid=call.paid - part, settled_on=None)


def settled_now(before: Sequence[Call], after: Sequence[Call]) -> list[Call]:
    """Those calls that were not paid whole before and are now."""
    were = {call.id for call in before if call.settled_on}
    return [call for call in after if call.settled_on and call.id not in were]
