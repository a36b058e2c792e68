"""Questions about pay runs."""

from datetime import date

from shared.approval import ApprovalState, get_approval
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def is_approved(tx: Tx, day: date) -> bool:
    """Whether a second person approved the run of a day, not too long ago."""
    row = tx.one(Q.run_request, day=day)
    return row is not None and get_approval(tx, row["approval_id"]).state_at(tx.at) is ApprovalState.APPROVED
