"""Questions about pay runs."""

from datetime import date

from shared.approval import ApprovalState, get_approval
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_due(tx: Tx, day: date) -> list[tuple[str, int]]:
    """The parts (order, part) whose wage is to be paid by a day and was not worked out yet."""
    return [(row["order_id"], row["part"]) for row in tx.all(Q.parts_to_pay, day=day)]


def is_approved(tx: Tx, day: date) -> bool:
    """Whether a second person approved the run of a day, not too long ago."""
    row = tx.one(Q.run_request, day=day)
    return row is not None and get_approval(tx, row["approval_id"]).state_at(tx.at) is ApprovalState.APPROVED
