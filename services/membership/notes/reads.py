"""Questions about notes and about what happened in a membership."""

from typing import Any

from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_notes(tx: Tx, *, member_id: str, before: str, limit: int) -> list[dict[str, Any]]:
    """The notes about a member, newest first."""
    return tx.all(Q.list_notes, member_id=member_id, before=before, limit=limit)


def get_history(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """What happened in a membership, newest first."""
    return [{**row, "amount": Money.from_row(row) if row["currency"] else None}
            for row in tx.all(Q.history, member_id=member_id, limit=limit)]


def is_erased(tx: Tx, member_id: str) -> bool:
    """Whether somebody's data were erased on their request."""
    return bool(tx.single(Q.is_erased, member_id=member_id)["erased"])
