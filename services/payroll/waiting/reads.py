"""All that waits, in one list."""

from datetime import timedelta
from typing import Any

from services.payroll.waiting.rules import Matter, leader_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
PATIENCE = timedelta(days=4)  # a bank tells of a payment on the statement of its day, long weekends included


def list_waiting(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """What waits as of the day, the longest first."""
    rows = tx.all(Q.list_waiting, day=tx.on, unanswered_before=tx.on - PATIENCE, member_id=member_id, limit=limit)
    return [{**row, "leads_on": leader_of(Matter(row["matter"]), row["why"]),
             "amount": None if row["cents"] is None else Money(row["cents"], row["currency"])} for row in rows]
