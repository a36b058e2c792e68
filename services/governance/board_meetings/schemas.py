"""Shapes of board meetings."""

from marshmallow import fields, validate

from shared.fields import Count, Day, Flag, Id, OneOf, Shape, Text
from shared.papers import LANGUAGES

MOST_SEATS = 100


class DeclareInterest(Shape):
    """Declare an interest of one's own in a matter."""

    mandate_id = Id("mdt", required=True)
    member_id = Id("mbr", required=True)
    matter = Text(required=True, longest=200)


class InterestDeclared(Shape):
    """The id under which the interest ends."""

    interest_id = Id("int", required=True)


class EndInterest(Shape):
    """An interest ended."""

    interest_id = Id("int", required=True)
    member_id = Id("mbr", required=True)


class CoOptationShape(Shape):
    """Whom the board takes in, on which vacant seat."""

    college = Text(required=True, longest=60)
    number = Count(required=True, least=1, limit=MOST_SEATS)
    member_id = Id("mbr", required=True)
    name = Text(required=True, longest=120)
    representative = Text(load_default="", shortest=0, longest=120)
    traits = fields.List(Text(longest=60), load_default=list, validate=validate.Length(max=10))


class BoardDecisionShape(Shape):
    """A decision of the board. Who declared an interest in `matter`, and the `interested`, kept out of it."""

    title = Text(required=True)
    words = Text(required=True, longest=2000)
    matter = Text(load_default="", shortest=0, longest=200)
    votes_for = Count(required=True, limit=MOST_SEATS)
    votes_against = Count(required=True, limit=MOST_SEATS)
    abstentions = Count(required=True, limit=MOST_SEATS)
    interested = fields.List(Id("mdt"), load_default=list, validate=validate.Length(max=MOST_SEATS))
    explanation = Text(load_default="", shortest=0, longest=2000)
    co_opts = fields.Nested(CoOptationShape, load_default=None, allow_none=True)


class NoteBoardMeeting(Shape):
    """Note a meeting: the mandates of who was there, who listened, what was decided."""

    held_on = Day(required=True)
    present = fields.List(Id("mdt"), required=True, validate=validate.Length(min=1, max=MOST_SEATS))
    observers = fields.List(Text(longest=120), load_default=list, validate=validate.Length(max=50))
    decisions = fields.List(fields.Nested(BoardDecisionShape), required=True, validate=validate.Length(max=100))


class ApproveBoardMeeting(Shape):
    """Approve what somebody else noted of a meeting."""

    meeting_id = Id("bmt", required=True)


class GetBoardMeetingPaper(Shape):
    """The short minutes of a meeting, printed in one of the four languages."""

    meeting_id = Id("bmt", required=True)
    language = OneOf(*LANGUAGES, load_default="fr")


class MeetingPaper(Shape):
    """The printed minutes (PDF in base64) under the name of their file."""

    name = Text(required=True)
    content = Text(required=True)


class ListBoardMeetings(Shape):
    """Ask for meetings after a cursor (the last id of the page before)."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class BoardDecisionNoted(Shape):
    """A decision as members read it."""

    title = Text(required=True)
    words = Text(required=True, longest=2000)
    votes_for = Count(required=True)
    votes_against = Count(required=True)
    abstentions = Count(required=True)
    adopted = Flag(required=True)
    interested = Count(required=True)
    explanation = Text(required=True, shortest=0, longest=2000)


class BoardMeetingShape(Shape):
    """The short minutes of a meeting; `approved_on` is none until another person approved them."""

    meeting_id = Id("bmt", required=True)
    held_on = Day(required=True)
    noted_on = Day(required=True)
    approved_on = Day(required=True, allow_none=True)
    present = Count(required=True)
    observers = fields.List(Text(), required=True)
    decisions = fields.List(fields.Nested(BoardDecisionNoted), required=True)
