"""Questions, and what lies on desks."""

from collections.abc import Mapping
from datetime import date

from services.membership.desk.errors import AttachedBefore, ReferredBefore
from services.membership.desk.rules import ItemKind, QuestionFile
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "question_attachments_once": AttachedBefore,
    "question_referrals_one_at_a_time": ReferredBefore,
}


def add_question(tx: Tx, *, member_id: str, subject: str, text: str, due_on: date) -> str:
    """A member asks; the question's id."""
    question_id = new_id("que")
    tx.run(Q.add_question, id=question_id, member_id=member_id, subject=subject, text=text, on=tx.on, due_on=due_on)
    return question_id


def save_answer(tx: Tx, question_id: str, answer: str) -> None:
    """It is answered."""
    tx.run(Q.answer_question, question_id=question_id, answer=answer, on=tx.on, actor=tx.actor)


def add_attachment(tx: Tx, question_id: str, file: QuestionFile) -> str:
    """A file belongs to a question; its id."""
    attachment_id = new_id("att")
    tx.run(Q.add_attachment, id=attachment_id, question_id=question_id, name=file.name, media_type=file.media_type,
           digest=file.digest, content=file.content, on=tx.on, actor=tx.actor)
    return attachment_id


def add_referral(tx: Tx, question_id: str, *, expert_id: str, note: str) -> None:
    """An expert looks at a question."""
    tx.run(Q.add_referral, id=new_id("ref"), question_id=question_id, expert_id=expert_id, note=note, on=tx.on,
           actor=tx.actor)


def close_referral(tx: Tx, question_id: str, *, because: str = "") -> bool:
    """The expert is done with a question; whether any had it."""
    return tx.run(Q.close_referral, question_id=question_id, on=tx.on, because=because) == 1


def add_item(
    tx: Tx, *, kind: ItemKind, ref: str, member_id: str, due_on: date, invoice_id: str = "",
    open_amount: Money | None = None,
) -> None:
    """Something lies on the desk."""
    tx.run(Q.open_item, kind=kind, ref=ref, member_id=member_id, due_on=due_on, invoice_id=invoice_id, on=tx.on,
           open_cents=open_amount.cents if open_amount else 0)


def save_open(tx: Tx, kind: ItemKind, ref: str, by: Money) -> None:
    """More or less is open on what was late; what never was is passed over."""
    tx.run(Q.move_open, kind=kind, ref=ref, by=by.cents, on=tx.on)


def save_done(tx: Tx, kind: ItemKind, ref: str) -> None:
    """It is done."""
    tx.run(Q.close_item, kind=kind, ref=ref, on=tx.on)
