"""Questions about questions."""

from services.governance.questions.rules import Question, QuestionState
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_questions(tx: Tx, *, assembly_id: str) -> list[Question]:
    """What an assembly was asked, in its order, with the answers."""
    return [Question(**row | {"state": QuestionState(row["state"])})
            for row in tx.all(Q.questions_of, assembly_id=assembly_id)]


def get_question(tx: Tx, question_id: str) -> Question:
    """A question and what became of it, or a refusal."""
    row = tx.require(Q.assembly_asked, NotFound(kind="question", id=question_id), question_id=question_id)
    return next(one for one in list_questions(tx, assembly_id=row["assembly_id"]) if one.question_id == question_id)


def count_asked(tx: Tx, *, assembly_id: str, member_id: str) -> int:
    """How many questions a member asked an assembly in writing."""
    return int(tx.single(Q.count_asked, assembly_id=assembly_id, member_id=member_id)["questions"])
