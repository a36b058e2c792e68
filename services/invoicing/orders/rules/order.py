"""The order form: drafted, sent, signed, completed part by part; amended, stopped, or cancelled before any work."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from services.invoicing.events import (
    CancelReason,
    CancelStage,
    ClientStanding,
    Contract,
    OrderAmended,
    OrderCancelled,
    OrderedPart,
    OrderSigned,
    OrderStopped,
    SignedHow,
)
from services.invoicing.orders.errors import (
    ClientSigns,
    CurrencyNotOurs,
    DepositStands,
    JoinedToAnother,
    NoSuchPart,
    NothingToStop,
    OrderEmpty,
    OrderNotInState,
    PartCrossesMonths,
    PeriodNotValid,
    SignedInTheFuture,
    WorkBegun,
)
from services.invoicing.orders.rules.prices import PricedLine, assert_lines_make
from shared.money import Money, total

E = TypeVar("E", OrderSigned, OrderAmended)
UNSIGNED = "-"


class OrderState(StrEnum):
    """Where an order form is."""

    DRAFTED = "drafted"
    SENT = "sent"
    SIGNED = "signed"
    AGREED = "agreed"  # without the client's signature
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Every(StrEnum):
    """How often a recurring order comes again."""

    WEEK = "week"
    MONTH = "month"


BINDING = frozenset({OrderState.SIGNED, OrderState.AGREED})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is agreed of a part: what, when, how many days and hours are foreseen, and its amount without VAT.

    `lines` say how the amount is made up; a lump sum is one line.
    """

    description: str
    starts_on: date
    ends_on: date
    days: int
    hours: Decimal
    amount: Money
    lines: tuple[PricedLine, ...]


@dataclass(frozen=True, kw_only=True)
class Part(Terms):
    """One part of an order, by its number."""

    part: int
    completed_on: date | None = None


def numbered(terms: Sequence[Terms], *, after: int = 0) -> tuple[Part, ...]:
    """Parts numbered in the order given, from 1 or after the last one that stays."""
    return tuple(Part(part=number, **vars(one)) for number, one in enumerate(terms, start=after + 1))


def repeated(terms: Terms, every: Every, times: int) -> list[Terms]:
    """The same terms again, week after week or month after month; a day that a month lacks is its last one."""
    return [replace(terms, starts_on=_moved(terms.starts_on, every, step), ends_on=_moved(terms.ends_on, every, step))
            for step in range(times)]


