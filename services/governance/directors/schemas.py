"""Shapes of the board of directors."""

from marshmallow import fields, validate

from services.governance.directors.rules.mandates import Origin
from services.governance.directors.rules.motions import LANGUAGES, Motion
from services.governance.events import MandateEndReason
from shared.fields import Count, Day, Flag, Hex, Id, OneOf, Shape, Text

MOST_SEATS = 100


class CallForCandidacies(Shape):
    """Call for candidacies until with `closes_on`; `seed_digest` is that of the lot between equals."""

    closes_on = Day(required=True)
    seed_digest = Hex(32, required=True)


class BoardCallShape(CallForCandidacies):
    """A call; candidacies of `after` and before belong to the call before it."""

    call_id = Id("bcl", required=True)
    called_on = Day(required=True)
    after = Day(required=True, allow_none=True)


class Statement(Shape):
    """What a candidate says in one language."""

    language = OneOf(*LANGUAGES, required=True)
    words = Text(required=True, longest=2000)


class StandForBoard(Shape):
    """Stand for a college. `name` is published; a legal person has a `representative`; `traits` open reserved seats."""

    member_id = Id("mbr", required=True)
    name = Text(required=True, longest=120)
    representative = Text(load_default="", shortest=0, longest=120)
    college = Text(required=True, longest=60)
    traits = fields.List(Text(longest=60), load_default=list, validate=validate.Length(max=10))
    statements = fields.List(fields.Nested(Statement), required=True, validate=validate.Length(min=1, max=4))


class WithdrawCandidacy(Shape):
    """Stand no more."""

    candidacy_id = Id("cdd", required=True)
    member_id = Id("mbr", required=True)


class ListCandidates(Shape):
    """Who stands in the election of a call; with `seed` in the order of the lot. `language`: that of the questions."""

    call_id = Id("bcl", required=True)
    seed = Text(load_default="", shortest=0, longest=200)
    language = OneOf(*LANGUAGES, load_default="en")


class CandidateShape(Shape):
    """Somebody who stands, and `question`: what the agenda asks about them, word by word."""

    candidacy_id = Id("cdd", required=True)
    member_id = Id("mbr", required=True)
    name = Text(required=True)
    representative = Text(required=True, shortest=0)
    college = Text(required=True)
    traits = fields.List(Text(), required=True)
    statements = fields.List(fields.Nested(Statement), required=True)
    stood_on = Day(required=True)
    question = Text(required=True, longest=2000)


class GetMotion(Shape):
    """Which question dismisses a director, or confirms one whom the board took in, in a language."""

    mandate_id = Id("mdt", required=True)
    motion = OneOf(Motion.CONFIRM, Motion.DISMISS, required=True)
    language = OneOf(*LANGUAGES, load_default="en")


class MotionShape(Shape):
    """What the agenda asks, word by word."""

    mandate_id = Id("mdt", required=True)
    question = Text(required=True, longest=2000)


class DeclareBoard(Shape):
    """Declare what an assembly decided about the board; `seed` is needed where candidates are equal."""

    assembly_id = Id("asm", required=True)
    seed = Text(load_default="", shortest=0, longest=200)


class GetDirectors(Shape):
    """Ask who sits on a day; without `day`, today."""

    day = Day(load_default=None, allow_none=True)


class DirectorShape(Shape):
    """A seat and who holds it; a vacant one has no mandate. `until` is the first day on which they sit no more."""

    college = Text(required=True)
    number = Count(required=True)
    reserved_for = Text(required=True, shortest=0)
    mandate_id = Id("mdt", required=True, allow_none=True)
    member_id = Id("mbr", required=True, allow_none=True)
    name = Text(required=True, shortest=0)
    representative = Text(required=True, shortest=0)
    origin = OneOf(*Origin, required=True, allow_none=True)
    since = Day(required=True, allow_none=True)
    until = Day(required=True, allow_none=True)
    ends_by = OneOf(*MandateEndReason, required=True, allow_none=True)
    to_confirm = Flag(required=True)


class BoardOnDay(Shape):
    """The board on a day. `gap`: how many directors are missing at the least number of the statutes."""

    day = Day(required=True)
    seated = Count(required=True)
    least = Count(required=True)
    gap = Count(required=True)
    directors = fields.List(fields.Nested(DirectorShape), required=True)


class ResignFromBoard(Shape):
    """Resign: `from_on` is the first day on which the director does not sit."""

    mandate_id = Id("mdt", required=True)
    member_id = Id("mbr", required=True)
    from_on = Day(required=True)


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
