"""The line of rights: rows are added, never changed."""

from services.membership.standing.rules import Standing
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_standing(tx: Tx, member_id: str, standing: Standing) -> None:
    """From a day on, a member votes or does not."""
    tx.run(Q.add_standing, member_id=member_id, recorded_at=tx.at, effective_on=standing.effective_on,
           voting=standing.voting, suspended_shares=standing.suspended_shares, reason=standing.reason)
