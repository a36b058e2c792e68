"""Advisors, assignments, absences."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from services.membership.advisors.errors import AbsencesOverlap, AdvisorKnown
from services.membership.advisors.rules import Offers, Post
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "advisors_one_per_subject": AdvisorKnown,
    "absences_do_not_overlap": AbsencesOverlap,
}


def add_advisor(tx: Tx, *, subject: str, name: str, offers: Offers) -> str:
    """Somebody who accompanies members; the id."""
    advisor_id = new_id("adr")
    tx.run(Q.add_advisor, id=advisor_id, on=tx.on, subject=subject, name=name, **_columns(offers))
    return advisor_id


def save_offers(tx: Tx, advisor_id: str, offers: Offers) -> None:
    """What an advisor offers changes."""
    tx.run(Q.change_advisor, advisor_id=advisor_id, **_columns(offers))


def _columns(offers: Offers) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(offers).items()}


def save_retired(tx: Tx, advisor_id: str) -> None:
    """An advisor does not work here any more from today on."""
    tx.run(Q.retire_advisor, advisor_id=advisor_id, on=tx.on)


def assign(tx: Tx, *, member_id: str, advisor_id: str, reason: str, note: str = "") -> None:
    """One advisor lets a member go, if there was one, and the next takes them."""
    assign_all(tx, [(member_id, advisor_id)], reason=reason, note=note)


def assign_all(tx: Tx, given: Sequence[tuple[str, str]], *, reason: str, note: str = "") -> None:
    """Members and the advisor who takes each of them; whoever had them lets them go."""
    tx.run_many(Q.end_assignment, [{"member_id": member_id, "on": tx.on, "note": note} for member_id, _ in given])
    tx.run_many(Q.add_assignment, [
        {"id": new_id("asg"), "member_id": member_id, "advisor_id": advisor_id, "on": tx.on, "reason": reason}
        for member_id, advisor_id in given])


def end_assignment(tx: Tx, member_id: str) -> None:
    """Nobody accompanies who is gone."""
    tx.run(Q.end_assignment, member_id=member_id, on=tx.on, note="")


def add_absence(tx: Tx, advisor: Post, *, from_on: date, until_on: date, cover_id: str) -> str:
    """An advisor is away; the absence's id."""
    absence_id = new_id("abs")
    tx.run(Q.add_absence, id=absence_id, advisor_id=advisor.id, number=advisor.number, from_on=from_on,
           until_on=until_on, cover_id=cover_id)
    return absence_id
