"""Questions about grants."""

from typing import Any

from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_grants(tx: Tx, *, activity_id: str | None, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of grants, with what was taken back."""
    found = []
    for row in tx.all(Q.list_grants, activity_id=activity_id, after=after, limit=limit):
        amount, fee = Money.from_row(row), Money.from_row(row, "fee")
        found.append({**row, "amount": amount, "fee": fee, "left": amount - fee})
    return found
