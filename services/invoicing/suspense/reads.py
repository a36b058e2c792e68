"""Questions about movements in suspense."""

from datetime import date
from typing import Any

from services.invoicing.suspense.rules import OwnAccount
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_unmatched_movements(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of movements that wait for their owner."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.list_unmatched, after=after, limit=limit)]


def list_placements(tx: Tx, *, before: date | None, before_id: str, limit: int) -> list[dict[str, Any]]:
    """A page of what was placed and stands, newest first."""
    rows = tx.all(Q.list_placements, before=before or date.max, before_id=before_id, limit=limit, own=list(OwnAccount))
    return [{**row, "amount": Money.from_row(row)} for row in rows]
