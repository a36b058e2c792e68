"""Questions about pay runs."""

from datetime import date
from typing import Any

from services.payroll.orders.rules import PartId
from shared.approval import ApprovalState, get_approval
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
MOST_DIFFERENCES = 500


def list_due(tx: Tx, day: date) -> list[tuple[PartId, str]]:
    """The parts whose wage is to be paid by a day and was not worked out yet, earliest first, each with its worker."""
    return [(PartId(row["order_id"], row["part"]), row["member_id"]) for row in tx.all(Q.parts_to_pay, day=day)]


def is_approved(tx: Tx, day: date) -> bool:
    """Whether a second person approved the run of a day, not too long ago."""
    row = tx.one(Q.run_request, day=day)
    return row is not None and get_approval(tx, row["approval_id"]).state_at(tx.at) is ApprovalState.APPROVED


def list_approved(tx: Tx) -> list[str]:
    """The runs that a second person approved and that were not sent yet."""
    return [row["run_id"] for row in tx.all(Q.approved_runs)]


def get_pay_run(tx: Tx, run_id: str) -> dict[str, Any]:
    """A run: what it pays, what is unlike before, what is blocked, and what the bank did; or a refusal."""
    row = tx.require(Q.get_pay_run, NotFound(kind="pay run", id=run_id), run_id=run_id)
    return {**row, "total": Money.from_row(row, "total"), "differences": [
        {**one, "net": Money.from_row(one, "net"),
         "before": None if one["before_cents"] is None else Money.from_row(one, "before")}
        for one in tx.all(Q.differences_of_run, run_id=run_id, limit=MOST_DIFFERENCES)]}


def list_pay_runs(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """Runs, the latest first."""
    rows = tx.all(Q.list_pay_runs, after=after, limit=limit)
    return [{**row, "total": Money.from_row(row, "total")} for row in rows]
