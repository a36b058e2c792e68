"""Questions of members about each other."""

from typing import Any

from services.membership.advisors.reads import ACCOMPANY
from services.membership.lists.rules import found_by
from services.membership.members.reads import get_member
from services.membership.members.rules import assert_member
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_directory(tx: Tx, *, text: str, city: str, after: int, limit: int) -> list[dict[str, Any]]:
    """A page of the directory, for members of today and for those who accompany them."""
    if not tx.roles & ACCOMPANY:  # a login outlives a membership
        assert_member(get_member(tx, tx.actor), on=tx.on)
    return tx.all(Q.search_entries, like=found_by(text), city=city, after=after, limit=limit, on=tx.on)
