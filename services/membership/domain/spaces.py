"""Rooms and desks: how far ahead, for how long, and until when a booking can be given back."""

from datetime import date, datetime, timedelta

from services.membership.domain.errors import (
    BookingOver,
    BookingTooFarAhead,
    BookingTooLong,
    CancelledTooLate,
    TimesReversed,
)


def assert_bookable(
    *, starts_at: datetime, ends_at: datetime, starts_on: date, on: date, most_hours: int, days_ahead: int,
) -> None:
    """A booking begins today or later, not too far ahead, and is not too long."""
    if ends_at <= starts_at:
        raise TimesReversed
    if starts_on < on:
        raise BookingOver(starts_on=starts_on.isoformat())
    if starts_on > on + timedelta(days=days_ahead):
        raise BookingTooFarAhead(days=days_ahead)
    if ends_at - starts_at > timedelta(hours=most_hours):
        raise BookingTooLong(hours=most_hours)


def assert_can_be_given_back(*, starts_on: date, on: date, days_before: int, by_desk: bool) -> None:
    """A member gives a space back until some days before; the desk until the day itself."""
    if on > starts_on:
        raise BookingOver(starts_on=starts_on.isoformat())
    if not by_desk and on > starts_on - timedelta(days=days_before):
        raise CancelledTooLate(days=days_before, starts_on=starts_on.isoformat())
