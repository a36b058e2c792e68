"""Shapes of trainings, rooms and desks."""

from services.membership.schemas.sessions import LANGUAGES, MOST_SEATS
from services.membership.schemas.shares import WhichMember
from shared.fields import Count, Day, Id, Instant, OneOf, Shape, Text


class OfferTraining(Shape):
    """A training for the catalogue."""

    title = Text(required=True)
    about = Text(required=True, longest=2_000)
    language = OneOf(*LANGUAGES, required=True)


class WhichTraining(Shape):
    """One training."""

    training_id = Id("trn", required=True)


class TrainingStep(WhichTraining):
    """A training."""

    title = Text(required=True)


class ScheduleTraining(WhichTraining):
    """A session of a training."""

    place = Text(required=True, longest=60)
    host_id = Text(load_default="", shortest=0, longest=60)
    capacity = Count(required=True, least=1, limit=MOST_SEATS)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class Enrol(WhichMember):
    """A seat in a training."""

    session_id = Id("ses", required=True)


class WhichTrainings(Shape):
    """The catalogue in a language, or in all."""

    language = OneOf("", *LANGUAGES, load_default="")
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class Training(TrainingStep):
    """A training as the catalogue shows it."""

    about = Text(required=True)
    language = Text(required=True)


class OpenSpace(Shape):
    """A room or desk."""

    city = Text(required=True, longest=60)
    kind = OneOf("room", "desk", required=True)
    name = Text(required=True, longest=100)
    places = Count(required=True, least=1, limit=MOST_SEATS)


class WhichSpace(Shape):
    """One room or desk."""

    space_id = Id("spc", required=True)


class SpaceStep(WhichSpace):
    """A room or desk."""

    name = Text(required=True)


class BookSpace(WhichMember):
    """A room or desk for some hours."""

    space_id = Id("spc", required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class WhichBooking(Shape):
    """One booking."""

    booking_id = Id("bkg", required=True)


class Booking(WhichBooking):
    """A booking."""

    space_id = Id("spc", required=True)
    starts_on = Day(required=True)


class WhichSpaces(Shape):
    """Rooms and desks of a city, or of all."""

    city = Text(load_default="", shortest=0, longest=60)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class Space(SpaceStep):
    """A room or desk that can be booked."""

    city = Text(required=True)
    kind = Text(required=True)
    places = Count(required=True)


class WhichBookings(WhichSpace):
    """When a space is taken, from a day on (today if none)."""

    since = Day(load_default=None, allow_none=True)
    limit = Count(load_default=100, least=1, limit=500)


class Taken(WhichBooking):
    """A time in which a space is taken; by whom is nobody's business."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
