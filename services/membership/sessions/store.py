"""Sessions and seats."""

from collections.abc import Mapping
from datetime import date

from services.membership.sessions.errors import SeatBookedBefore, SessionOverfull
from services.membership.sessions.rules import NewSession, SeatState
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "sessions_not_overfull": SessionOverfull,
    "seats_one_per_person": SeatBookedBefore,
}


def add_session(tx: Tx, session: NewSession, *, starts_on: date, ends_on: date) -> str:
    """Schedule a session with its days; its id. It ends when its last day ends."""
    session_id = new_id("ses")
    tx.run(Q.add_session, id=session_id, starts_on=starts_on, ends_on=ends_on, kind=session.kind,
           training_id=session.training_id, title=session.title, place=session.place, language=session.language,
           host_id=session.host_id, trainer=session.trainer, capacity=session.capacity, starts_at=session.starts_at,
           ends_at=session.days[-1].ends_at)
    for day, hours in enumerate(session.days, start=1):
        tx.run(Q.add_day, session_id=session_id, day=day, starts_at=hours.starts_at, ends_at=hours.ends_at)
    return session_id


def add_seat(
    tx: Tx, *, session_id: str, person: str, member_id: str, name: str, state: SeatState, price_cents: int,
) -> str:
    """A seat, or a place on the waiting list; a seat taken counts at once. Its id."""
    seat_id = new_id("sea")
    tx.run(Q.add_seat, id=seat_id, session_id=session_id, person=person, member_id=member_id, name=name, state=state,
           at=tx.at, price_cents=price_cents)
    if state == SeatState.BOOKED:
        tx.run(Q.move_seats_taken, session_id=session_id, by=1)
    return seat_id


def save_seat(tx: Tx, seat_id: str, state: SeatState) -> None:
    """A seat changes its state."""
    tx.run(Q.save_seat, seat_id=seat_id, state=state, at=tx.at)


def free_seat(tx: Tx, session_id: str) -> None:
    """A seat of what has begun is free, and nobody follows into it."""
    tx.run(Q.move_seats_taken, session_id=session_id, by=-1)


def promote_first_waiting(tx: Tx, session_id: str) -> str:
    """Give the seat that was freed to who waits longest; with nobody waiting (then nothing) it is free again."""
    first = tx.one(Q.first_waiting, session_id=session_id)
    if first is None:
        tx.run(Q.move_seats_taken, session_id=session_id, by=-1)
        return ""
    save_seat(tx, first["id"], SeatState.BOOKED)
    return str(first["id"])


def save_cancelled(tx: Tx, session_id: str) -> None:
    """The session does not take place, and nobody has a seat in it."""
    tx.run(Q.cancel_session, session_id=session_id)
    tx.run(Q.cancel_seats_of_session, session_id=session_id, at=tx.at)
