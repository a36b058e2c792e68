"""Questions about desks."""

import base64
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.membership.desk.rules import LAW, Question
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_question(tx: Tx, question_id: str) -> Question:
    """A question, locked, or a refusal."""
    return Question(**tx.require(Q.lock_question, NotFound(kind="question", id=question_id), question_id=question_id))


def list_questions(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """What a member asked, with the names of the files that belong to it, and which expert has it."""
    rows = tx.all(Q.list_questions, member_id=member_id, limit=limit)
    files = attachments_of(tx, [row["id"] for row in rows])
    return [{**row, "question_id": row["id"],
             "attachments": [file for file in files if file["question_id"] == row["id"]]} for row in rows]


def attachments_of(tx: Tx, question_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The files of questions, without their bytes."""
    return tx.all(Q.attachments_of, ids=list(question_ids))


def get_attachment(tx: Tx, attachment_id: str) -> dict[str, Any]:
    """A file of a question with its bytes, or a refusal."""
    row = tx.require(Q.get_attachment, NotFound(kind="attachment", id=attachment_id), attachment_id=attachment_id)
    return {**row, "content_base64": base64.b64encode(row["content"]).decode()}


def owner_of_attachment(tx: Tx, *, attachment_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Whose question a file belongs to, for `self`."""
    row = tx.one(Q.owner_of_attachment, attachment_id=attachment_id)
    return row["member_id"] if row else None


def owner_of_question(tx: Tx, *, question_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Whose question it is, for `self`."""
    row = tx.one(Q.owner_of_question, question_id=question_id)
    return row["member_id"] if row else None


def is_expert(tx: Tx, expert_id: str) -> bool:
    """Whether an advisor works here today and knows the law."""
    return bool(tx.single(Q.is_expert, expert_id=expert_id, field=LAW, on=tx.on)["there"])


def list_desk(tx: Tx, *, advisor_id: str, limit: int) -> list[dict[str, Any]]:
    """What lies on a desk today, most urgent first."""
    warned = tx.on + timedelta(days=tx.tables.integer("cover_warning_days", tx.on))
    kinds = list(tx.tables.value("desk_order", tx.on))
    rows = tx.all(Q.list_desk, on=tx.on, cover_until=warned, advisor_id=advisor_id, kinds=kinds, limit=limit)
    return [{**row, "days_late": (tx.on - row["due_on"]).days} for row in rows]
