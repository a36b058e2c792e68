"""What students state, and what their orders reserve: rows and values."""

from dataclasses import asdict

from services.payroll.orders.rules import Order
from services.payroll.students.rules import Studies
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_studies(tx: Tx, studies: Studies) -> None:
    """Write what a worker stated for a year; the later statement counts."""
    tx.run(Q.add_studies, **asdict(studies), on=tx.on, by=tx.actor)


def lock_quota(tx: Tx, member_id: str) -> None:
    """Whoever decides within the same worker's quota waits until the one before has committed."""
    tx.one(Q.lock_quota, member_id=member_id)


def save_kind(tx: Tx, order: Order) -> None:
    """Write which kind of contract an order has, and the hours that it reserves."""
    tx.run(Q.save_kind, order_id=order.order_id, contract=order.contract, planned_hours=order.planned_hours)
