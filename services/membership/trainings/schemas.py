"""Shapes of trainings and their sessions."""

from marshmallow import fields, validate

from services.membership.members.rules import LANGUAGES
from services.membership.sessions.rules import MOST_DAYS, MOST_SEATS
from shared.fields import Count, Day, Flag, Id, Instant, MoneyField, OneOf, Shape, Text


class OfferTraining(Shape):
    """A training for the catalogue."""

    title = Text(required=True)
    about = Text(required=True, longest=2_000)
    language = OneOf(*LANGUAGES, required=True)
    topic = Text(load_default="", shortest=0, longest=60)
    price = MoneyField(load_default=None, allow_none=True)
    draft = Flag(load_default=False)


class OneTraining(Shape):
    """One training."""

    training_id = Id("trn", required=True)


class TrainingStep(OneTraining):
    """A training."""

    title = Text(required=True)


class RewriteTraining(OneTraining):
    """A draft written anew; without a price it is free."""

    title = Text(required=True)
    about = Text(required=True, longest=2_000)
    language = OneOf(*LANGUAGES, required=True)
    topic = Text(load_default="", shortest=0, longest=60)
    price = MoneyField(load_default=None, allow_none=True)


class TrainingDay(Shape):
    """A day of a session."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class ScheduleTraining(OneTraining):
    """A session of a training: its first day, and those that follow. trainer: who teaches, where it is no host."""

    place = Text(required=True, longest=60)
    host_id = Text(load_default="", shortest=0, longest=60)
    trainer = Text(load_default="", shortest=0, longest=120)
    capacity = Count(required=True, least=1, limit=MOST_SEATS)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    further_days = fields.List(fields.Nested(TrainingDay), load_default=list,
                               validate=validate.Length(max=MOST_DAYS - 1))


class Enrol(Shape):
    """A seat in a training."""

    member_id = Id("mbr", required=True)
    session_id = Id("ses", required=True)


class ListTrainings(Shape):
    """The catalogue in a language, or in all."""

    language = OneOf("", *LANGUAGES, load_default="")
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class TrainingSummary(TrainingStep):
    """A training as the catalogue shows it."""

    about = Text(required=True)
    language = Text(required=True)
    topic = Text(required=True)
    price = MoneyField(required=True)


class ListDrafts(Shape):
    """Drafts, a page at a time: `after` = the last id of the page before."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class ListFees(Shape):
    """Open fees of one member, or of all."""

    member_id = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=100, least=1, limit=500)


class OneSeat(Shape):
    """One seat."""

    seat_id = Id("sea", required=True)


class OpenFee(OneSeat):
    """What is open of a seat, at the price of the day on which it was taken."""

    member_id = Id("mbr", required=True)
    session_id = Id("ses", required=True)
    title = Text(required=True)
    starts_on = Day(required=True)
    state = Text(required=True)
    price = MoneyField(required=True)


class TrainingScheduled(Shape):
    """A session of a training that stands in the calendar."""

    session_id = Id("ses", required=True)
    starts_on = Day(required=True)
    capacity = Count(required=True)


class OneTrainingSession(Shape):
    """One session of a training."""

    session_id = Id("ses", required=True)


class TrainingSeat(OneTrainingSession):
    """A seat: booked, or waiting."""

    seat_id = Id("sea", required=True)
    state = Text(required=True)


class EnrolledSeat(TrainingSeat):
    """A seat and what it costs."""

    price = MoneyField(required=True)


class RecordTrainingAttendance(OneTrainingSession):
    """Who was there and who was not, by seat."""

    present = fields.List(Id("sea"), required=True, validate=validate.Length(max=MOST_SEATS))
    absent = fields.List(Id("sea"), load_default=list, validate=validate.Length(max=MOST_SEATS))


class TrainingAttendance(OneTrainingSession):
    """How many were there and how many were not."""

    present = Count(required=True)
    absent = Count(required=True)


class ListTrainingSessions(Shape):
    """Sessions from a day on (today if none is given), a page at a time: `after` = the last id of the page before."""

    since = Day(load_default=None, allow_none=True)
    place = Text(load_default="", shortest=0, longest=60)
    language = OneOf("", *LANGUAGES, load_default="")
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class TrainingSession(OneTrainingSession):
    """A session of a training as everybody may see it."""

    title = Text(required=True)
    place = Text(required=True)
    language = Text(required=True)
    capacity = Count(required=True)
    seats_taken = Count(required=True)
    waiting = Count(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    state = Text(required=True)
    trainer = Text(required=True)
    topic = Text(required=True)
    price = MoneyField(required=True)
    days = fields.List(fields.Nested(TrainingDay), required=True)


class OwnTrainings(Shape):
    """Whose seats."""

    member_id = Id("mbr", required=True)


class OwnTraining(TrainingSeat):
    """A seat in a session to come, or a place on its waiting list."""

    title = Text(required=True)
    place = Text(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
