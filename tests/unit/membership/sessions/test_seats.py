"""Seats: booked while there is room, then waiting; given back until the day; attended from the day on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.membership.sessions.errors import (
    SeatNotBooked,
    SessionCancelled,
    SessionNotYet,
    SessionOver,
    TimesReversed,
)
from services.membership.sessions.rules import (
    Hours,
    Seat,
    SeatState,
    Session,
    SessionKind,
    assert_days_in_order,
    assert_in_order,
    attendance,
    give_back,
    seat_for_next,
)

BEFORE, DAY, AFTER = date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3)
SESSION = Session(id="ses_1", capacity=2, seats_taken=1, starts_on=DAY, kind=SessionKind.INFO, is_cancelled=False)
SEAT = Seat(id="sea_1", session_id="ses_1", person="p", state=SeatState.BOOKED)


def test_the_last_seat_is_booked_and_the_next_person_waits() -> None:
    assert seat_for_next(SESSION, on=DAY) == SeatState.BOOKED
    assert seat_for_next(replace(SESSION, seats_taken=2), on=DAY) == SeatState.WAITING
    with pytest.raises(SessionOver):
        seat_for_next(SESSION, on=AFTER)
    with pytest.raises(SessionCancelled):
        seat_for_next(replace(SESSION, is_cancelled=True), on=BEFORE)


def test_a_booked_seat_given_back_frees_room_and_a_place_in_the_line_does_not() -> None:
    assert give_back(SESSION, SEAT, on=DAY)
    assert not give_back(SESSION, replace(SEAT, state=SeatState.WAITING), on=DAY)
    with pytest.raises(SeatNotBooked):
        give_back(SESSION, replace(SEAT, state=SeatState.CANCELLED), on=DAY)


def test_attendance_is_recorded_from_the_day_on_and_may_be_put_right() -> None:
    with pytest.raises(SessionNotYet):
        attendance(SESSION, SEAT, present=True, on=BEFORE)
    assert attendance(SESSION, SEAT, present=True, on=DAY) == SeatState.ATTENDED
    assert attendance(SESSION, replace(SEAT, state=SeatState.ATTENDED), present=False, on=AFTER) == SeatState.ABSENT
    with pytest.raises(SeatNotBooked):
        attendance(SESSION, replace(SEAT, state=SeatState.WAITING), present=True, on=DAY)


def test_what_ends_ends_after_it_begins() -> None:
    assert_in_order(BEFORE, DAY)
    for ends in (BEFORE, DAY):
        with pytest.raises(TimesReversed):
            assert_in_order(DAY, ends)


def test_days_may_touch_and_may_not_overlap() -> None:
    def hours(first: int, last: int) -> Hours:
        return Hours(starts_at=datetime(2026, 2, 2, first, tzinfo=UTC), ends_at=datetime(2026, 2, 2, last, tzinfo=UTC))

    assert_days_in_order([hours(9, 12), hours(12, 17)])
    for wrong in ([hours(9, 13), hours(12, 17)], [hours(12, 17), hours(9, 12)], [hours(9, 9)]):
        with pytest.raises(TimesReversed):
            assert_days_in_order(wrong)


def test_several_days_are_attended_from_the_last_one_on() -> None:
    course = replace(SESSION, ends_on=AFTER)
    with pytest.raises(SessionNotYet):
        attendance(course, SEAT, present=True, on=DAY)
    assert attendance(course, SEAT, present=True, on=AFTER) == SeatState.ATTENDED
