"""Questions about advisors and their desks."""

from datetime import timedelta
from typing import Any

from services.membership.store import advisors as store
from services.membership.store.advisors import Q
from shared.postgres import Tx


def list_advisors(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """Advisors with how many members they accompany."""
    return [{**row, "advisor_id": row["id"]} for row in tx.all(Q.list_advisors, after=after, limit=limit)]


def get_advisor_of(tx: Tx, member_id: str) -> dict[str, Any]:
    """Who answers for a member today, and who accompanied him before."""
    return {"member_id": member_id, "responsible_id": store.responsible(tx, member_id),
            "history": tx.all(Q.assignment_history, member_id=member_id)}


def list_questions(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """What a member asked."""
    return [{**row, "question_id": row["id"]} for row in tx.all(Q.list_questions, member_id=member_id, limit=limit)]


def list_desk(tx: Tx, *, advisor_id: str, limit: int) -> list[dict[str, Any]]:
    """What lies on a desk today, most urgent first."""
    warned = tx.on + timedelta(days=tx.tables.integer("cover_warning_days", tx.on))
    kinds = list(tx.tables.value("desk_order", tx.on))
    rows = tx.all(Q.list_desk, on=tx.on, cover_until=warned, advisor_id=advisor_id, kinds=kinds, limit=limit)
    return [{**row, "days_late": (tx.on - row["due_on"]).days} for row in rows]
