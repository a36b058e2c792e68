"""Questions about advisors."""

from datetime import date
from typing import Any

from services.membership.advisors.rules import Advisor, Offers, Post, Profile
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
ACCOMPANY = frozenset(("desk", "advisor"))  # who reads what advisors tell each other


def get_advisor(tx: Tx, advisor_id: str) -> Post:
    """An advisor, or a refusal."""
    return Post(**tx.require(Q.get_advisor, NotFound(kind="advisor", id=advisor_id), advisor_id=advisor_id))


def lock_loads(tx: Tx) -> list[Advisor]:
    """Those who work here today with their loads, while nobody else assigns."""
    hold_assignments(tx)
    return [Advisor(id=row["id"], members=row["members"], offers=Offers(
                languages=tuple(row["languages"]), cities=tuple(row["cities"]),
                specialities=tuple(row["specialities"]), working_share=row["working_share"]))
            for row in tx.all(Q.advisors_with_load, on=tx.on)]


def hold_assignments(tx: Tx) -> None:
    """Nobody else gives members to advisors until the transaction ends."""
    tx.run(Q.hold_assignments)


def find_unaccompanied(tx: Tx, member_id: str) -> Profile | None:
    """What matters of a member whom nobody accompanies; nothing where somebody does, or who left."""
    row = tx.one(Q.find_unaccompanied, member_id=member_id)
    return Profile(**row) if row else None


def members_without_advisor(tx: Tx, *, after: str, limit: int) -> list[Profile]:
    """Members whom nobody accompanies."""
    return [Profile(**row) for row in tx.all(Q.members_without_advisor, after=after, limit=limit)]


def members_of(tx: Tx, advisor_id: str) -> list[Profile]:
    """Whom an advisor accompanies."""
    return [Profile(**row) for row in tx.all(Q.members_of, advisor_id=advisor_id)]


def is_absent(tx: Tx, advisor_id: str, from_on: date, until_on: date) -> bool:
    """Whether an advisor is away in a part of a time."""
    return from_on < until_on and bool(
        tx.single(Q.is_absent, advisor_id=advisor_id, from_on=from_on, until_on=until_on)["absent"])


def responsible_for(tx: Tx, member_id: str) -> str:
    """Who answers for a member today; empty when nobody does."""
    row = tx.one(Q.responsible, member_id=member_id, on=tx.on)
    return row["advisor_id"] if row else ""


def list_advisors(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """Advisors with how many members they accompany."""
    return [{**row, "advisor_id": row["id"]} for row in tx.all(Q.list_advisors, after=after, limit=limit)]


def get_advisor_of(tx: Tx, member_id: str) -> dict[str, Any]:
    """Who answers for a member today, and who accompanied them before."""
    history = tx.all(Q.assignment_history, member_id=member_id)
    if not tx.roles & ACCOMPANY:
        history = [{**row, "handover_note": ""} for row in history]
    return {"member_id": member_id, "responsible_id": responsible_for(tx, member_id), "history": history}
