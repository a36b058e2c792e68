"""Share calls and their payment: what is called, what a payment is used for, what a reversal undoes.

A share exists from the day on which its call is paid whole. A payment goes to the call that it names, then to the
member's other open calls, oldest due day first; what is left is a surplus and is paid back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.membership.events import CallReason, ShareCalled, ShareCallWithdrawn, WithdrawalReason
from services.membership.members.rules import Member
from services.membership.register.rules import Holding
from services.membership.shares.errors import CallStateWrong, EarlierSharesUnpaid, PartsTooMuch, ShareOwed
from services.membership.standing.rules import Flow
from shared.money import Money, total


class CallState(StrEnum):
    """How far a call came."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class UseKind(StrEnum):
    """What a part of a payment is used for: a call, a surplus that is owed back, nothing yet, or owed to us."""

    CALL = "call"
    SURPLUS = "surplus"
    UNPLACED = "unplaced"
    RECEIVABLE = "receivable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for shares and how far it came.

    first: what must be paid before its shares exist (the whole amount, unless the country lets the rest come later);
    rest_due_on: until when the rest is to be paid.
    """

    id: str
    member_id: str
    reason: CallReason
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
    first: Money | None = None
    rest_due_on: date | None = None

    @property
    def open(self) -> Money:
        """What is still to be paid."""
        return self.amount - self.paid

    @property
    def exists_from(self) -> Money:
        """How much must be paid for its shares to exist."""
        return self.first or self.amount

    @property
    def exists(self) -> bool:
        """Whether its shares do."""
        return self.paid >= self.exists_from

    @property
    def next_due_on(self) -> date:
        """Until when what is due next is to be paid."""
        return self.rest_due_on if self.rest_due_on and self.exists else self.due_on

    @property
    def is_open(self) -> bool:
        """Whether a payment can still be used for it."""
        return self.settled_on is None and self.withdrawn_on is None

    @property
    def state(self) -> CallState:
        """The state in one word."""
        if self.withdrawn_on:
            return CallState.WITHDRAWN
        if self.settled_on:
            return CallState.PAID
        return CallState.PART_PAID if self.paid else CallState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a part of a payment was used for."""

    use: UseKind
    amount: Money
    call_id: str | None = None
    member_id: str = ""


def call_shares(
    *, call_id: str, member_id: str, reason: CallReason, year: int, shares: int, nominal: Money, communication: str,
    due_days: int, on: date, first: Money | None = None, rest_due_on: date | None = None,
) -> tuple[Call, ShareCalled]:
    """Call shares at their nominal value: no share premium and no discount exist."""
    call = Call(
        id=call_id, member_id=member_id, reason=reason, year=year, shares=shares, amount=nominal.times(shares),
        structured_communication=communication, called_on=on, due_on=on + timedelta(days=due_days),
        paid=Money.zero(nominal.currency), first=first, rest_due_on=rest_due_on,
    )
    return call, called(call)


def called(call: Call) -> ShareCalled:
    """What others hear of a call."""
    return ShareCalled(
        member_id=call.member_id, call_id=call.id, shares=call.shares, amount=call.amount, reason=call.reason,
        year=call.year, structured_communication=call.structured_communication, called_on=call.called_on,
        due_on=call.due_on)


def withdraw_call(call: Call, *, reason: WithdrawalReason, on: date) -> tuple[Call, ShareCallWithdrawn]:
    """Withdraw a call on which nothing was paid."""
    if call.state != CallState.OPEN:
        raise CallStateWrong(call_id=call.id, state=call.state)
    event = ShareCallWithdrawn(member_id=call.member_id, call_id=call.id, reason=reason, withdrawn_on=on)
    return replace(call, withdrawn_on=on), event


def is_owed(call: Call, member: Member) -> bool:
    """Whether a call is a debt: not one of shares that somebody wished for, nor a candidate's, before they exist."""
    own = call.reason == CallReason.FIRST and member.admitted_on is not None
    return call.exists or own or call.reason == CallReason.YEARLY


def assert_not_owed(call: Call, member: Member) -> None:
    """Only what is no debt can be stepped back from, while it is open."""
    if not call.is_open:
        raise CallStateWrong(call_id=call.id, state=call.state)
    if is_owed(call, member):
        raise ShareOwed(call_id=call.id)


def assert_earlier_paid(calls: Iterable[Call]) -> None:
    """Of the calls that stand, all but the last are paid whole."""
    standing = sorted((call for call in calls if not call.withdrawn_on), key=lambda call: (call.called_on, call.id))
    unpaid = [call for call in standing[:-1] if call.is_open]
    if unpaid:
        raise EarlierSharesUnpaid(calls=len(unpaid))


