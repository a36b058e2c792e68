"""Advisors: registered, given members in balance, covered when away; members' questions; what is heard for desks."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import holidays

from services.membership.domain import advisors as rules
from services.membership.domain.errors import AdvisorNotActive, CoverAbsent, NotMember, QuestionAnswered, TimesReversed
from services.membership.store import advisors as store
from services.membership.store import members
from services.membership.use_cases.sessions import assert_place
from shared.postgres import Database, Tx

BATCH = 200


def register_advisor(
    tx: Tx, *, subject: str, name: str, languages: Sequence[str], cities: Sequence[str], specialities: Sequence[str],
    working_share: Decimal,
) -> dict[str, Any]:
    """Somebody begins to accompany members. subject: how the identity provider names the person."""
    for city in cities:
        assert_place(tx, city)
    advisor_id = store.add_advisor(tx, subject=subject, name=name, languages=list(languages), cities=list(cities),
                                   specialities=list(specialities), working_share=working_share)
    return {"advisor_id": advisor_id, "name": name}


def change_advisor(tx: Tx, *, advisor_id: str, **offers: Any) -> dict[str, Any]:
    """What an advisor offers changes; whom he accompanies stays."""
    advisor = store.get_advisor(tx, advisor_id)
    for city in offers["cities"]:
        assert_place(tx, city)
    store.change_advisor(tx, advisor_id=advisor_id, **offers)
    return {"advisor_id": advisor_id, "name": advisor["name"]}


def give_advisor(tx: Tx, member_id: str, *, reason: str) -> str:
    """Give a member the advisor who fits and has the lightest load; empty when nobody speaks the language."""
    return _give(tx, store.profile_of(tx, member_id), reason=reason)


def _give(tx: Tx, profile: Mapping[str, Any], *, reason: str, note: str = "") -> str:
    chosen = rules.choose_advisor(
        store.hold_assignments(tx), language=profile["language"], city=profile["city"], activity=profile["activity"],
        members_per_advisor=tx.tables.integer("members_per_advisor", tx.on))
    if chosen is None:
        return ""
    store.assign(tx, member_id=profile["member_id"], advisor_id=chosen.id, reason=reason, note=note)
    return chosen.id


def reassign_member(tx: Tx, *, member_id: str, advisor_id: str, reason: str, handover_note: str) -> dict[str, Any]:
    """A member goes to another advisor, with what the first has to tell."""
    if advisor_id not in {advisor.id for advisor in store.hold_assignments(tx)}:
        raise AdvisorNotActive(advisor_id=advisor_id, day=tx.on.isoformat())
    members.lock_member(tx, member_id)
    store.assign(tx, member_id=member_id, advisor_id=advisor_id, reason=reason, note=handover_note)
    return {"member_id": member_id, "advisor_id": advisor_id}


def retire_advisor(tx: Tx, *, advisor_id: str, handover_note: str) -> dict[str, Any]:
    """An advisor leaves; each member gets another who fits, and those for whom nobody does lie on the desk."""
    store.get_advisor(tx, advisor_id)
    store.retire(tx, advisor_id)
    moved = [_give(tx, profile, reason="advisor_left", note=handover_note)
             for profile in store.members_of(tx, advisor_id)]
    for profile in store.members_of(tx, advisor_id):
        store.end_assignment(tx, profile["member_id"])
    return {"advisor_id": advisor_id, "moved": sum(1 for new in moved if new),
            "left_without": sum(1 for new in moved if not new)}


def assign_advisors(database: Database, on: date, advance: Any) -> str:
    """The daily sweep: members whom nobody accompanies get an advisor where one fits."""
    given, looked, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor="job:assign_advisors") as tx:
            found = store.members_without_advisor(tx, after=after, limit=BATCH)
            given += sum(1 for profile in found if _give(tx, profile, reason="sweep"))
        if not found:
            return f"{given} of {looked} members without an advisor got one."
        looked, after = looked + len(found), found[-1]["member_id"]
        advance(looked, looked)


def record_absence(tx: Tx, *, advisor_id: str, from_on: date, until_on: date, cover_id: str) -> dict[str, Any]:
    """An advisor is away from a day until before another; somebody who is there covers."""
    if until_on <= from_on:
        raise TimesReversed
    advisor, cover = store.get_advisor(tx, advisor_id), store.get_advisor(tx, cover_id)
    gone = cover["active_until"] is not None and cover["active_until"] < until_on
    if cover_id == advisor_id or gone or store.is_absent(tx, cover_id, from_on, until_on):
        raise CoverAbsent(cover_id=cover_id, from_on=from_on.isoformat())
    absence_id = store.add_absence(tx, advisor_id=advisor_id, number=advisor["number"], from_on=from_on,
                                   until_on=until_on, cover_id=cover_id)
    return {"absence_id": absence_id, "advisor_id": advisor_id, "cover_id": cover_id}


def ask_question(tx: Tx, *, member_id: str, subject: str, text: str) -> dict[str, Any]:
    """A member asks; an answer is owed within some working days of the country."""
    if not members.lock_member(tx, member_id).is_member_on(tx.on):
        raise NotMember(member_id=member_id, day=tx.on.isoformat())
    country = holidays.country_holidays(tx.tables.country, years=range(tx.on.year, tx.on.year + 2))
    due_on = rules.add_working_days(tx.on, tx.tables.integer("answer_working_days", tx.on), holidays=set(country))
    question_id = store.add_question(tx, member_id=member_id, subject=subject, text=text, due_on=due_on)
    return {"question_id": question_id, "due_on": due_on, "advisor_id": store.responsible(tx, member_id)}


def answer_question(tx: Tx, *, question_id: str, answer: str) -> dict[str, Any]:
    """An advisor answers."""
    question = store.lock_question(tx, question_id)
    if question["answered_on"]:
        raise QuestionAnswered(question_id=question_id, answered_on=question["answered_on"].isoformat())
    store.answer_question(tx, question_id, answer)
    return {"question_id": question_id, "answered_on": tx.on}


def note_item(tx: Tx, *, kind: str, ref: str, member_id: str, due_on: date, invoice_id: str = "") -> None:
    """Something was heard that lies on the desk of the member's advisor."""
    store.open_item(tx, kind=kind, ref=ref, member_id=member_id, due_on=due_on, invoice_id=invoice_id)


def note_done(tx: Tx, *, kind: str, ref: str) -> None:
    """It was heard that it is done."""
    store.close_item(tx, kind, ref)
