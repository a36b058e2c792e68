"""Orders that were heard of."""

from datetime import date

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_order(tx: Tx, *, order_id: str, member_id: str, signed_on: date) -> None:
    """An order that was signed for a member."""
    tx.run(Q.add_order, order_id=order_id, member_id=member_id, signed_on=signed_on)


def cancel_order(tx: Tx, order_id: str, on: date) -> tuple[str, int] | None:
    """An order is cancelled: whose, and of which year; nothing when it was not known or cancelled before."""
    row = tx.one(Q.cancel_order, order_id=order_id, on=on)
    return (row["member_id"], row["signed_on"].year) if row else None
