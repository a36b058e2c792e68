"""Advances and their steps: rows and values."""

from typing import Any

from services.payroll.fund.rules import Advance
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
SUMS = ("cost", "amount", "recovered", "lost", "regained", "charged")


def lock_advances_of_invoice(tx: Tx, invoice_id: str) -> list[Advance]:
    """The advances of the wages whose cost an invoice is to bring, opened or still to open; locked with the invoice."""
    return [_advance(row) for row in tx.all(Q.lock_advances_of_invoice, invoice_id=invoice_id)]


def _advance(row: dict[str, Any]) -> Advance:
    sums: dict[str, Any] = {name: Money.from_row(row, name) for name in SUMS}
    ids: dict[str, Any] = {name: row[name] for name in (
        "activity_id", "order_id", "part", "wage_id", "invoice_id", "member_id", "client_id")}
    return Advance(advance_id=row["advance_id"] or new_id("adv"), **ids, **sums)


def save_advance(tx: Tx, advance: Advance) -> None:
    """Write an advance as it stands now."""
    sums = {f"{name}_cents": getattr(advance, name).cents for name in SUMS}
    tx.run(Q.save_advance, advance_id=advance.advance_id, wage_id=advance.wage_id, order_id=advance.order_id,
           part=advance.part, invoice_id=advance.invoice_id, member_id=advance.member_id, client_id=advance.client_id,
           currency=advance.cost.currency, on=tx.on, **sums)


def add_advance_step(tx: Tx, advance_id: str, kind: str, amount: Money) -> int:
    """Write a step of an advance; its place."""
    row = tx.single(Q.add_advance_step, advance_id=advance_id, kind=kind, cents=amount.cents, currency=amount.currency,
                    on=tx.on)
    return int(row["place"])
