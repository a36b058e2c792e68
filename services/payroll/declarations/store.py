"""Declarations of employment: rows and values."""

from dataclasses import asdict
from datetime import date
from typing import Any

from services.payroll.declarations.rules import Declaration, State
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_declaration(tx: Tx, declaration: Declaration) -> None:
    """Write the declaration of an order."""
    tx.run(Q.add_declaration, **asdict(declaration))


def save_declaration(tx: Tx, declaration: Declaration) -> None:
    """Write the new state of a declaration."""
    tx.run(Q.save_declaration, declaration_id=declaration.declaration_id, state=declaration.state,
           ends_on=declaration.ends_on, late=declaration.late, sent_on=declaration.sent_on, sent_at=declaration.sent_at,
           wanted_ends_on=declaration.wanted_ends_on, reference=declaration.reference, reason=declaration.reason,
           under=declaration.under)


def add_told_end(tx: Tx, declaration: Declaration) -> None:
    """Write that the authority was told now until when an employment lasts."""
    tx.run(Q.add_told_end, declaration_id=declaration.declaration_id, ends_on=declaration.ends_on, on=tx.on, at=tx.at)


def lock_declaration(tx: Tx, declaration_id: str) -> Declaration:
    """A declaration, locked until commit, or a refusal."""
    return _declaration(tx.require(Q.lock_declaration, NotFound(kind="declaration", id=declaration_id),
                                   declaration_id=declaration_id))


def lock_open_declaration(tx: Tx, order_id: str) -> Declaration | None:
    """The declaration of an order that still stands or may stand, locked until commit."""
    row = tx.one(Q.lock_open_declaration, order_id=order_id)
    return _declaration(row) if row else None


def lock_latest_declaration(tx: Tx, order_id: str) -> Declaration:
    """The latest declaration of an order, locked until commit, or a refusal."""
    return _declaration(tx.require(Q.lock_latest_declaration, NotFound(kind="declaration of order", id=order_id),
                                   order_id=order_id))


def lock_refused_declarations(tx: Tx, member_id: str) -> list[Declaration]:
    """A member's refused declarations that nothing followed."""
    return [_declaration(row) for row in tx.all(Q.lock_refused_declarations, member_id=member_id)]


def lock_waiting_declarations(tx: Tx, member_id: str = "") -> list[Declaration]:
    """The declarations that wait for data: one member's, or all."""
    return [_declaration(row) for row in tx.all(Q.lock_waiting_declarations, member_id=member_id)]


def find_employment_around(tx: Tx, declaration: Declaration) -> Declaration | None:
    """The accepted declaration of a worker's open-ended employment that includes all days of other work of theirs."""
    row = None if declaration.open_ended else tx.one(
        Q.employment_around, member_id=declaration.member_id, starts_on=declaration.starts_on,
        ends_on=declaration.ends_on)
    return _declaration(row) if row else None


def lock_declarations_inside(tx: Tx, employment: Declaration) -> list[Declaration]:
    """The declarations of a worker's orders whose days lie inside an employment and have not begun."""
    return [_declaration(row) for row in tx.all(
        Q.lock_declarations_inside, member_id=employment.member_id, starts_on=max(employment.starts_on, tx.on),
        ends_on=employment.wanted_ends_on or employment.ends_on)]


def lock_declarations_beyond(tx: Tx, order_id: str, last_on: date) -> list[Declaration]:
    """The declarations that stand under an employment and reach beyond its last day."""
    return [_declaration(row) for row in tx.all(Q.lock_declarations_beyond, under=order_id, last_on=last_on)]


def _declaration(row: dict[str, Any]) -> Declaration:
    return Declaration(**{**row, "state": State(row["state"])})
