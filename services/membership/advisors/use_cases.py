"""Advisors: registered, given members in balance, covered when away."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.admission.reads import assert_place
from services.membership.advisors import reads, rules, store
from services.membership.advisors.rules import AssignmentReason, Offers, Profile, Spread
from services.membership.appointments.use_cases import move_appointments, release_appointments
from services.membership.members.reads import lock_member
from services.membership.sessions.use_cases import release_seats
from services.membership.spaces.use_cases import release_spaces
from shared.definitions import Advance
from shared.postgres import Database, Tx

BATCH = 200


def register_advisor(tx: Tx, *, subject: str, name: str, offers: Offers) -> dict[str, str]:
    """Somebody begins to accompany members. subject: how the identity provider names the person."""
    for city in offers.cities:
        assert_place(tx, city)
    return {"advisor_id": store.add_advisor(tx, subject=subject, name=name, offers=offers), "name": name}


def change_advisor(tx: Tx, *, advisor_id: str, offers: Offers) -> dict[str, str]:
    """What an advisor offers changes; whom they accompany stays."""
    advisor = reads.get_advisor(tx, advisor_id)
    for city in offers.cities:
        assert_place(tx, city)
    store.save_offers(tx, advisor_id, offers)
    return {"advisor_id": advisor_id, "name": advisor.name}


def give_advisor(tx: Tx, *, member_id: str) -> None:
    """A new member gets the advisor who fits and has the lightest load; the daily sweep tries again where none does."""
    profile = reads.find_unaccompanied(tx, member_id)
    if profile:
        _give(tx, [profile], reason=AssignmentReason.ADMITTED)


def _give(tx: Tx, profiles: Sequence[Profile], *, reason: AssignmentReason, note: str = "") -> int:
    """Members get who fits; how many did."""
    given = rules.share_out(reads.lock_loads(tx), profiles, Spread(**{
        name: tx.tables.integer(name, tx.on) for name in ("members_per_advisor", "specialist_lead")}))
    store.assign_all(tx, [(profile.member_id, advisor.id) for profile, advisor in given], reason=reason, note=note)
    return len(given)


def reassign_member(tx: Tx, *, member_id: str, advisor_id: str, reason: str, handover_note: str) -> dict[str, str]:
    """A member goes to another advisor, with what the first has to tell."""
    rules.assert_active(advisor_id, reads.lock_loads(tx), on=tx.on)
    lock_member(tx, member_id)
    store.assign(tx, member_id=member_id, advisor_id=advisor_id, reason=reason, note=handover_note)
    return {"member_id": member_id, "advisor_id": advisor_id}


def release_leaver(tx: Tx, *, member_id: str) -> None:
    """Nobody accompanies who left; their seats and bookings to come are free again."""
    store.end_assignment(tx, member_id)
    release_seats(tx, member_id=member_id)
    release_spaces(tx, member_id=member_id)
    release_appointments(tx, member_id=member_id)


def retire_advisor(tx: Tx, *, advisor_id: str, handover_note: str) -> dict[str, Any]:
    """An advisor leaves; each member gets another who fits, and those for whom nobody does lie on the desk.

    Who was to come needs other hours.
    """
    reads.get_advisor(tx, advisor_id)
    move_appointments(tx, advisor_id=advisor_id, from_on=tx.on, until_on=None)
    store.save_retired(tx, advisor_id)
    moved = _give(tx, reads.members_of(tx, advisor_id), reason=AssignmentReason.ADVISOR_LEFT, note=handover_note)
    without = reads.members_of(tx, advisor_id)
    for profile in without:
        store.end_assignment(tx, profile.member_id)
    return {"advisor_id": advisor_id, "moved": moved, "left_without": len(without)}


def assign_advisors(database: Database, on: date, advance: Advance) -> str:
    """The daily sweep: members whom nobody accompanies get an advisor where one fits.

    Loads are read once for each batch, which holds what admissions need for some milliseconds only.
    """
    given, looked, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor="job:assign_advisors") as tx:
            reads.hold_assignments(tx)  # or a member admitted at this moment would be given twice
            found = reads.members_without_advisor(tx, after=after, limit=BATCH)
            given += _give(tx, found, reason=AssignmentReason.SWEEP)
        if not found:
            return f"{given} of {looked} members without an advisor got one."
        looked, after = looked + len(found), found[-1].member_id
        advance(looked, looked)


def record_absence(tx: Tx, *, advisor_id: str, from_on: date, until_on: date, cover_id: str) -> dict[str, str]:
    """An advisor is away from a day until before another; who is there covers, and takes the appointments over."""
    advisor = reads.get_advisor(tx, advisor_id)
    rules.assert_can_cover(reads.get_advisor(tx, cover_id), advisor_id, from_on=from_on, until_on=until_on,
                           is_absent=reads.is_absent(tx, cover_id, from_on, until_on))
    absence_id = store.add_absence(tx, advisor, from_on=from_on, until_on=until_on, cover_id=cover_id)
    move_appointments(tx, advisor_id=advisor_id, from_on=from_on, until_on=until_on, cover_id=cover_id)
    return {"absence_id": absence_id, "advisor_id": advisor_id, "cover_id": cover_id}