def use_payment(
    amount: Money, *, named: Call | None, others: Iterable[Call], owner: str, on: date,
) -> tuple[list[Call], list[Use]]:
    """Divide a payment over the named call, the other open calls (oldest due day first) and a surplus."""
    waiting = sorted((call for call in others if call.is_open), key=lambda call: (call.next_due_on, call.id))
    ordered = ([named] if named and named.is_open else []) + [c for c in waiting if not named or c.id != named.id]
    changed: list[Call] = []
    uses: list[Use] = []
    for call in ordered:
        if not amount:
            break
        part = min(amount, call.open)
        changed.append(_pay(call, part, on))
        uses.append(Use(use=UseKind.CALL, amount=part, call_id=call.id, member_id=call.member_id))
        amount -= part
    if amount:
        uses.append(Use(use=UseKind.SURPLUS if owner else UseKind.UNPLACED, amount=amount, member_id=owner))
    return changed, uses


def _pay(call: Call, part: Money, on: date) -> Call:
    paid, last = call.paid + part, max(on, call.last_paid_on or on)  # bank files may come out of order
    return replace(call, paid=paid, last_paid_on=last, settled_on=last if paid == call.amount else None)


def take_back(call: Call, part: Money) -> Call:
    """Undo a part of what was paid on a call: it is open again, and its shares do not exist any more."""
    return replace(call, paid=call.paid - part, settled_on=None)


def corrections(call: Call, *, flows: Iterable[Flow], known: Iterable[Holding]) -> list[Holding]:
    """What must enter the register so that on every day a call's shares exist exactly where enough of it is paid.

    Enough is the whole, or the part that the country asks first; what is paid of the rest adds to the same shares.
    flows: what was paid on the call and taken back, on which day; known: what the register says of these shares as
    paid or taken back. What comes is entered before what goes, so that nobody ever holds fewer than none.
    """
    paid: defaultdict[date, int] = defaultdict(int)
    entered: defaultdict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for day, flow in flows:
        paid[day] += flow.cents
    for held in known:
        shares, worth = entered[held.effective_on]
        entered[held.effective_on] = shares + held.shares, worth + held.amount.cents
    cents, there, added = 0, (0, 0), []
    for day in sorted({*paid, *entered}):
        cents += paid[day]
        there = there[0] + entered[day][0], there[1] + entered[day][1]
        wanted = (call.shares, min(cents, call.amount.cents)) if cents >= call.exists_from.cents else (0, 0)
        if wanted != there:
            moved = _same_way(wanted[0] - there[0], wanted[1] - there[1], worth=wanted[1] or call.exists_from.cents)
            added += [Holding(effective_on=day, lot=call.id, shares=shares, amount=Money(worth, call.amount.currency))
                      for shares, worth in moved]
            there = wanted
    return sorted(added, key=lambda held: -held.amount.cents)


def _same_way(shares: int, cents: int, *, worth: int) -> list[tuple[int, int]]:
    """Shares come and go with what is paid in on them: what would go both ways is two movements."""
    if not shares or shares * cents > 0:
        return [(shares, cents)]
    worth = worth if shares > 0 else -worth
    return [(shares, worth), (0, cents - worth)]


def waive_rest(call: Call, *, on: date) -> tuple[Call, Money]:
    """Who leaves pays no more on shares that exist: the call is what was paid of it; how much falls."""
    return replace(call, amount=call.paid, settled_on=on), call.open


def net_uses(uses: Sequence[Use]) -> list[Use]:
    """What a payment is used for now: an unplaced part that was placed later has gone."""
    sums: dict[tuple[UseKind, str | None, str], Money] = {}
    for use in uses:
        key = (use.use, use.call_id, "" if use.use == UseKind.UNPLACED else use.member_id)
        sums[key] = sums.get(key, Money.zero(use.amount.currency)) + use.amount
    return [Use(use=kind, amount=amount, call_id=call_id, member_id=member_id)
            for (kind, call_id, member_id), amount in sums.items() if amount]


def repay(uses: Iterable[Use], owed: Money) -> list[Use]:
    """What would be a surplus of somebody who owes us what the bank took back pays that first."""
    kept: list[Use] = []
    for use in uses:
        part = min(use.amount, owed) if use.use == UseKind.SURPLUS and owed.cents > 0 else Money.zero(owed.currency)
        owed -= part
        kept += [Use(use=UseKind.RECEIVABLE, amount=part, member_id=use.member_id),
                 replace(use, amount=use.amount - part)]
    return [use for use in kept if use.amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a payment and the call that it was for."""

    call_id: str
    amount: Money


def rest_of(payment: "Payment", parts: Iterable[Part]) -> Money:
    """What is left of a payment once its parts are taken; refused when they are more than it brought."""
    named = total([part.amount for part in parts], payment.amount.currency)
    if named > payment.amount:
        raise PartsTooMuch(payment_id=payment.id, parts=named, brought=payment.amount)
    return payment.amount - named


def undo(use: Use) -> Use:
    """The opposite of a use."""
    return replace(use, amount=-use.amount)


def owe_to_us(use: Use) -> Use:
    """What was used and cannot be taken from where it went is owed to us."""
    return Use(use=UseKind.RECEIVABLE, amount=-use.amount, member_id=use.member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that came in for shares. placed_on: when the desk found whose an unplaced one is."""

    id: str
    amount: Money
    booked_on: date
    placed_on: date | None = None
