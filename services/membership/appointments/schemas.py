"""Shapes of appointments."""

from marshmallow import fields, validate

from services.membership.appointments.rules import MOST_HOURS_AT_ONCE, MOST_PLACES
from shared.fields import Count, Day, Id, Instant, Shape, Text


class OfferedHours(Shape):
    """From when until when."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class OfferHours(Shape):
    """Hours that an advisor offers; places: how many may come at once, more than one for a group."""

    advisor_id = Id("adr", required=True)
    hours = fields.List(fields.Nested(OfferedHours), required=True,
                        validate=validate.Length(min=1, max=MOST_HOURS_AT_ONCE))
    place = Text(required=True, longest=60)
    topic = Text(load_default="", shortest=0, longest=120)
    places = Count(load_default=1, least=1, limit=MOST_PLACES)


class HoursOffered(Shape):
    """The hours that can be booked, in the order given."""

    advisor_id = Id("adr", required=True)
    slot_ids = fields.List(Id("slo"), required=True)


class OneSlot(Shape):
    """Offered hours."""

    slot_id = Id("slo", required=True)


class HoursWithdrawn(OneSlot):
    """How many wanted to come and need other hours."""

    displaced = Count(required=True)


class BookAppointment(OneSlot):
    """Who comes, about what; replaces: an appointment of theirs that it replaces."""

    member_id = Id("mbr", required=True)
    subject = Text(required=True, longest=500)
    replaces = Text(load_default="", shortest=0, longest=40)


class OneAppointment(Shape):
    """An appointment."""

    appointment_id = Id("apt", required=True)


class AppointmentStep(OneAppointment):
    """What became of it."""

    state = Text(required=True)


class ListSlots(Shape):
    """Hours from a day on (today if none is given), of one advisor or of all, a page at a time."""

    advisor_id = Text(load_default="", shortest=0, longest=40)
    since = Day(load_default=None, allow_none=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class SlotSummary(OneSlot):
    """Hours with places left."""

    advisor_id = Id("adr", required=True)
    advisor = Text(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    place = Text(required=True)
    topic = Text(required=True)
    places = Count(required=True)
    taken = Count(required=True)


class OwnAppointments(Shape):
    """Whose appointments."""

    member_id = Id("mbr", required=True)


class ListComing(Shape):
    """Who comes to an advisor from a day on (today if none is given)."""

    advisor_id = Id("adr", required=True)
    since = Day(load_default=None, allow_none=True)
    limit = Count(load_default=100, least=1, limit=500)


class ListDisplaced(Shape):
    """How many at most."""

    limit = Count(load_default=100, least=1, limit=500)


class AppointmentDetail(AppointmentStep):
    """Who comes to whom, when and where; or who waits for other hours since a day (changed_on)."""

    slot_id = Id("slo", required=True)
    member_id = Id("mbr", required=True)
    advisor_id = Id("adr", required=True)
    advisor = Text(required=True)
    subject = Text(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    place = Text(required=True)
    topic = Text(required=True)
    changed_on = Day(required=True)
