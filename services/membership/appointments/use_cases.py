"""Appointments: hours offered and withdrawn, booked and given back, moved to who covers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.admission.reads import assert_place
from services.membership.appointments import reads, rules, store
from services.membership.appointments.errors import AdvisorAway
from services.membership.appointments.rules import AppointmentState, Place
from services.membership.countries.protocol import law
from services.membership.members.reads import lock_current_member
from services.membership.sessions.rules import Hours
from shared.clock import day_of
from shared.postgres import Tx


def offer_hours(tx: Tx, *, advisor_id: str, hours: Sequence[Hours], at: Place) -> dict[str, Any]:
    """An advisor offers hours to one member each, or to a group."""
    assert_place(tx, at.place)
    return {"advisor_id": advisor_id, "slot_ids": [_offer(tx, advisor_id, one, at) for one in hours]}


def _offer(tx: Tx, advisor_id: str, hours: Hours, at: Place) -> str:
    starts_on = day_of(hours.starts_at, law(tx).zone)
    rules.assert_offerable(hours, starts_on=starts_on, on=tx.on)
    number = reads.find_post(tx, advisor_id, starts_on)
    if number is None:
        raise AdvisorAway(advisor_id=advisor_id, day=starts_on.isoformat())
    return store.add_slot(tx, advisor_id=advisor_id, number=number, hours=hours, starts_on=starts_on, at=at)


def withdraw_hours(tx: Tx, *, slot_id: str) -> dict[str, Any]:
    """An advisor cannot; who wanted to come stands in the list of those who need other hours."""
    slot = reads.lock_slot(tx, slot_id)
    rules.assert_to_come(slot, on=tx.on)
    store.save_withdrawn(tx, slot_id)
    return {"slot_id": slot_id, "displaced": slot.taken}


def book_appointment(
    tx: Tx, *, member_id: str, slot_id: str, subject: str, replaces: str,
) -> dict[str, Any]:
    """A member comes; replaces: an appointment of theirs that this one replaces."""
    lock_current_member(tx, member_id)
    if replaces and reads.get_appointment(tx, replaces).member_id == member_id:
        give_appointment_back(tx, appointment_id=replaces)
    slot = reads.lock_slot(tx, slot_id)
    rules.assert_bookable(slot, to_come=reads.count_to_come(tx, member_id), on=tx.on,
                          most=tx.tables.integer("appointments_most", tx.on))
    appointment_id = store.add_appointment(tx, slot_id=slot_id, member_id=member_id, subject=subject)
    return {"appointment_id": appointment_id, "state": AppointmentState.BOOKED}


def give_appointment_back(tx: Tx, *, appointment_id: str) -> dict[str, Any]:
    """A member cannot come; the place is free again."""
    reads.lock_slot(tx, reads.get_appointment(tx, appointment_id).slot_id)
    appointment = reads.get_appointment(tx, appointment_id)
    rules.assert_can_be_given_back(appointment, on=tx.on)
    store.save_cancelled(tx, appointment_id,
                         frees=appointment.slot_id if appointment.state == AppointmentState.BOOKED else "")
    return {"appointment_id": appointment_id, "state": AppointmentState.CANCELLED}


def release_appointments(tx: Tx, *, member_id: str) -> None:
    """Who is no member any more comes to nothing."""
    for appointment_id in reads.appointments_to_come(tx, member_id):
        give_appointment_back(tx, appointment_id=appointment_id)


def move_appointments(
    tx: Tx, *, advisor_id: str, from_on: date, until_on: date | None, cover_id: str = "",
) -> None:
    """An advisor is away: who covers takes over the hours to which somebody comes, where they are free then.

    Hours to which nobody comes are withdrawn. Where nobody covers at that time, who wanted to come is displaced.
    """
    for slot in reads.lock_slots_between(tx, advisor_id, from_on, until_on):
        number = reads.find_post(tx, cover_id, slot.starts_on)
        if slot.taken and number is not None and reads.is_free(tx, cover_id, slot):
            store.save_moved(tx, slot.id, advisor_id=cover_id, number=number)
        else:
            store.save_withdrawn(tx, slot.id)
