"""Covers: rows and values."""

from datetime import date

from services.payroll.cover.rules import Cover
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_cover(tx: Tx, cover: Cover) -> None:
    """Write a cover of an order."""
    tx.run(Q.add_cover, cover_id=cover.cover_id, order_id=cover.order_id, insurer=cover.insurer, policy=cover.policy,
           starts_on=cover.starts_on, ends_on=cover.ends_on)


def lock_covers(tx: Tx, order_id: str, member_id: str) -> tuple[Cover, ...]:
    """The covers of an order, the earliest first; locked until commit."""
    return tuple(Cover(**row, member_id=member_id) for row in tx.all(Q.lock_covers, order_id=order_id))


def lock_open_covers(tx: Tx, day: date, entity: str) -> list[Cover]:
    """The open covers of a legal entity's orders that reach a day or further; locked until commit."""
    return [Cover(**row) for row in tx.all(Q.lock_open_covers, day=day, entity=entity)]


def close_cover(tx: Tx, cover_id: str, on: date) -> None:
    """Write the last day of a cover."""
    tx.run(Q.close_cover, cover_id=cover_id, on=on)
