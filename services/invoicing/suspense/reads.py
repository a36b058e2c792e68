"""Questions about movements in suspense."""

from typing import Any

from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_unmatched_movements(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of movements that wait for their owner."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.list_unmatched, after=after, limit=limit)]
