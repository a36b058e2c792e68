"""Questions about many members."""

from dataclasses import asdict
from typing import Any

from services.membership.lists.rules import Wanted, found_by
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def find_members(tx: Tx, wanted: Wanted, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Members by name, e-mail address or number, in the order of their numbers."""
    return tx.all(Q.find_members, like=found_by(wanted.text), number=wanted.number, on=tx.on, after=after, limit=limit,
                  **asdict(wanted))


def count_members(tx: Tx, *, city: str) -> dict[str, Any]:
    """How many there are of each state, of a city's office or of all."""
    return tx.single(Q.count_members, city=city, on=tx.on)
