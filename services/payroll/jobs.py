"""Payroll's long work: `sharedco job pay_wages --on DAY`."""

from collections.abc import Mapping
from datetime import date, time

import structlog

from services.payroll.orders.use_cases import block_part
from services.payroll.payments.use_cases import send_wages
from services.payroll.runs.use_cases import assert_may_run, pay_part
from services.payroll.wages.errors import WagePaidBefore
from services.payroll.wages.reads import list_due
from shared.definitions import Advance, Job
from shared.errors import Refusal
from shared.postgres import Busy, Database
from shared.schedule import Schedule

log = structlog.get_logger()
ACTOR = "job:pay_wages"


def pay_wages(database: Database, on: date, advance: Advance) -> str:
    """Work out and send every wage to be paid by a day.

    Each wage is one transaction and each batch another: killed at any moment and run again, it repeats nothing.
    A wage that cannot be worked out is written down with its refusal and does not hold up the others.
    """
    with database.reading(on=on, actor=ACTOR) as tx:
        due = list_due(tx, on)
    made = 0
    for done, (order_id, part) in enumerate(due, start=1):
        made += _pay_or_block(database, on, order_id, part)
        advance(done, len(due))
    with database.transaction(on=on, actor=ACTOR) as tx:
        sent = send_wages(tx, on)
    return f"{made} wages worked out, {len(due) - made} not, {sent} sent to the bank"


def _pay_or_block(database: Database, on: date, order_id: str, part: int) -> bool:
    try:
        with database.transaction(on=on, actor=ACTOR) as tx:
            return pay_part(tx, order_id, part) is not None
    except (Busy, WagePaidBefore):
        return False  # another run has the worker, or was faster
    except Refusal as refusal:
        code, why = refusal.code, refusal.message
    except Exception:  # a fault of ours in one wage must not keep the others from being paid; the log tells
        log.exception("wage_failed", order_id=order_id, part=part)
        code, why = "internal_error", "A fault of ours: see the log."
    with database.transaction(on=on, actor=ACTOR) as tx:
        block_part(tx, order_id, part, code=code, why=why)
    return False


def assert_may_pay(database: Database, on: date, today: date) -> None:
    """Refuse a day far from today that no second person approved."""
    with database.reading(on=today, actor=ACTOR) as tx:
        assert_may_run(tx, on=on, today=today)


JOBS: Mapping[str, Job] = {
    "pay_wages": Job("pay_wages", "Work out and send every wage to be paid by the day.", pay_wages,
                     Schedule(at=time(6, 30), bank_days_only=True), assert_may_run=assert_may_pay),
}
