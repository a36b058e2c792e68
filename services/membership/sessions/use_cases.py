"""Sessions: scheduled, booked, given back, attended."""

from collections.abc import Sequence
from typing import Any

from services.membership.admission.reads import assert_place
from services.membership.admission.rules import email_key
from services.membership.admission.use_cases import record_session_attendance
from services.membership.countries.protocol import law
from services.membership.sessions import reads, rules, store
from services.membership.sessions.rules import NewSession, SeatState, Session, SessionKind
from shared.clock import day_of
from shared.errors import NotFound
from shared.postgres import Tx


def schedule_session(tx: Tx, session: NewSession) -> dict[str, Any]:
    """Schedule a session in a city of the cooperative, or online."""
    assert_place(tx, session.place)
    reads.assert_host(tx, session.host_id)
    rules.assert_days_in_order(session.days)
    starts_on, ends_on = (day_of(session.days[which].starts_at, law(tx).zone) for which in (0, -1))
    session_id = store.add_session(tx, session, starts_on=starts_on, ends_on=ends_on)
    return {"session_id": session_id, "starts_on": starts_on, "capacity": session.capacity}


def cancel_session(tx: Tx, *, session_id: str, kind: SessionKind) -> dict[str, Any]:
    """A session does not take place; everybody's seat is cancelled."""
    session = reads.lock_session(tx, session_id, kind)
    rules.assert_open(session, on=tx.on)
    store.save_cancelled(tx, session_id)
    return {"session_id": session_id, "starts_on": session.starts_on, "capacity": session.capacity}


def book_guest_seat(tx: Tx, *, session_id: str, name: str, email: str) -> dict[str, Any]:
    """A seat in an information session for somebody who is known by their e-mail address."""
    return book_seat(tx, session_id=session_id, kind=SessionKind.INFO, person=email_key(email), member_id="", name=name)


def book_seat(
    tx: Tx, *, session_id: str, kind: SessionKind, person: str, member_id: str, name: str, price_cents: int = 0,
) -> dict[str, Any]:
    """Take a seat for its price of today, or a place on the waiting list when the session is full."""
    session = reads.lock_session(tx, session_id, kind)
    state = rules.seat_for_next(session, on=tx.on)
    seat_id = store.add_seat(tx, session_id=session_id, person=person, member_id=member_id, name=name, state=state,
                             price_cents=price_cents)
    return {"seat_id": seat_id, "session_id": session_id, "state": state}


def give_back_seat(tx: Tx, *, seat_id: str) -> dict[str, Any]:
    """Give a seat back; who waits longest gets it at once."""
    session = reads.lock_session(tx, reads.get_seat(tx, seat_id).session_id)
    freed = rules.give_back(session, reads.get_seat(tx, seat_id), on=tx.on)
    store.save_seat(tx, seat_id, SeatState.CANCELLED)
    return {"seat_id": seat_id, "session_id": session.id, "state": SeatState.CANCELLED,
            "promoted_seat_id": store.promote_first_waiting(tx, session.id) if freed else ""}


def give_back_guest_seat(tx: Tx, *, seat_id: str, email: str) -> dict[str, Any]:
    """A guest, who is known by their e-mail address only, gives their seat back."""
    if reads.get_seat(tx, seat_id).person != email_key(email):
        raise NotFound(kind="seat", id=seat_id)
    return give_back_seat(tx, seat_id=seat_id)


def release_seats(tx: Tx, *, member_id: str) -> None:
    """Who is no member any more has no seat in what is still to come; those who wait get it, unless it has begun."""
    for seat in reads.seats_to_come(tx, member_id):
        if seat["to_begin"]:
            give_back_seat(tx, seat_id=seat["id"])
        else:
            reads.lock_session(tx, seat["session_id"])
            store.save_seat(tx, seat["id"], SeatState.CANCELLED)
            if seat["state"] == SeatState.BOOKED:
                store.free_seat(tx, seat["session_id"])


def record_attendance(
    tx: Tx, *, session_id: str, kind: SessionKind, present: Sequence[str], absent: Sequence[str],
) -> dict[str, Any]:
    """Record who was there and who was not; admission is told of those at information sessions."""
    session = reads.lock_session(tx, session_id, kind)
    for seat_id in present:
        _record(tx, session, seat_id, present=True)
    for seat_id in absent:
        _record(tx, session, seat_id, present=False)
    return {"session_id": session_id, "present": len(present), "absent": len(absent)}


def _record(tx: Tx, session: Session, seat_id: str, *, present: bool) -> None:
    seat = reads.get_seat(tx, seat_id)
    if seat.session_id != session.id:
        raise NotFound(kind="seat of this session", id=seat_id)
    store.save_seat(tx, seat_id, rules.attendance(session, seat, present=present, on=tx.on))
    if session.kind == SessionKind.INFO:
        record_session_attendance(tx, seat_id=seat_id, person=seat.person,
                                  attended_on=session.starts_on if present else None)
