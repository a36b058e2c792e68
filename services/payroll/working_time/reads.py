"""Questions about working time."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def worked_hours(tx: Tx, member_id: str, days: Collection[date]) -> dict[date, Decimal]:
    """The hours that a worker completed on days, over all contracts; what is done inside an employment is its work."""
    return {row["day"]: row["hours"] for row in tx.all(Q.worked_hours, member_id=member_id, days=list(days))}


def limits(tx: Tx, day: date) -> list[Decimal]:
    """How long the law lets a day be, where the country says so."""
    return [row.decimal() for row in tx.tables.history("longest_working_day") if row.holds_on(day)]


def list_flags(tx: Tx, *, member_id: str, only_open: bool, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of flagged work."""
    return tx.all(Q.list_flags, member_id=member_id, only_open=only_open, after=after, limit=limit)


def get_flag(tx: Tx, flag_id: str) -> dict[str, Any]:
    """One of them."""
    return tx.single(Q.flag, flag_id=flag_id)
