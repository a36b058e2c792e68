"""Sessions and their seats: booked while there is room, then a waiting list in the order of asking."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.membership.sessions.errors import (
    SeatNotBooked,
    SessionCancelled,
    SessionNotYet,
    SessionOver,
    TimesReversed,
)

MOST_SEATS = 1_000


class SessionKind(StrEnum):
    """What a session is about: the cooperative itself, or a training."""

    INFO = "info"
    TRAINING = "training"


class SeatState(StrEnum):
    """What became of a seat."""

    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session to be held. place: a city of the cooperative, or online."""

    kind: SessionKind
    title: str
    place: str
    language: str
    host_id: str
    capacity: int
    starts_at: datetime
    ends_at: datetime
    training_id: str = ""


def assert_in_order(starts: date | datetime, ends: date | datetime) -> None:
    """Something ends after it begins."""
    if not starts < ends:
        raise TimesReversed


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as its rules see it."""

    id: str
    capacity: int
    seats_taken: int
    starts_on: date
    kind: SessionKind
    is_cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat taken, or a place on the waiting list."""

    id: str
    session_id: str
    person: str
    state: SeatState


def assert_open(session: Session, *, on: date) -> None:
    """Seats are booked and given back until the day of the session itself."""
    if session.is_cancelled:
        raise SessionCancelled(session_id=session.id)
    if on > session.starts_on:
        raise SessionOver(session_id=session.id, held_on=session.starts_on.isoformat())


def seat_for_next(session: Session, *, on: date) -> SeatState:
    """What the next person gets: a seat, or a place on the list."""
    assert_open(session, on=on)
    return SeatState.BOOKED if session.seats_taken < session.capacity else SeatState.WAITING


def give_back(session: Session, seat: Seat, *, on: date) -> bool:
    """Whether giving this seat back frees room for the first who waits."""
    assert_open(session, on=on)
    if seat.state not in {SeatState.BOOKED, SeatState.WAITING}:
        raise SeatNotBooked(seat_id=seat.id, state=seat.state)
    return seat.state == SeatState.BOOKED


def attendance(session: Session, seat: Seat, *, present: bool, on: date) -> SeatState:
    """The state of a seat after the session; may be recorded again where it was recorded wrongly."""
    if session.is_cancelled:
        raise SessionCancelled(session_id=session.id)
    if on < session.starts_on:
        raise SessionNotYet(session_id=session.id, held_on=session.starts_on.isoformat())
    if seat.state not in {SeatState.BOOKED, SeatState.ATTENDED, SeatState.ABSENT}:
        raise SeatNotBooked(seat_id=seat.id, state=seat.state)
    return SeatState.ATTENDED if present else SeatState.ABSENT
