"""Order forms, their parts, and what payroll said about their employment, as rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.invoicing.events import CancelReason, Contract, SignedHow
from services.invoicing.orders.rules.order import (
    Employment,
    Order,
    OrderState,
    Part,
    Signature,
    Span,
    assert_own_form,
    order_number,
)
from services.invoicing.orders.rules.prices import priced_lines
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_order(tx: Tx, order: Order) -> None:
    """Draft an order form."""
    tx.run(Q.add_order, order_id=order.order_id, number=order.number, entity=order.entity,
           activity_id=order.activity_id, member_id=order.member_id, client_id=order.client_id,
           client_country=order.client_country, title=order.title, client_reference=order.client_reference,
           contract=order.contract, trade=order.trade, place=order.place, state=order.state, drafted_on=tx.on,
           joined_to=order.joined_to)
    _add_parts(tx, order.order_id, order.parts)


def next_number(tx: Tx) -> str:
    """The next number of an order form of this year."""
    return order_number(tx.on.year, tx.single(Q.next_number, year=tx.on.year)["last"])


def lock_order(tx: Tx, order_id: str) -> Order:
    """One order form, locked, or a refusal."""
    row = tx.require(Q.lock_order, NotFound(kind="order", id=order_id), order_id=order_id)
    signature = Signature(signed_by=row["signed_by"], signed_on=row["signed_on"],
                          reference=row["signature_reference"],
                          how=SignedHow(row["signed_how"])) if row["signed_on"] else None
    return Order(
        order_id=order_id, number=row["number"], activity_id=row["activity_id"], member_id=row["member_id"],
        client_id=row["client_id"], client_country=row["client_country"], title=row["title"],
        client_reference=row["client_reference"],
        contract=Contract(row["contract"]), state=OrderState(row["state"]), entity=row["entity"], signature=signature,
        trade=row["trade"], place=row["place"], joined_to=row["joined_to"],
        parts=tuple(_part(part) for part in tx.all(Q.list_parts, order_id=order_id)))


def lock_form(tx: Tx, order_id: str) -> list[Order]:
    """All orders that one form agrees, its own first, locked; an order that is joined to another has none."""
    own = lock_order(tx, order_id)
    assert_own_form(own)
    return [own, *(lock_order(tx, row["order_id"]) for row in tx.all(Q.list_joined, order_id=order_id))]


def _part(row: dict[str, Any]) -> Part:
    return Part(part=row["part"], description=row["description"], starts_on=row["starts_on"], ends_on=row["ends_on"],
                days=row["days"], hours=row["hours"], amount=Money.from_row(row), completed_on=row["completed_on"],
                lines=priced_lines(row["lines"], row["currency"]))


def _add_parts(tx: Tx, order_id: str, parts: Sequence[Part]) -> None:
    tx.run_many(Q.add_part, [
        {"order_id": order_id, "part": part.part, "description": part.description, "starts_on": part.starts_on,
         "ends_on": part.ends_on, "days": part.days, "hours": part.hours, "cents": part.amount.cents,
         "currency": part.amount.currency}
        for part in parts])
    tx.run_many(Q.add_line, [
        {"order_id": order_id, "part": part.part, "line": number, "description": line.description,
         "quantity": line.quantity, "unit": line.unit, "unit_price": line.unit_price, "discount": line.discount,
         "supply": line.supply}
        for part in parts for number, line in enumerate(part.lines, start=1)])


def save_sent(tx: Tx, order: Order) -> None:
    """The form went to the client today."""
    tx.run(Q.save_sent, order_id=order.order_id, state=order.state, on=tx.on)


def save_state(tx: Tx, order: Order) -> None:
    """Where the order form is."""
    tx.run(Q.save_state, order_id=order.order_id, state=order.state)


def save_signed(tx: Tx, order: Order) -> None:
    """The client signed."""
    if order.signature:
        tx.run(Q.save_signature, order_id=order.order_id, state=order.state, signed_by=order.signature.signed_by,
               signed_on=order.signature.signed_on, reference=order.signature.reference, how=order.signature.how)


def find_deposit(tx: Tx, order_id: str) -> str:
    """The number of a deposit that stands on work to come; empty when none does."""
    row = tx.one(Q.find_deposit, order_id=order_id)
    return str(row["number"]) if row else ""


def save_amended(tx: Tx, order: Order) -> None:
    """Other parts were agreed in the place of the open ones."""
    tx.run(Q.remove_open_parts, order_id=order.order_id, on=tx.on)
    _add_parts(tx, order.order_id, [part for part in order.parts if not part.completed_on])
    save_state(tx, order)
    save_signed(tx, order)


def save_cancelled(tx: Tx, order: Order, *, reason: CancelReason, note: str) -> None:
    """The form was given up today."""
    tx.run(Q.save_cancelled, order_id=order.order_id, state=order.state, on=tx.on, reason=reason, note=note)


def save_stopped(tx: Tx, order: Order, *, reason: CancelReason, note: str) -> None:
    """What was open of the order was given up today."""
    tx.run(Q.give_up_open_parts, order_id=order.order_id, on=tx.on)
    tx.run(Q.save_stopped, order_id=order.order_id, state=order.state, on=tx.on, reason=reason, note=note)


def save_declared(tx: Tx, *, order_id: str, declaration_id: str, span: Span) -> None:
    """The employment was declared; the last word holds."""
    tx.run(Q.save_declared, order_id=order_id, declaration_id=declaration_id, known_on=span.known_on,
           starts_on=span.starts_on, ends_on=span.ends_on)


def save_declaration_refused(tx: Tx, *, order_id: str, declaration_id: str, reason: str) -> None:
    """The declaration was refused: nothing is declared."""
    tx.run(Q.save_refused, order_id=order_id, declaration_id=declaration_id, reason=reason)


def save_insured(tx: Tx, *, order_id: str, cover_id: str, span: Span) -> None:
    """The work is insured; the last word holds."""
    tx.run(Q.save_insured, order_id=order_id, cover_id=cover_id, known_on=span.known_on, starts_on=span.starts_on,
           ends_on=span.ends_on)


def save_cover_closed(tx: Tx, *, order_id: str, cover_id: str) -> None:
    """The work is insured no longer, unless under another cover."""
    tx.run(Q.save_cover_closed, order_id=order_id, cover_id=cover_id)


def forget_employment(tx: Tx, order_id: str) -> None:
    """What payroll said was of other days."""
    tx.run(Q.forget_employment, order_id=order_id)


def get_employment(tx: Tx, order_id: str) -> Employment:
    """What is known of an order's employment."""
    row = tx.one(Q.get_employment, order_id=order_id)
    if row is None:
        return Employment()
    return Employment(
        declared=_span(row["declared_on"], row["declared_from"], row["declared_until"]),
        insured=_span(row["insured_on"], row["insured_from"], row["insured_until"]),
        refused_because=row["refused_because"])


def _span(known_on: date | None, starts_on: date, ends_on: date) -> Span | None:
    return Span(known_on=known_on, starts_on=starts_on, ends_on=ends_on) if known_on else None
