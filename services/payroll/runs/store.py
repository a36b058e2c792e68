"""Pay runs, and requests for runs on other days than today's."""

from datetime import date, datetime
from typing import Any

from services.payroll.runs.rules import PayRun, RunState
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def save_run_request(tx: Tx, day: date, approval_id: str) -> None:
    """Write which request asks for the run of a day."""
    tx.run(Q.save_run_request, day=day, approval_id=approval_id)


def add_pay_run(tx: Tx, run: PayRun) -> None:
    """Write a run that somebody proposes."""
    tx.run(Q.add_pay_run, run_id=run.run_id, day=run.day, state=run.state, count=run.count, cents=run.total.cents,
           currency=run.total.currency, approval_id=run.approval_id, cut_off=run.cut_off, proposed_by=tx.actor,
           on=tx.on)


def save_pay_run(tx: Tx, run: PayRun) -> None:
    """Write where a run stands."""
    tx.run(Q.save_pay_run_state, run_id=run.run_id, state=run.state)


def lock_pay_run(tx: Tx, run_id: str) -> PayRun:
    """A run, locked until commit, or a refusal."""
    return _run(tx.require(Q.lock_pay_run, NotFound(kind="pay run", id=run_id), run_id=run_id))


def lock_lapsed_runs(tx: Tx, at: datetime) -> list[PayRun]:
    """Runs that were not sent before the bank's cut-off."""
    return [_run(row) for row in tx.all(Q.lock_lapsed_runs, at=at)]


def _run(row: dict[str, Any]) -> PayRun:
    return PayRun(total=Money.from_row(row, "total"), state=RunState(row["state"]), **{name: row[name] for name in (
        "run_id", "day", "count", "approval_id", "cut_off")})
