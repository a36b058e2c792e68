"""Rooms and desks: how far ahead, for how long, and until when a booking can be given back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.membership.sessions.rules import assert_in_order
from services.membership.spaces.errors import (
    BookingCancelledBefore,
    BookingOver,
    BookingTooFarAhead,
    BookingTooLong,
    CancelledTooLate,
    SpaceClosed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A room or desk. number: what the database keeps bookings apart by; places: how many may be there at once."""

    id: str
    number: int
    name: str
    places: int
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A space that is taken for some hours of a day."""

    id: str
    space_id: str
    starts_on: date
    cancelled_on: date | None


def assert_not_closed(space: Space) -> None:
    """A space that was closed cannot be booked."""
    if space.closed_on:
        raise SpaceClosed(space_id=space.id, closed_on=space.closed_on.isoformat())


def assert_bookable(
    *, starts_at: datetime, ends_at: datetime, starts_on: date, on: date, most_hours: int, days_ahead: int,
) -> None:
    """A booking begins today or later, not too far ahead, and is not too long."""
    assert_in_order(starts_at, ends_at)
    if starts_on < on:
        raise BookingOver(starts_on=starts_on.isoformat())
    if starts_on > on + timedelta(days=days_ahead):
        raise BookingTooFarAhead(days=days_ahead)
    if ends_at - starts_at > timedelta(hours=most_hours):
        raise BookingTooLong(hours=most_hours)


def assert_can_be_given_back(booking: Booking, *, on: date, days_before: int, by_desk: bool) -> None:
    """A member gives a space back until some days before; the desk until the day itself."""
    if booking.cancelled_on:
        raise BookingCancelledBefore(booking_id=booking.id, cancelled_on=booking.cancelled_on.isoformat())
    if on > booking.starts_on:
        raise BookingOver(starts_on=booking.starts_on.isoformat())
    if not by_desk and on > booking.starts_on - timedelta(days=days_before):
        raise CancelledTooLate(days=days_before, starts_on=booking.starts_on.isoformat())
