"""Questions about appointments."""

from datetime import date
from typing import Any

from services.membership.appointments.rules import Appointment, AppointmentState, Slot
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def find_post(tx: Tx, advisor_id: str, day: date) -> int | None:
    """The number of an advisor who is there on a day; nothing of one who is away, or gone."""
    row = tx.one(Q.find_post, advisor_id=advisor_id, day=day)
    return int(row["number"]) if row else None


def lock_slot(tx: Tx, slot_id: str) -> Slot:
    """Offered hours, locked, or a refusal."""
    return Slot(**tx.require(Q.lock_slot, NotFound(kind="hours", id=slot_id), slot_id=slot_id))


def lock_slots_between(tx: Tx, advisor_id: str, from_on: date, until_on: date | None) -> list[Slot]:
    """The hours of an advisor from a day until before another (or for ever) that are still to come."""
    return [Slot(**row) for row in tx.all(Q.lock_slots_between, advisor_id=advisor_id, from_on=from_on,
                                          until_on=until_on, on=tx.on)]


def is_free(tx: Tx, advisor_id: str, slot: Slot) -> bool:
    """Whether an advisor offers no other hours at that time."""
    return bool(tx.single(Q.is_free, advisor_id=advisor_id, slot_id=slot.id)["free"])


def count_to_come(tx: Tx, member_id: str) -> int:
    """How many appointments a member has to come."""
    return int(tx.single(Q.count_to_come, member_id=member_id, on=tx.on)["found"])


def get_appointment(tx: Tx, appointment_id: str) -> Appointment:
    """An appointment, or a refusal."""
    row = tx.require(Q.get_appointment, NotFound(kind="appointment", id=appointment_id), appointment_id=appointment_id)
    return Appointment(**{**row, "state": AppointmentState(row["state"])})


def appointments_to_come(tx: Tx, member_id: str) -> list[str]:
    """What a member has to come, or waits to have."""
    return [row["id"] for row in tx.all(Q.appointments_to_come, member_id=member_id, on=tx.on)]


def member_of_appointment(tx: Tx, *, appointment_id: str, **_: Any) -> str | None:  # _: whatever else there is
    """Whose appointment it is, for `self`."""
    row = tx.one(Q.get_appointment, appointment_id=appointment_id)
    return row["member_id"] if row else None


def list_slots(
    tx: Tx, *, advisor_id: str, since: date | None, after: str, limit: int,
) -> list[dict[str, Any]]:
    """Hours with places left."""
    return tx.all(Q.list_slots, advisor_id=advisor_id, since=max(since or tx.on, tx.on), after=after, limit=limit)


def list_own(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """A member's appointments to come, and those that wait for other hours."""
    return tx.all(Q.list_own, member_id=member_id, on=tx.on)


def list_coming(tx: Tx, *, advisor_id: str, since: date | None, limit: int) -> list[dict[str, Any]]:
    """Who comes to an advisor."""
    return tx.all(Q.list_coming, advisor_id=advisor_id, since=since or tx.on, limit=limit)


def list_displaced(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Who waits for other hours: since when, and with whom it was to be."""
    return tx.all(Q.list_displaced, limit=limit)
