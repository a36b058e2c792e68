"""Sessions and seats."""

from typing import Any

from services.membership.domain.sessions import Seat, Session
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/sessions.sql")


def add_session(tx: Tx, **session: Any) -> None:
    """Schedule a session."""
    tx.run(Q.add_session, **session)


def lock_session(tx: Tx, session_id: str, kind: str) -> Session:
    """The session of a kind, locked until the transaction ends."""
    row = tx.one(Q.lock_session, session_id=session_id)
    if row is None or row["kind"] != kind:
        raise NotFound(kind=f"{kind} session", id=session_id)
    return Session(id=row["id"], capacity=row["capacity"], seats_taken=row["seats_taken"], starts_on=row["starts_on"],
                   state=row["state"])


def add_seat(tx: Tx, *, seat_id: str, session_id: str, person: str, member_id: str, name: str, state: str) -> None:
    """A seat, or a place on the waiting list; a seat taken counts at once."""
    tx.run(Q.add_seat, id=seat_id, session_id=session_id, person=person, member_id=member_id, name=name, state=state,
           at=tx.at)
    if state == "booked":
        tx.run(Q.move_seats_taken, session_id=session_id, by=1)


def get_seat(tx: Tx, seat_id: str) -> dict[str, Any]:
    """A seat with its session's id and kind, or a refusal."""
    row = tx.one(Q.get_seat, seat_id=seat_id)
    if row is None:
        raise NotFound(kind="seat", id=seat_id)
    return row


def as_seat(row: dict[str, Any]) -> Seat:
    """A seat as its rules see it."""
    return Seat(id=row["id"], state=row["state"])


def move_seat(tx: Tx, seat_id: str, state: str) -> None:
    """A seat changes its state."""
    tx.run(Q.move_seat, seat_id=seat_id, state=state, at=tx.at)


def promote_first_waiting(tx: Tx, session_id: str) -> dict[str, Any] | None:
    """Give the seat that was freed to who waits longest; with nobody waiting the seat is free again."""
    first = tx.one(Q.first_waiting, session_id=session_id)
    if first is None:
        tx.run(Q.move_seats_taken, session_id=session_id, by=-1)
    else:
        move_seat(tx, first["id"], "booked")
    return first


def cancel_session(tx: Tx, session_id: str) -> None:
    """The session does not take place, and nobody has a seat in it."""
    tx.run(Q.cancel_session, session_id=session_id)
    tx.run(Q.cancel_seats_of_session, session_id=session_id, at=tx.at)


def attended_info_session(tx: Tx, person: str) -> bool:
    """Whether somebody attended an information session until today."""
    row = tx.one(Q.attended_info_session, person=person, on=tx.on)
    return bool(row and row["attended"])
