"""The pay run: one transaction per part, from its budget to its payslip, its advance and its payment."""

from datetime import date, timedelta

import structlog

from services.payroll.countries.protocol import law
from services.payroll.fund.use_cases import open_for_wage
from services.payroll.orders.use_cases import assert_not_waiting, block_part
from services.payroll.payments.use_cases import await_payment, send_wages
from services.payroll.payslips.use_cases import issue_payslip
from services.payroll.runs import reads, store
from services.payroll.runs.rules import ACT, assert_near
from services.payroll.wages.errors import WagePaidBefore
from services.payroll.wages.use_cases import work_out_part
from shared.approval import approve, ask_approval
from shared.definitions import Advance
from shared.errors import Refusal
from shared.postgres import Busy, Database, Tx

LASTS = timedelta(days=2)
ACTOR = "job:pay_wages"
log = structlog.get_logger()


def pay_wages(database: Database, on: date, advance: Advance) -> str:
    """Work out and send every wage to be paid by a day.

    Each wage is one transaction and each batch another: killed at any moment and run again, it repeats nothing.
    A wage that cannot be worked out is written down with its refusal and does not hold up the others.
    """
    with database.reading(on=on, actor=ACTOR) as tx:
        due = reads.list_due(tx, on)
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


def pay_part(tx: Tx, order_id: str, part: int) -> str | None:
    """Work out the wage of a part, once, with all that follows; its id, or nothing when there is none to pay."""
    assert_not_waiting(tx, order_id, part)
    wage = work_out_part(tx, order_id, part)
    if wage is None:
        return None
    issue_payslip(tx, wage)
    open_for_wage(tx, order_id, part)
    await_payment(tx, wage)
    return wage.wage_id


def ask_run(tx: Tx, day: date) -> str:
    """Ask for the run of a day that is far from today; the request that a second person approves."""
    approval_id = ask_approval(tx, act=ACT, about=day.isoformat(), content={"day": day.isoformat()}, lasts=LASTS)
    store.save_run_request(tx, day, approval_id)
    return approval_id


def approve_run(tx: Tx, approval_id: str) -> str:
    """Approve, as a second person, a run that somebody asked for; who asked."""
    return approve(tx, approval_id).asked_by


def assert_may_run(tx: Tx, *, on: date, today: date) -> None:
    """A run typed for a day far from today needs a second person."""
    assert_near(on, today=today, closed=law(tx).bank_closing_days(today), approved=reads.is_approved(tx, on))


def assert_may_pay(database: Database, on: date, today: date) -> None:
    """Refuse a day far from today that no second person approved."""
    with database.reading(on=today, actor=ACTOR) as tx:
        assert_may_run(tx, on=on, today=today)
