"""Members' questions, and what is heard of others that lies on a desk."""

from datetime import date
from typing import Any

from services.membership.advisors.reads import responsible_for
from services.membership.countries.protocol import law
from services.membership.desk import reads, rules, store
from services.membership.desk.errors import NoExpert, NotReferred
from services.membership.desk.rules import ItemKind, QuestionFile
from services.membership.members.reads import lock_current_member
from shared.money import Money
from shared.postgres import Tx


def ask_question(tx: Tx, *, member_id: str, subject: str, text: str) -> dict[str, Any]:
    """A member asks; an answer is owed within some working days of the country."""
    lock_current_member(tx, member_id)
    holidays = {*law(tx).holidays(tx.on.year), *law(tx).holidays(tx.on.year + 1)}
    due_on = rules.add_working_days(tx.on, tx.tables.integer("answer_working_days", tx.on), holidays=holidays)
    question_id = store.add_question(tx, member_id=member_id, subject=subject, text=text, due_on=due_on)
    return {"question_id": question_id, "due_on": due_on, "advisor_id": responsible_for(tx, member_id)}


def answer_question(tx: Tx, *, question_id: str, answer: str) -> dict[str, Any]:
    """An advisor answers."""
    rules.assert_unanswered(reads.lock_question(tx, question_id))
    store.save_answer(tx, question_id, answer)
    store.close_referral(tx, question_id)
    return {"question_id": question_id, "answered_on": tx.on}


def attach_to_question(tx: Tx, *, question_id: str, file: QuestionFile) -> dict[str, Any]:
    """A file belongs to a question that is not answered yet; the same bytes once."""
    rules.assert_unanswered(reads.lock_question(tx, question_id))
    rules.assert_attachable(file, attached=len(reads.attachments_of(tx, [question_id])))
    return {"attachment_id": store.add_attachment(tx, question_id, file), "question_id": question_id,
            "digest": file.digest}


def refer_question(tx: Tx, *, question_id: str, expert_id: str, note: str) -> dict[str, str]:
    """An expert in law looks at a question; it lies on their desk until it is answered, or comes back."""
    rules.assert_unanswered(reads.lock_question(tx, question_id))
    if not reads.is_expert(tx, expert_id):
        raise NoExpert(expert_id=expert_id, day=tx.on.isoformat())
    store.add_referral(tx, question_id, expert_id=expert_id, note=note)
    return {"question_id": question_id, "expert_id": expert_id}


def return_question(tx: Tx, *, question_id: str, because: str) -> dict[str, str]:
    """The expert gives it back: it is no question of law, or something is missing. It lies with the advisor again."""
    rules.assert_unanswered(reads.lock_question(tx, question_id))
    if not store.close_referral(tx, question_id, because=because):
        raise NotReferred(question_id=question_id)
    return {"question_id": question_id, "expert_id": ""}


def put_on_desk(
    tx: Tx, *, kind: ItemKind, ref: str, member_id: str, due_on: date, invoice_id: str = "",
    open_amount: Money | None = None,
) -> None:
    """Something was heard that lies on the desk of the member's advisor."""
    store.add_item(tx, kind=kind, ref=ref, member_id=member_id, due_on=due_on, invoice_id=invoice_id,
                   open_amount=open_amount)


def move_open(tx: Tx, *, invoice_id: str, by: Money) -> None:
    """More or less is open on an invoice that was late: with nothing open it leaves the desk, else it lies there."""
    store.save_open(tx, ItemKind.CLIENT_OVERDUE, invoice_id, by)


def take_off_desk(tx: Tx, *, kind: ItemKind, ref: str) -> None:
    """It was heard that it is done."""
    store.save_done(tx, kind, ref)
