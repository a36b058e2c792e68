"""Appointments: hours offered ahead, some for each member, given back until they begin."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.membership.appointments.errors import AppointmentOver, HoursNotOffered, TooManyAppointments
from services.membership.sessions.rules import Hours, assert_in_order
from services.membership.spaces.errors import BookingOver

MOST_PLACES = 100
MOST_HOURS_AT_ONCE = 100  # offered by one call


class AppointmentState(StrEnum):
    """What became of an appointment. displaced: the advisor is away and nobody covers at that time."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    DISPLACED = "displaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where hours are held, about what, and for how many: one, or a group."""

    place: str
    topic: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Hours that an advisor offers."""

    id: str
    advisor_id: str
    starts_at: datetime
    ends_at: datetime
    starts_on: date
    taken: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A member who comes."""

    id: str
    slot_id: str
    member_id: str
    state: AppointmentState
    starts_on: date


def assert_offerable(hours: Hours, *, starts_on: date, on: date) -> None:
    """Hours end after they begin, and begin today or later."""
    assert_in_order(hours.starts_at, hours.ends_at)
    if starts_on < on:
        raise BookingOver(starts_on=starts_on.isoformat())


def assert_to_come(slot: Slot, *, on: date) -> None:
    """Offered hours of today or later."""
    if not slot.is_open or slot.starts_on < on:
        raise HoursNotOffered(slot_id=slot.id)


def assert_bookable(slot: Slot, *, to_come: int, most: int, on: date) -> None:
    """Hours to come, for who has not as many appointments as anybody may have."""
    assert_to_come(slot, on=on)
    if to_come >= most:
        raise TooManyAppointments(most=most)


def assert_can_be_given_back(appointment: Appointment, *, on: date) -> None:
    """Until its day is over; one that was displaced at any time, for nobody comes."""
    over = appointment.state == AppointmentState.BOOKED and on > appointment.starts_on
    if appointment.state == AppointmentState.CANCELLED or over:
        raise AppointmentOver(appointment_id=appointment.id, state=appointment.state,
                              starts_on=appointment.starts_on.isoformat())
