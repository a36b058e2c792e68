"""Finding members: names are shown, so who looked, what for and what they typed is kept."""

from dataclasses import asdict
from typing import Any

from services.membership.lists import reads
from services.membership.lists.rules import Wanted
from services.membership.register.use_cases import open_register
from shared.postgres import Tx


def find_members(tx: Tx, wanted: Wanted, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Members in the order of their numbers, after one."""
    found = reads.find_members(tx, wanted, after=after, limit=limit)
    open_register(tx, what="find", rows_read=len(found), direct=False, **asdict(wanted))
    return found
