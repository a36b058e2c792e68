"""Rows of questions and answers."""

from services.governance.questions.errors import QuestionAnswered
from services.governance.questions.rules import Question
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"questions_answered_once": QuestionAnswered}


def add_question(tx: Tx, question: Question) -> None:
    """Write what a member asks."""
    tx.run(Q.add_question, question_id=question.question_id, assembly_id=question.assembly_id,
           member_id=question.member_id, words=question.words, orally=question.orally, asked_on=question.asked_on)


def add_answer(tx: Tx, question_id: str, words: str, *, refused: bool) -> None:
    """Write the answer to a question, or why it is refused."""
    tx.run(Q.add_answer, question_id=question_id, words=words, refused=refused, on=tx.on, by=tx.actor)
