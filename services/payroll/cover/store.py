"""Covers: rows and values."""

from datetime import date

from services.payroll.cover.rules import Cover
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_cover(tx: Tx, cover: Cover) -> None:
    """Write the cover of an order."""
    tx.run(Q.add_cover, cover_id=cover.cover_id, order_id=cover.order_id, insurer=cover.insurer, policy=cover.policy,
           starts_on=cover.starts_on, ends_on=cover.ends_on)


def close_cover(tx: Tx, order_id: str, member_id: str, on: date) -> Cover | None:
    """Close the open cover of an order, if there is one."""
    row = tx.one(Q.close_cover, order_id=order_id, on=on)
    return Cover(**row, member_id=member_id) if row else None
