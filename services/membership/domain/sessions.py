"""Sessions and their seats: booked while there is room, then a waiting list in the order of asking."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.errors import SeatNotBooked, SessionCancelled, SessionNotYet, SessionOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as its rules see it."""

    id: str
    capacity: int
    seats_taken: int
    starts_on: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat taken, or a place on the waiting list."""

    id: str
    state: str


def assert_open(session: Session, *, on: date) -> None:
    """Seats are booked and given back until the day of the session itself."""
    if session.state == "cancelled":
        raise SessionCancelled(session_id=session.id)
    if on > session.starts_on:
        raise SessionOver(session_id=session.id, held_on=session.starts_on.isoformat())


def seat_for_next(session: Session, *, on: date) -> str:
    """What the next person gets: a seat (`booked`) or a place on the list (`waiting`)."""
    assert_open(session, on=on)
    return "booked" if session.seats_taken < session.capacity else "waiting"


def give_back(session: Session, seat: Seat, *, on: date) -> bool:
    """Whether giving this seat back frees room for the first who waits."""
    assert_open(session, on=on)
    if seat.state not in {"booked", "waiting"}:
        raise SeatNotBooked(seat_id=seat.id, state=seat.state)
    return seat.state == "booked"


def note_attendance(session: Session, seat: Seat, *, present: bool, on: date) -> str:
    """The state of a seat after the session; may be noted again as long as it was noted wrongly."""
    if session.state == "cancelled":
        raise SessionCancelled(session_id=session.id)
    if on < session.starts_on:
        raise SessionNotYet(session_id=session.id, held_on=session.starts_on.isoformat())
    if seat.state not in {"booked", "attended", "absent"}:
        raise SeatNotBooked(seat_id=seat.id, state=seat.state)
    return "attended" if present else "absent"
