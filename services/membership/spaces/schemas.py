"""Shapes of rooms and desks."""

from services.membership.sessions.rules import MOST_SEATS
from shared.fields import Count, Day, Id, Instant, OneOf, Shape, Text


class OpenSpace(Shape):
    """A room or desk."""

    city = Text(required=True, longest=60)
    kind = OneOf("room", "desk", required=True)
    name = Text(required=True, longest=100)
    places = Count(required=True, least=1, limit=MOST_SEATS)


class OneSpace(Shape):
    """One room or desk."""

    space_id = Id("spc", required=True)


class SpaceStep(OneSpace):
    """A room or desk."""

    name = Text(required=True)


class BookSpace(Shape):
    """A room or desk for some hours."""

    member_id = Id("mbr", required=True)
    space_id = Id("spc", required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class OneBooking(Shape):
    """One booking."""

    booking_id = Id("bkg", required=True)


class BookingDone(OneBooking):
    """A booking."""

    space_id = Id("spc", required=True)
    starts_on = Day(required=True)


class ListSpaces(Shape):
    """Rooms and desks of a city, or of all."""

    city = Text(load_default="", shortest=0, longest=60)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class SpaceSummary(SpaceStep):
    """A room or desk that can be booked."""

    city = Text(required=True)
    kind = Text(required=True)
    places = Count(required=True)


class ListSpaceBookings(OneSpace):
    """When a space is taken, from a day on (today if none)."""

    since = Day(load_default=None, allow_none=True)
    limit = Count(load_default=100, least=1, limit=500)


class Taken(OneBooking):
    """A time in which a space is taken; by whom is nobody's business."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class OwnBookings(Shape):
    """Whose bookings."""

    member_id = Id("mbr", required=True)


class OwnBooking(Taken):
    """A time in which a member has a space."""

    name = Text(required=True)
    city = Text(required=True)
