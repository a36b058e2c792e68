"""Advisors, assignments, absences, questions, and what lies on desks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.membership.domain.advisors import Advisor
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/advisors.sql")


def add_advisor(tx: Tx, **advisor: Any) -> str:
    """Somebody who accompanies members; the id."""
    advisor_id = new_id("adr")
    tx.run(Q.add_advisor, id=advisor_id, on=tx.on, **advisor)
    return advisor_id


def change_advisor(tx: Tx, **advisor: Any) -> None:
    """What an advisor offers changes."""
    tx.run(Q.change_advisor, **advisor)


def get_advisor(tx: Tx, advisor_id: str) -> dict[str, Any]:
    """An advisor, or a refusal."""
    row = tx.one(Q.get_advisor, advisor_id=advisor_id)
    if row is None:
        raise NotFound(kind="advisor", id=advisor_id)
    return row


def hold_assignments(tx: Tx) -> list[Advisor]:
    """Those who work here today with their loads, while nobody else assigns."""
    tx.run(Q.hold_assignments)
    return [Advisor(id=row["id"], languages=tuple(row["languages"]), cities=tuple(row["cities"]),
                    specialities=tuple(row["specialities"]), working_share=row["working_share"],
                    members=row["members"]) for row in tx.all(Q.advisors_with_load, on=tx.on)]


def retire(tx: Tx, advisor_id: str) -> None:
    """An advisor does not work here any more from today on."""
    tx.run(Q.retire_advisor, advisor_id=advisor_id, on=tx.on)


def assign(tx: Tx, *, member_id: str, advisor_id: str, reason: str, note: str = "") -> None:
    """One advisor lets a member go, if there was one, and the next takes him."""
    tx.run(Q.end_assignment, member_id=member_id, on=tx.on, note=note)
    tx.run(Q.add_assignment, id=new_id("asg"), member_id=member_id, advisor_id=advisor_id, on=tx.on, reason=reason)


def end_assignment(tx: Tx, member_id: str) -> None:
    """Nobody accompanies who is gone."""
    tx.run(Q.end_assignment, member_id=member_id, on=tx.on, note="")


def profile_of(tx: Tx, member_id: str) -> Mapping[str, Any]:
    """What matters when a member gets an advisor."""
    row = tx.one(Q.profile_of, member_id=member_id)
    if row is None:
        raise NotFound(kind="member", id=member_id)
    return row


def members_of(tx: Tx, advisor_id: str) -> list[dict[str, Any]]:
    """Whom an advisor accompanies."""
    return tx.all(Q.members_of, advisor_id=advisor_id)


def members_without_advisor(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """Members whom nobody accompanies."""
    return tx.all(Q.members_without_advisor, after=after, limit=limit)


def is_absent(tx: Tx, advisor_id: str, from_on: date, until_on: date) -> bool:
    """Whether an advisor is away in a part of a time."""
    row = tx.one(Q.is_absent, advisor_id=advisor_id, from_on=from_on, until_on=until_on)
    return bool(row and row["absent"])


def add_absence(tx: Tx, **absence: Any) -> str:
    """An advisor is away; the absence's id."""
    absence_id = new_id("abs")
    tx.run(Q.add_absence, id=absence_id, **absence)
    return absence_id


def responsible(tx: Tx, member_id: str) -> str:
    """Who answers for a member today; empty when nobody does."""
    row = tx.one(Q.responsible, member_id=member_id, on=tx.on)
    return row["advisor_id"] if row else ""


def add_question(tx: Tx, *, member_id: str, subject: str, text: str, due_on: date) -> str:
    """A member asks; the question's id."""
    question_id = new_id("que")
    tx.run(Q.add_question, id=question_id, member_id=member_id, subject=subject, text=text, on=tx.on, due_on=due_on)
    return question_id


def lock_question(tx: Tx, question_id: str) -> dict[str, Any]:
    """A question, locked, or a refusal."""
    row = tx.one(Q.lock_question, question_id=question_id)
    if row is None:
        raise NotFound(kind="question", id=question_id)
    return row


def answer_question(tx: Tx, question_id: str, answer: str) -> None:
    """It is answered."""
    tx.run(Q.answer_question, question_id=question_id, answer=answer, on=tx.on, actor=tx.actor)


def open_item(tx: Tx, *, kind: str, ref: str, member_id: str, due_on: date, invoice_id: str = "") -> None:
    """Something lies on the desk."""
    tx.run(Q.open_item, kind=kind, ref=ref, member_id=member_id, due_on=due_on, invoice_id=invoice_id, on=tx.on)


def close_item(tx: Tx, kind: str, ref: str) -> None:
    """It is done."""
    tx.run(Q.close_item, kind=kind, ref=ref, on=tx.on)
