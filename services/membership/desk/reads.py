"""Questions about desks."""

from datetime import timedelta
from typing import Any

from services.membership.desk.rules import Question
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_question(tx: Tx, question_id: str) -> Question:
    """A question, locked, or a refusal."""
    return Question(**tx.require(Q.lock_question, NotFound(kind="question", id=question_id), question_id=question_id))


def list_questions(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """What a member asked."""
    return [{**row, "question_id": row["id"]} for row in tx.all(Q.list_questions, member_id=member_id, limit=limit)]


def list_desk(tx: Tx, *, advisor_id: str, limit: int) -> list[dict[str, Any]]:
    """What lies on a desk today, most urgent first."""
    warned = tx.on + timedelta(days=tx.tables.integer("cover_warning_days", tx.on))
    kinds = list(tx.tables.value("desk_order", tx.on))
    rows = tx.all(Q.list_desk, on=tx.on, cover_until=warned, advisor_id=advisor_id, kinds=kinds, limit=limit)
    return [{**row, "days_late": (tx.on - row["due_on"]).days} for row in rows]
