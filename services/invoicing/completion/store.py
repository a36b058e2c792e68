"""Completed parts and the days worked on them, as rows."""

from services.invoicing.completion.rules import WorkReport
from services.invoicing.orders.rules.order import Order
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def save_completed(tx: Tx, order: Order, part: int, report: WorkReport, *, late: bool) -> None:
    """A part is done."""
    tx.run(Q.save_completed, order_id=order.order_id, part=part, completed_on=report.completed_on,
           registered_on=report.registered_on, late=late)
    tx.run_many(Q.add_work_day, [
        {"order_id": order.order_id, "part": part, "on": day.on, "hours": day.hours} for day in report.days])
    tx.run(Q.save_order_state, order_id=order.order_id, state=order.state)
