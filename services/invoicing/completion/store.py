"""Completed parts and the days worked on them, as rows."""

from services.invoicing.completion.rules import WorkReport
from services.invoicing.orders.rules.order import Order
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)


def save_completed(tx: Tx, order: Order, part: int, report: WorkReport, *, late: bool) -> None:
    """A part is done."""
    tx.run(Q.save_completed, order_id=order.order_id, part=part, state=order.state, completed_on=report.completed_on,
           registered_on=report.registered_on, late=late, days=column(day.on for day in report.days),
           hours=column(str(day.hours) for day in report.days))
