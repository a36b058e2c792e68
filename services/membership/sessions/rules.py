"""Sessions and their seats: booked while there is room, then a waiting list in the order of asking."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from services.membership.sessions.errors import (
    SeatNotBooked,
    SessionCancelled,
    SessionNotYet,
    SessionOver,
    TimesReversed,
)

MOST_SEATS = 1_000
MOST_DAYS = 60  # of one session


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
class Hours:
    """From when until when something is held."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session to be held. place: a city of the cooperative, or online; further: its days after the first."""

    kind: SessionKind
    title: str
    place: str
    language: str
    host_id: str
    capacity: int
    starts_at: datetime
    ends_at: datetime
    training_id: str = ""
    trainer: str = ""
    further: Sequence[Hours] = field(default_factory=tuple)

    @property
    def days(self) -> tuple[Hours, ...]:
        """When it is held, day by day."""
        return (Hours(starts_at=self.starts_at, ends_at=self.ends_at), *self.further)


def assert_in_order(starts: date | datetime, ends: date | datetime) -> None:
    """Something ends after it begins."""
    if not starts < ends:
        raise TimesReversed


def assert_days_in_order(days: Sequence[Hours]) -> None:
    """Each day ends after it begins, and no later day begins before the one before has ended."""
    for one in days:
        assert_in_order(one.starts_at, one.ends_at)
    for before, after in pairwise(days):
        if after.starts_at < before.ends_at:
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
    ends_on: date | None = None  # the last of several days


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
    held_on = session.ends_on or session.starts_on
    if on < held_on:
        raise SessionNotYet(session_id=session.id, held_on=held_on.isoformat())
    if seat.state not in {SeatState.BOOKED, SeatState.ATTENDED, SeatState.ABSENT}:
        raise SeatNotBooked(seat_id=seat.id, state=seat.state)
    return SeatState.ATTENDED if present else SeatState.ABSENT
