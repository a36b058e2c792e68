"""Questions about shares."""

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def find_shares(tx: Tx, poll_id: str) -> dict[int, str]:
    """The shares of a poll's sealing key that were handed in, by their numbers."""
    return {row["number"]: row["share"] for row in tx.all(Q.shares_of, poll_id=poll_id)}
