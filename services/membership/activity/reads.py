"""Questions about business activity."""

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def has_activity(tx: Tx, member_id: str, year: int) -> bool:
    """Whether a member has an order of the year that was not cancelled."""
    return bool(tx.single(Q.has_activity, member_id=member_id, year=year)["active"])
