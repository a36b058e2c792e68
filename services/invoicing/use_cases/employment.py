"""What payroll says about the employment behind an order, and the way to say it where payroll is not deployed."""

from datetime import date

from services.invoicing.domain.completion import Span
from services.invoicing.store import orders
from shared.postgres import Tx


def note_declared(tx: Tx, *, order_id: str, declaration_id: str, span: Span) -> None:
    """The employment was declared to the authority, which accepted it."""
    orders.note_declared(tx, order_id=order_id, declaration_id=declaration_id, span=span)


def note_refused(tx: Tx, *, order_id: str, declaration_id: str, reason: str) -> None:
    """The authority refused the declaration: the work may not be completed."""
    orders.note_refused(tx, order_id=order_id, declaration_id=declaration_id, reason=reason)


def note_insured(tx: Tx, *, order_id: str, cover_id: str, span: Span) -> None:
    """The work is insured."""
    orders.note_insured(tx, order_id=order_id, cover_id=cover_id, span=span)


def note_cover_closed(tx: Tx, *, order_id: str, cover_id: str) -> None:
    """The cover ended with the order, or with the days that were agreed before."""
    orders.note_cover_closed(tx, order_id=order_id, cover_id=cover_id)


def record_employment(
    tx: Tx, *, order_id: str, declaration_id: str, cover_id: str, declared_on: date, starts_on: date, ends_on: date,
) -> None:
    """Another payroll declared and insured the work of an order."""
    orders.lock_order(tx, order_id)
    span = Span(known_on=declared_on, starts_on=starts_on, ends_on=ends_on)
    orders.note_declared(tx, order_id=order_id, declaration_id=declaration_id, span=span)
    orders.note_insured(tx, order_id=order_id, cover_id=cover_id, span=span)
