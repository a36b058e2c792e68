"""Appointments: offered ahead, some for each member, given back until their day is over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.membership.appointments.errors import AppointmentOver, HoursNotOffered, TooManyAppointments
from services.membership.appointments.rules import (
    Appointment,
    AppointmentState,
    Slot,
    assert_bookable,
    assert_can_be_given_back,
    assert_offerable,
)
from services.membership.sessions.errors import TimesReversed
from services.membership.sessions.rules import Hours
from services.membership.spaces.errors import BookingOver

DAY, BEFORE, AFTER = date(2027, 3, 10), date(2027, 3, 9), date(2027, 3, 11)
NINE, TEN = datetime(2027, 3, 10, 9, tzinfo=UTC), datetime(2027, 3, 10, 10, tzinfo=UTC)
SLOT = Slot(id="slo_1", advisor_id="adr_1", starts_at=NINE, ends_at=TEN, starts_on=DAY, taken=0, is_open=True)
COMES = Appointment(id="apt_1", slot_id="slo_1", member_id="mbr_1", state=AppointmentState.BOOKED, starts_on=DAY)


def test_hours_are_offered_for_today_or_later_and_end_after_they_begin() -> None:
    assert_offerable(Hours(starts_at=NINE, ends_at=TEN), starts_on=DAY, on=DAY)
    with pytest.raises(BookingOver):
        assert_offerable(Hours(starts_at=NINE, ends_at=TEN), starts_on=DAY, on=AFTER)
    with pytest.raises(TimesReversed):
        assert_offerable(Hours(starts_at=NINE, ends_at=NINE), starts_on=DAY, on=DAY)


def test_who_has_as_many_appointments_as_anybody_may_have_gives_one_back_first() -> None:
    assert_bookable(SLOT, to_come=2, most=3, on=DAY)
    with pytest.raises(TooManyAppointments):
        assert_bookable(SLOT, to_come=3, most=3, on=DAY)


@pytest.mark.parametrize(("changes", "on"), [({}, AFTER), ({"is_open": False}, DAY)])
def test_hours_that_are_over_or_withdrawn_are_not_booked(changes: dict[str, bool], on: date) -> None:
    with pytest.raises(HoursNotOffered):
        assert_bookable(replace(SLOT, **changes), to_come=0, most=3, on=on)


@pytest.mark.parametrize(("state", "on", "fine"), [
    ("booked", DAY, True), ("booked", AFTER, False), ("displaced", AFTER, True), ("cancelled", BEFORE, False)])
def test_an_appointment_is_given_back_until_its_day_is_over(state: str, on: date, *, fine: bool) -> None:
    appointment = replace(COMES, state=AppointmentState(state))
    if fine:
        assert_can_be_given_back(appointment, on=on)
    else:
        with pytest.raises(AppointmentOver):
            assert_can_be_given_back(appointment, on=on)