def _moved(day: date, every: Every, steps: int) -> date:
    if every == Every.WEEK:
        return day + timedelta(weeks=steps)
    year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def order_number(year: int, place: int) -> str:
    """`2026-00017`: the number by which people name an order form."""
    return f"{year}-{place:05d}"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed for the client, when, where the signed form is found, and how the signature is known."""

    signed_by: str
    signed_on: date
    reference: str
    how: SignedHow = SignedHow.RECORDED


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order form between a client and the cooperative, worked by a member within an activity."""

    order_id: str
    number: str
    activity_id: str
    member_id: str
    client_id: str
    client_country: str
    title: str
    client_reference: str
    contract: Contract
    state: OrderState
    parts: tuple[Part, ...]
    entity: str
    signature: Signature | None = None
    trade: str = ""
    place: str = ""
    joined_to: str | None = None

    @property
    def is_binding(self) -> bool:
        """Whether it may be worked: the client has signed, or it was agreed without."""
        return self.state in BINDING

    @property
    def starts_on(self) -> date:
        """The first day of its first part."""
        return min(part.starts_on for part in self.parts)

    @property
    def ends_on(self) -> date:
        """The last day of its last part."""
        return max(part.ends_on for part in self.parts)

    @property
    def done(self) -> tuple[Part, ...]:
        """The parts that were completed."""
        return tuple(part for part in self.parts if part.completed_on)

    @property
    def amount(self) -> Money:
        """What is ordered, without VAT."""
        return total((part.amount for part in self.parts), self.parts[0].amount.currency)

    def part(self, number: int) -> Part:
        """The part with this number, or a refusal."""
        for part in self.parts:
            if part.part == number:
                return part
        raise NoSuchPart(order_id=self.order_id, number=self.number, part=number)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What payroll said of an order: declared or insured for these days (both included), known on this day."""

    known_on: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Employment:
    """What payroll has told about the employment behind an order."""

    declared: Span | None = None
    insured: Span | None = None
    refused_because: str | None = None


def assert_parts_agreeable(
    parts: Sequence[Part], *, currency: str, wage_period: Callable[[date], date],
) -> None:
    """At least one part, each with a period that does not run backwards, all in the currency of the books.

    A part is paid by one wage, and pay relates to one period: a part over two could be worked and invoiced, but never
    be paid.
    """
    if not parts:
        raise OrderEmpty
    for part in parts:
        if part.ends_on < part.starts_on:
            raise PeriodNotValid(part=part.part, starts_on=part.starts_on.isoformat(),
                                 ends_on=part.ends_on.isoformat())
        if wage_period(part.starts_on) != wage_period(part.ends_on):
            raise PartCrossesMonths(part=part.part, starts_on=part.starts_on.isoformat(),
                                    ends_on=part.ends_on.isoformat())
        if part.amount.currency != currency:
            raise CurrencyNotOurs(currency=part.amount.currency, ours=currency)
        assert_lines_make(part.part, part.lines, part.amount)


def send(order: Order) -> Order:
    """The form goes to the client to be signed; it may go again."""
    _needs(order, OrderState.DRAFTED, OrderState.SENT)
    return replace(order, state=OrderState.SENT)


def take_back(order: Order) -> Order:
    """The form that the client has is void; it is a draft again."""
    _needs(order, OrderState.SENT)
    return replace(order, state=OrderState.DRAFTED)


def sign(
    order: Order, *, signature: Signature, standing: ClientStanding, today: date,
) -> tuple[Order, list[OrderSigned]]:
    """The client has signed: from here on the cooperative employs and declares."""
    assert_can_be_signed(order, signature, today=today)
    signed = replace(order, state=OrderState.SIGNED, signature=signature)
    return signed, [_told(OrderSigned, signed, signature, standing)]


def agree_unsigned(order: Order, *, standing: ClientStanding, today: date) -> tuple[Order, list[OrderSigned]]:
    """The work is agreed without the client's signature: lawful, and its wage waits for the client's money."""
    _needs(order, OrderState.DRAFTED, OrderState.SENT)
    none = Signature(signed_by=UNSIGNED, signed_on=today, reference=UNSIGNED, how=SignedHow.NONE)
    agreed = replace(order, state=OrderState.AGREED, signature=none)
    return agreed, [_told(OrderSigned, agreed, none, standing)]


def amend(
    order: Order, *, terms: Sequence[Terms], signature: Signature | None, standing: ClientStanding, today: date,
) -> tuple[Order, list[OrderAmended]]:
    """Agree other parts in the place of the open ones; what was completed stays, as does its number.

    A signed form needs the client's signature again; what is agreed without one stays so.
    """
    _needs(order, OrderState.DRAFTED, OrderState.SENT, *BINDING)
    parts = (*order.done, *numbered(terms, after=max((part.part for part in order.done), default=0)))
    if not order.is_binding:
        return replace(order, state=OrderState.DRAFTED, parts=parts), []
    if order.state == OrderState.AGREED:
        signature = order.signature
    if signature is None:
        raise OrderNotInState(order_id=order.order_id, number=order.number, state=order.state,
                              needed="signed again to be amended")
    _assert_signed_by(today, order, signature)
    amended = replace(order, parts=parts, signature=signature)
    return amended, [_told(OrderAmended, amended, signature, standing)]


def whole_form(orders: Sequence[Order]) -> Order:
    """All that one form agrees: the first order, with the parts of all, numbered through."""
    parts = tuple(part for order in orders for part in order.parts)
    return replace(orders[0], parts=tuple(replace(part, part=place) for place, part in enumerate(parts, start=1)))


def assert_own_form(order: Order) -> None:
    """Only the order whose form it is stands for those that are joined to it."""
    if order.joined_to and not order.is_binding:
        raise JoinedToAnother(order_id=order.order_id, number=order.number)


def assert_no_deposit(order: Order, deposit: str) -> None:
    """A deposit was paid for the work as it was agreed: it is given back before other work is agreed in its place."""
    if deposit:
        raise DepositStands(order_id=order.order_id, number=order.number, deposit=deposit)


def assert_not_the_worker(order: Order, *, actor: str) -> None:
    """Whoever works an order does not sign it for the client, nor record the client's signature."""
    if actor == order.member_id:
        raise ClientSigns(order_id=order.order_id, number=order.number)


