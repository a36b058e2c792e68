"""Advances and their steps: rows and values."""

from collections.abc import Collection, Sequence
from typing import Any

from services.payroll.fund.rules import Advance, TakenStep
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
SUMS = ("cost", "amount", "recovered", "lost", "regained", "charged")


def lock_advances_of_invoices(tx: Tx, invoice_ids: Collection[str]) -> list[Advance]:
    """The advances of the wages whose cost invoices are to bring, opened or still to open; locked with the invoices."""
    return [_advance(row) for row in tx.all(Q.lock_advances_of_invoices, invoice_ids=list(invoice_ids))]


def _advance(row: dict[str, Any]) -> Advance:
    sums: dict[str, Any] = {name: Money.from_row(row, name) for name in SUMS}
    ids: dict[str, Any] = {name: row[name] for name in (
        "activity_id", "order_id", "part", "wage_id", "invoice_id", "member_id", "client_id", "steps")}
    return Advance(advance_id=row["advance_id"] or new_id("adv"), **ids, **sums)


def save_advances(tx: Tx, advances: Sequence[Advance]) -> None:
    """Write advances as they stand now."""
    sums = {f"{name}_cents": [getattr(one, name).cents for one in advances] for name in SUMS}
    ids = {name: [getattr(one, name) for one in advances] for name in (
        "advance_id", "wage_id", "order_id", "part", "invoice_id", "member_id", "client_id")}
    tx.run(Q.save_advances, **ids, **sums, currency=[one.cost.currency for one in advances], on=tx.on)


def add_advance_steps(tx: Tx, steps: Sequence[TakenStep]) -> None:
    """Write steps of advances."""
    tx.run(Q.add_advance_steps, advance_id=[step.advance_id for step in steps], place=[step.place for step in steps],
           kind=[str(step.kind) for step in steps], cents=[step.amount.cents for step in steps],
           currency=[step.amount.currency for step in steps], on=tx.on)
