"""Questions about adjustments."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from shared.money import Money
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def accounts_by_hand(tables: Tables) -> dict[str, str]:
    """The accounts that are booked by hand (`by_hand` in the chart): number -> role."""
    return {str(row["number"]): key for name, key in tables.names() if name == "account"
            for row in tables.history("account", key) if row.fields.get("by_hand")}


def list_adjustments(tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of adjustments in a state."""
    return _whole(tx, tx.all(Q.list_adjustments, state=state, after=after, limit=limit))


def get_adjustment(tx: Tx, adjustment_id: str) -> dict[str, Any]:
    """One adjustment, with its lines."""
    return _whole(tx, [tx.single(Q.get_adjustment, adjustment_id=adjustment_id)])[0]


def _whole(tx: Tx, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = defaultdict(list)
    for line in tx.all(Q.list_lines, adjustments=[row["adjustment_id"] for row in rows]):
        lines[line["adjustment_id"]].append({"account": line["account"], "amount": Money.from_row(line)})
    return [{**row, "lines": lines[row["adjustment_id"]]} for row in rows]
