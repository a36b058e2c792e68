"""Sessions: scheduled, booked, given back, attended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.membership.domain import sessions as rules
from services.membership.domain.errors import PlaceUnknown
from services.membership.store import sessions as store
from shared.clock import ZONES, day_of
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx

ONLINE = "online"


def schedule_session(
    tx: Tx, *, kind: str, title: str, place: str, language: str, host_id: str, capacity: int, starts_at: datetime,
    ends_at: datetime, training_id: str = "",
) -> dict[str, Any]:
    """Schedule a session in a city of the cooperative, or online."""
    assert_place(tx, place)
    session_id = new_id("ses")
    starts_on = day_of(starts_at, ZONES[tx.tables.country])
    store.add_session(tx, id=session_id, kind=kind, training_id=training_id, title=title, place=place,
                      language=language, host_id=host_id, capacity=capacity, starts_at=starts_at, ends_at=ends_at,
                      starts_on=starts_on)
    return {"session_id": session_id, "starts_on": starts_on, "capacity": capacity}


def assert_place(tx: Tx, place: str) -> None:
    """Refuse a place that is neither online nor a city of the cooperative on that day."""
    if place != ONLINE and not any(row.holds_on(tx.on) for row in tx.tables.history("city", place)):
        raise PlaceUnknown(place=place, day=tx.on.isoformat())


def book_seat(tx: Tx, *, session_id: str, kind: str, person: str, member_id: str, name: str) -> dict[str, Any]:
    """Take a seat, or a place on the waiting list when the session is full."""
    session = store.lock_session(tx, session_id, kind)
    state = rules.seat_for_next(session, on=tx.on)
    seat_id = new_id("sea")
    store.add_seat(tx, seat_id=seat_id, session_id=session_id, person=person, member_id=member_id, name=name,
                   state=state)
    return {"seat_id": seat_id, "session_id": session_id, "state": state}


def book_guest_seat(tx: Tx, *, session_id: str, name: str, email: str) -> dict[str, Any]:
    """A seat in an information session for somebody who is known by his e-mail address."""
    return book_seat(tx, session_id=session_id, kind="info", person=guest(email), member_id="", name=name)


def guest(email: str) -> str:
    """An e-mail address in the one spelling that identifies a guest."""
    return email.strip().casefold()


def give_back_seat(tx: Tx, *, seat_id: str) -> dict[str, Any]:
    """Give a seat back; who waits longest gets it at once."""
    seat, session = _lock_seat(tx, seat_id)
    freed = rules.give_back(session, seat, on=tx.on)
    store.move_seat(tx, seat_id, "cancelled")
    promoted = store.promote_first_waiting(tx, session.id) if freed else None
    return {"seat_id": seat_id, "session_id": session.id, "state": "cancelled",
            "promoted_seat_id": promoted["id"] if promoted else ""}


def _lock_seat(tx: Tx, seat_id: str) -> tuple[rules.Seat, rules.Session]:
    row = store.get_seat(tx, seat_id)
    session = store.lock_session(tx, row["session_id"], row["kind"])
    return store.as_seat(store.get_seat(tx, seat_id)), session


def cancel_session(tx: Tx, *, session_id: str, kind: str) -> dict[str, Any]:
    """A session does not take place; everybody's seat is cancelled."""
    session = store.lock_session(tx, session_id, kind)
    rules.assert_open(session, on=tx.on)
    store.cancel_session(tx, session_id)
    return {"session_id": session_id, "starts_on": session.starts_on, "capacity": session.capacity}


def record_attendance(
    tx: Tx, *, session_id: str, kind: str, present: Sequence[str], absent: Sequence[str],
) -> dict[str, Any]:
    """Note who was there and who was not."""
    session = store.lock_session(tx, session_id, kind)
    for seat_id, was_there in [(s, True) for s in present] + [(s, False) for s in absent]:
        row = store.get_seat(tx, seat_id)
        if row["session_id"] != session_id:
            raise NotFound(kind="seat of this session", id=seat_id)
        store.move_seat(tx, seat_id, rules.note_attendance(session, store.as_seat(row), present=was_there, on=tx.on))
    return {"session_id": session_id, "present": len(present), "absent": len(absent)}
