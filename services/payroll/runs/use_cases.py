"""The pay run: one transaction per part, from its budget to its payslip, its advance and its payment."""

from datetime import date, timedelta

from services.payroll.countries.protocol import law
from services.payroll.fund.use_cases import open_for_wage
from services.payroll.payments.use_cases import await_payment
from services.payroll.payslips.use_cases import issue_payslip
from services.payroll.runs import reads, store
from services.payroll.runs.rules import ACT, assert_near
from services.payroll.wages.use_cases import work_out_part
from shared.approval import approve, ask_approval
from shared.postgres import Tx

LASTS = timedelta(days=2)

def pay_part(tx: Tx, order_id: str, part: int) -> str | None:
    """Work out the wage of a part, once, with all that follows; its id, or nothing when there is none to pay."""
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
