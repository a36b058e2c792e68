"""Order forms, their parts and days, and what payroll said about their employment."""

from datetime import date
from typing import Any

from services.invoicing.domain.completion import Employment, Registration, Span
from services.invoicing.domain.order import Order, Part, Signature
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.invoicing")


def add_order(tx: Tx, order: Order) -> None:
    """Draft an order form."""
    tx.run(Q.add_order, order_id=order.order_id, activity_id=order.activity_id, member_id=order.member_id,
           client_id=order.client_id, client_country=order.client_country, title=order.title,
           client_reference=order.client_reference, contract=order.contract, state=order.state, drafted_on=tx.on)
    _add_parts(tx, order)


def lock_order(tx: Tx, order_id: str) -> Order:
    """One order form, locked, or a refusal."""
    row = tx.one(Q.lock_order, order_id=order_id)
    if row is None:
        raise NotFound(kind="order", id=order_id)
    return read_order(row, tx.all(Q.order_parts, order_id=order_id))


def read_order(row: dict[str, Any], parts: list[dict[str, Any]]) -> Order:
    """The value of an order form from its rows."""
    signature = Signature(signed_by=row["signed_by"], signed_on=row["signed_on"],
                          reference=row["signature_reference"]) if row["signed_on"] else None
    return Order(
        order_id=row["order_id"], activity_id=row["activity_id"], member_id=row["member_id"],
        client_id=row["client_id"], client_country=row["client_country"], title=row["title"],
        client_reference=row["client_reference"], contract=row["contract"], state=row["state"],
        parts=tuple(_read_part(part) for part in parts), signature=signature,
    )


def _read_part(row: dict[str, Any]) -> Part:
    return Part(part=row["part"], description=row["description"], starts_on=row["starts_on"], ends_on=row["ends_on"],
                days=row["days"], hours=row["hours"], amount=Money(row["cents"], row["currency"]),
                completed_on=row["completed_on"])


def _add_parts(tx: Tx, order: Order) -> None:
    tx.run_many(Q.add_part, [
        {"order_id": order.order_id, "part": part.part, "description": part.description, "starts_on": part.starts_on,
         "ends_on": part.ends_on, "days": part.days, "hours": part.hours, "cents": part.amount.cents,
         "currency": part.amount.currency}
        for part in order.parts])


def save_sent(tx: Tx, order: Order) -> None:
    """The form went to the client today."""
    tx.run(Q.mark_sent, order_id=order.order_id, state=order.state, on=tx.on)


def save_signed(tx: Tx, order: Order) -> None:
    """The client signed."""
    if order.signature:
        tx.run(Q.save_signature, order_id=order.order_id, state=order.state, signed_by=order.signature.signed_by,
               signed_on=order.signature.signed_on, reference=order.signature.reference)


def save_amended(tx: Tx, order: Order) -> None:
    """Other parts were agreed."""
    tx.run(Q.drop_parts, order_id=order.order_id)
    _add_parts(tx, order)
    tx.run(Q.save_state, order_id=order.order_id, state=order.state)
    save_signed(tx, order)


def save_cancelled(tx: Tx, order: Order, reason: str, note: str) -> None:
    """The form was given up today."""
    tx.run(Q.mark_cancelled, order_id=order.order_id, state=order.state, on=tx.on, reason=reason, note=note)


def save_completed(tx: Tx, order: Order, number: int, registration: Registration, *, late: bool) -> None:
    """A part is done."""
    tx.run(Q.mark_completed, order_id=order.order_id, part=number, completed_on=registration.completed_on,
           registered_on=registration.registered_on, late=late)
    tx.run_many(Q.add_work_day, [
        {"order_id": order.order_id, "part": number, "on": day.on, "hours": day.hours} for day in registration.days])
    tx.run(Q.save_state, order_id=order.order_id, state=order.state)


def note_declared(tx: Tx, *, order_id: str, declaration_id: str, span: Span) -> None:
    """The employment was declared."""
    tx.run(Q.note_declared, order_id=order_id, declaration_id=declaration_id, known_on=span.known_on,
           starts_on=span.starts_on, ends_on=span.ends_on)


def note_refused(tx: Tx, *, order_id: str, declaration_id: str, reason: str) -> None:
    """The declaration was refused."""
    tx.run(Q.note_refused, order_id=order_id, declaration_id=declaration_id, reason=reason)


def note_insured(tx: Tx, *, order_id: str, cover_id: str, span: Span) -> None:
    """The work is insured."""
    tx.run(Q.note_insured, order_id=order_id, cover_id=cover_id, known_on=span.known_on, starts_on=span.starts_on,
           ends_on=span.ends_on)


def note_cover_closed(tx: Tx, *, order_id: str, cover_id: str) -> None:
    """The work is insured no longer, unless under another cover."""
    tx.run(Q.note_cover_closed, order_id=order_id, cover_id=cover_id)


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
    )


def _span(known_on: date | None, starts_on: date, ends_on: date) -> Span | None:
    return Span(known_on=known_on, starts_on=starts_on, ends_on=ends_on) if known_on else None