def stop(order: Order, *, reason: CancelReason, on: date) -> tuple[Order, list[OrderStopped]]:
    """Give up what is open of an order half done: what was worked stays invoiced and paid."""
    _needs(order, *BINDING)
    if not order.done:
        raise NothingToStop(order_id=order.order_id, number=order.number)
    stopped = replace(order, state=OrderState.COMPLETED, parts=order.done)
    return stopped, [OrderStopped(
        order_id=order.order_id, member_id=order.member_id, activity_id=order.activity_id, reason=reason,
        stopped_on=on, last_worked_on=max(part.completed_on or on for part in stopped.parts), amount=stopped.amount,
        parts=tuple(part.part for part in stopped.parts))]


def cancel(
    order: Order, *, reason: CancelReason, employment: Employment, on: date,
) -> tuple[Order, list[OrderCancelled]]:
    """Give the order up. Only a signed one was told to others, so only its end is."""
    if order.done:
        raise WorkBegun(order_id=order.order_id, number=order.number)
    _needs(order, OrderState.DRAFTED, OrderState.SENT, *BINDING)
    told = [OrderCancelled(order_id=order.order_id, member_id=order.member_id, activity_id=order.activity_id,
                           reason=reason, cancelled_on=on, stage=_stage(order, employment, on))]
    return replace(order, state=OrderState.CANCELLED), told if order.is_binding else []


def _stage(order: Order, employment: Employment, on: date) -> CancelStage:
    if on >= order.starts_on:
        return CancelStage.BEGUN
    return CancelStage.DECLARED if employment.declared else CancelStage.SIGNED


def _needs(order: Order, *states: OrderState) -> None:
    if order.state not in states:
        raise OrderNotInState(order_id=order.order_id, number=order.number, state=order.state,
                              needed=" or ".join(states))


def assert_can_be_signed(order: Order, signature: Signature, *, today: date) -> None:
    """Only a form that was sent is signed, and on no day to come."""
    _needs(order, OrderState.SENT)
    _assert_signed_by(today, order, signature)


def _assert_signed_by(today: date, order: Order, signature: Signature) -> None:
    if signature.signed_on > today:
        raise SignedInTheFuture(order_id=order.order_id, number=order.number, signed_on=signature.signed_on.isoformat(),
                                today=today.isoformat())


def _told(event: type[E], order: Order, signature: Signature, standing: ClientStanding) -> E:
    return event(
        order_id=order.order_id, activity_id=order.activity_id, member_id=order.member_id, client_id=order.client_id,
        client_country=order.client_country, signed_on=signature.signed_on, starts_on=order.starts_on,
        ends_on=order.ends_on, amount=order.amount, contract=order.contract, entity=order.entity,
        signed_how=signature.how, client_standing=standing,
        parts=tuple(OrderedPart(part=p.part, starts_on=p.starts_on, ends_on=p.ends_on, days=p.days, hours=p.hours,
                                amount=p.amount) for p in order.parts),
    )
