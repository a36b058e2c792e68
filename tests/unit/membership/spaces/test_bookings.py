"""Rooms and desks: how far ahead, how long, and until when they are given back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.membership.sessions.errors import TimesReversed
from services.membership.spaces.errors import (
    BookingCancelledBefore,
    BookingOver,
    BookingTooFarAhead,
    BookingTooLong,
    CancelledTooLate,
    SpaceClosed,
)
from services.membership.spaces.rules import (
    Booking,
    Space,
    assert_bookable,
    assert_can_be_given_back,
    assert_not_closed,
)

TODAY = date(2026, 5, 4)
NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)


def book(*, days: int = 0, hours: int = 2) -> None:
    assert_bookable(starts_at=NINE, ends_at=NINE + timedelta(hours=hours), starts_on=TODAY + timedelta(days=days),
                    on=TODAY, most_hours=10, days_ahead=90)


@pytest.mark.parametrize(("days", "hours", "refused"), [
    (-1, 2, BookingOver), (91, 2, BookingTooFarAhead), (0, 11, BookingTooLong), (0, 0, TimesReversed)])
def test_each_limit_refuses_what_lies_beyond_it(days: int, hours: int, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        book(days=days, hours=hours)


def test_each_limit_allows_what_lies_on_it() -> None:
    book()
    book(days=90, hours=10)


def give_back(on: date, *, by_desk: bool = False, cancelled_on: date | None = None) -> None:
    booking = Booking(id="bkg_1", space_id="spc_1", starts_on=TODAY, cancelled_on=cancelled_on)
    assert_can_be_given_back(booking, on=on, days_before=1, by_desk=by_desk)


def test_members_give_back_a_day_before_and_the_desk_until_the_day() -> None:
    give_back(TODAY - timedelta(days=1))
    give_back(TODAY, by_desk=True)
    with pytest.raises(CancelledTooLate):
        give_back(TODAY)
    with pytest.raises(BookingOver):
        give_back(TODAY + timedelta(days=1), by_desk=True)
    with pytest.raises(BookingCancelledBefore):
        give_back(TODAY - timedelta(days=1), cancelled_on=TODAY - timedelta(days=2))


def test_a_closed_space_is_not_booked() -> None:
    assert_not_closed(Space(id="spc_1", number=1, places=1, name="Blue", closed_on=None))
    with pytest.raises(SpaceClosed):
        assert_not_closed(Space(id="spc_1", number=1, places=1, name="Blue", closed_on=TODAY))
