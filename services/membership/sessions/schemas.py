"""Shapes of information sessions and their seats."""

from marshmallow import fields, validate

from services.membership.members.rules import LANGUAGES
from services.membership.sessions.rules import MOST_SEATS
from shared.fields import Count, Day, Email, Id, Instant, OneOf, Shape, Text


class ScheduleInfoSession(Shape):
    """An information session to be held."""

    title = Text(required=True)
    place = Text(required=True, longest=60)
    language = OneOf(*LANGUAGES, required=True)
    host_id = Text(load_default="", shortest=0, longest=60)
    capacity = Count(required=True, least=1, limit=MOST_SEATS)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class Scheduled(Shape):
    """A session that stands in the calendar."""

    session_id = Id("ses", required=True)
    starts_on = Day(required=True)
    capacity = Count(required=True)


class OneSession(Shape):
    """One session."""

    session_id = Id("ses", required=True)


class ListSessions(Shape):
    """Sessions from a day on (today if none is given), a page at a time: `after` = the last id of the page before."""

    since = Day(load_default=None, allow_none=True)
    place = Text(load_default="", shortest=0, longest=60)
    language = OneOf("", *LANGUAGES, load_default="")
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class SessionSummary(Shape):
    """A session as everybody may see it."""

    session_id = Id("ses", required=True)
    title = Text(required=True)
    place = Text(required=True)
    language = Text(required=True)
    capacity = Count(required=True)
    seats_taken = Count(required=True)
    waiting = Count(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    state = Text(required=True)


class BookSeat(Shape):
    """A seat in an information session."""

    session_id = Id("ses", required=True)
    name = Text(required=True)
    email = Email(required=True)


class SeatTaken(Shape):
    """A seat: booked, or waiting."""

    seat_id = Id("sea", required=True)
    session_id = Id("ses", required=True)
    state = Text(required=True)


class GiveBackSeat(Shape):
    """One seat."""

    seat_id = Id("sea", required=True)


class GiveBackGuestSeat(GiveBackSeat):
    """A guest's seat, and the e-mail address under which it was booked."""

    email = Email(required=True)


class SeatGivenBack(SeatTaken):
    """A seat given back, and who was promoted from the waiting list to it."""

    promoted_seat_id = Text(required=True, shortest=0)


class RecordAttendance(Shape):
    """Who was there and who was not, by seat."""

    session_id = Id("ses", required=True)
    present = fields.List(Id("sea"), required=True, validate=validate.Length(max=MOST_SEATS))
    absent = fields.List(Id("sea"), load_default=list, validate=validate.Length(max=MOST_SEATS))


class Attendance(Shape):
    """How many were there and how many were not."""

    session_id = Id("ses", required=True)
    present = Count(required=True)
    absent = Count(required=True)


class SeatSummary(Shape):
    """A seat as the host sees it."""

    seat_id = Id("sea", required=True)
    name = Text(required=True, shortest=0)
    member_id = Text(required=True, shortest=0)
    state = Text(required=True)
