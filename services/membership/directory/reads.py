"""Questions of members about each other."""

from typing import Any

from services.membership.lists.rules import found_by
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_directory(tx: Tx, *, text: str, city: str, after: int, limit: int) -> list[dict[str, Any]]:
    """A page of the directory, for members and for those who accompany them."""
    return tx.all(Q.search_entries, like=found_by(text), city=city, after=after, limit=limit, on=tx.on)
