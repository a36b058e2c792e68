"""Questions about changes of numbers."""

from typing import Any

from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_number(tx: Tx, member_id: str) -> tuple[str, bool]:
    """The number by which a member is known, and whether it is that of a legal person."""
    row = tx.require(Q.number_of, NotFound(kind="member", id=member_id), member_id=member_id)
    return row["national_number"], row["is_legal"]


def list_to_tell(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Who is still to be told of a change."""
    return tx.all(Q.list_to_tell, limit=limit)


def list_changes(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """The numbers by which a member was known."""
    return tx.all(Q.list_changes, member_id=member_id)
