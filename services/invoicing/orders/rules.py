"""The order form: drafted, sent, signed, completed part by part; amended or cancelled before any part is completed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from services.invoicing.domain.errors import (
    CurrencyNotOurs,
    NoSuchPart,
    OrderEmpty,
    OrderNotInState,
    PartCrossesMonths,
    PeriodNotValid,
    SignedInTheFuture,
    WorkBegun,
)
from services.invoicing.domain.events import OrderAmended, OrderCancelled, OrderedPart, OrderSigned
from shared.money import Money, total

E = TypeVar("E", OrderSigned, OrderAmended)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of an order: what, when, how many days and hours are foreseen, and its amount without VAT."""

    part: int
    description: str
    starts_on: date
    ends_on: date
    days: int
    hours: Decimal
    amount: Money
    completed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed for the client, when, and where the signed form is found."""

    signed_by: str
    signed_on: date
    reference: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order form between a client and the cooperative, worked by a member within an activity."""

    order_id: str
    activity_id: str
    member_id: str
    client_id: str
    client_country: str
    title: str
    client_reference: str
    contract: str
    state: str
    parts: tuple[Part, ...]
    signature: Signature | None = None

    @property
    def starts_on(self) -> date:
        """The first day of its first part."""
        return min(part.starts_on for part in self.parts)

    @property
    def ends_on(self) -> date:
        """The last day of its last part."""
        return max(part.ends_on for part in self.parts)

    @property
    def amount(self) -> Money:
        """What is ordered, without VAT."""
        return total((part.amount for part in self.parts), self.parts[0].amount.currency)

    def part(self, number: int) -> Part:
        """The part with this number, or a refusal."""
        for part in self.parts:
            if part.part == number:
                return part
        raise NoSuchPart(order_id=self.order_id, part=number)


def assert_parts_agreeable(parts: Sequence[Part], currency: str) -> None:
    """At least one part, each with a period that does not run backwards, all in the currency of the books.

    A part is paid by one wage, and pay relates to one calendar month: one over two could be worked and invoiced,
    but never be paid (the ONSS has a period over two months divided by month; law of 12/4/1965, art. 9).
    """
    if not parts:
        raise OrderEmpty
    for part in parts:
        if part.ends_on < part.starts_on:
            raise PeriodNotValid(part=part.part, starts_on=part.starts_on.isoformat(),
                                 ends_on=part.ends_on.isoformat())
        if (part.starts_on.year, part.starts_on.month) != (part.ends_on.year, part.ends_on.month):
            raise PartCrossesMonths(part=part.part, starts_on=part.starts_on.isoformat(),
                                    ends_on=part.ends_on.isoformat())
        if part.amount.currency != currency:
            raise CurrencyNotOurs(currency=part.amount.currency, ours=currency)


def send(order: Order) -> Order:
    """The form goes to the client to be signed; it may go again."""
    _needs(order, "drafted", "sent")
    return replace(order, state="sent")


def sign(order: Order, *, signature: Signature, today: date) -> tuple[Order, list[OrderSigned]]:
    """The client has signed: from here on the cooperative employs and declares."""
    _needs(order, "sent")
    if signature.signed_on > today:
        raise SignedInTheFuture(order_id=order.order_id, signed_on=signature.signed_on.isoformat(),
                                today=today.isoformat())
    signed = replace(order, state="signed", signature=signature)
    return signed, [_told(OrderSigned, signed, signature)]


def amend(
    order: Order, *, parts: tuple[Part, ...], signature: Signature | None, currency: str, today: date,
) -> tuple[Order, list[OrderAmended]]:
    """Agree other parts. A signed form needs the client's signature again; one with completed work stays as it is."""
    assert_parts_agreeable(parts, currency)
    _assert_no_work_done(order)
    _needs(order, "drafted", "sent", "signed")
    if order.state != "signed":
        return replace(order, state="drafted", parts=parts), []
    if signature is None:
        raise OrderNotInState(order_id=order.order_id, state="signed", needed="signed again to be amended")
    if signature.signed_on > today:
        raise SignedInTheFuture(order_id=order.order_id, signed_on=signature.signed_on.isoformat(),
                                today=today.isoformat())
    amended = replace(order, parts=parts, signature=signature)
    return amended, [_told(OrderAmended, amended, signature)]


def cancel(order: Order, *, reason: str, on: date) -> tuple[Order, list[OrderCancelled]]:
    """Give the order up. Only a signed one was told to others, so only its end is."""
    _assert_no_work_done(order)
    _needs(order, "drafted", "sent", "signed")
    told = [OrderCancelled(order_id=order.order_id, member_id=order.member_id, activity_id=order.activity_id,
                           reason=reason, cancelled_on=on)]
    return replace(order, state="cancelled"), told if order.state == "signed" else []


def _needs(order: Order, *states: str) -> None:
    if order.state not in states:
        raise OrderNotInState(order_id=order.order_id, state=order.state, needed=" or ".join(states))


def _assert_no_work_done(order: Order) -> None:
    if any(part.completed_on for part in order.parts):
        raise WorkBegun(order_id=order.order_id)


def _told(event: type[E], order: Order, signature: Signature) -> E:
    return event(
        order_id=order.order_id, activity_id=order.activity_id, member_id=order.member_id, client_id=order.client_id,
        client_country=order.client_country, signed_on=signature.signed_on, starts_on=order.starts_on,
        ends_on=order.ends_on, amount=order.amount, contract=order.contract,
        parts=[OrderedPart(part=p.part, starts_on=p.starts_on, ends_on=p.ends_on, days=p.days, hours=p.hours,
                           amount=p.amount) for p in order.parts],
    )
