"""Questions about what clients have with the house."""

from typing import Any

from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_client_accounts(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """Clients who have something with the house, or owe it what they were given back too much; since when."""
    return [{**row, "balance": Money.from_row(row)} for row in tx.all(Q.list_client_accounts, after=after, limit=limit)]
