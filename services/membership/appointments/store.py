"""Hours and who comes to them."""

from collections.abc import Mapping
from datetime import date

from services.membership.appointments.errors import AppointmentAtOnce, HoursFull, HoursTaken
from services.membership.appointments.rules import Place
from services.membership.sessions.rules import Hours
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "appointment_slots_do_not_overlap": HoursTaken,
    "appointment_slots_not_overfull": HoursFull,
    "appointments_not_at_once": AppointmentAtOnce,
}


def add_slot(tx: Tx, *, advisor_id: str, number: int, hours: Hours, starts_on: date, at: Place) -> str:
    """Hours that an advisor offers; their id."""
    slot_id = new_id("slo")
    tx.run(Q.add_slot, id=slot_id, advisor_id=advisor_id, number=number, starts_at=hours.starts_at,
           ends_at=hours.ends_at, starts_on=starts_on, place=at.place, topic=at.topic, places=at.places)
    return slot_id


def add_appointment(tx: Tx, *, slot_id: str, member_id: str, subject: str) -> str:
    """A member comes, and takes one of the places; the appointment's id."""
    appointment_id = new_id("apt")
    tx.run(Q.move_taken, slot_id=slot_id, by=1)
    tx.run(Q.add_appointment, id=appointment_id, slot_id=slot_id, member_id=member_id, subject=subject, on=tx.on)
    return appointment_id


def save_cancelled(tx: Tx, appointment_id: str, *, frees: str) -> None:
    """Nobody comes; the place is free again in the hours that it was of, if it still was of any."""
    tx.run(Q.cancel_appointment, appointment_id=appointment_id, on=tx.on)
    if frees:
        tx.run(Q.move_taken, slot_id=frees, by=-1)


def save_moved(tx: Tx, slot_id: str, *, advisor_id: str, number: int) -> None:
    """Another advisor takes the hours over."""
    tx.run(Q.move_slot, slot_id=slot_id, advisor_id=advisor_id, number=number)


def save_withdrawn(tx: Tx, slot_id: str) -> None:
    """Nobody comes to these hours; who wanted to needs others."""
    tx.run(Q.displace, slot_id=slot_id, on=tx.on)
    tx.run(Q.withdraw_slot, slot_id=slot_id)
