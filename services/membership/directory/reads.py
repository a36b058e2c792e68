"""Questions of members about each other."""

from collections.abc import Sequence
from typing import Any

from services.membership.advisors.reads import ACCOMPANY
from services.membership.lists.rules import found_by
from services.membership.members.reads import get_member
from services.membership.members.rules import assert_member
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_directory(tx: Tx, *, text: str, city: str, after: int, limit: int) -> list[dict[str, Any]]:
    """A page of the directory, for members of today and for those who accompany them."""
    if not tx.roles & ACCOMPANY:  # a login outlives a membership
        assert_member(get_member(tx, tx.actor), on=tx.on)
    return tx.all(Q.search_entries, like=found_by(text), city=city, after=after, limit=limit, on=tx.on)


def list_member_names(tx: Tx, member_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The names behind ids."""
    return tx.all(Q.list_member_names, member_ids=list(member_ids), on=tx.on)


def find_member(tx: Tx, *, number: int, family_name: str) -> dict[str, Any]:
    """A current member by number and family name, or a refusal."""
    return tx.require(Q.find_member, NotFound(kind="member", id=str(number)), number=number,
                      family_name=family_name.strip(), on=tx.on)
