"""Shapes of the board of directors."""

from marshmallow import fields, validate

from services.governance.directors.rules.mandates import Origin
from services.governance.directors.rules.motions import LANGUAGES, Motion
from services.governance.events import MandateEndReason
from shared.fields import Count, Day, Flag, Hex, Id, OneOf, Shape, Text


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


class GetCandidacies(Shape):
    """Ask who stands; `language`: that of the questions."""

    language = OneOf(*LANGUAGES, load_default="en")


class StandingCandidate(CandidateShape):
    """Somebody who stands, in the election of which open call; none while they wait for the next one."""

    call_id = Id("bcl", required=True, allow_none=True)


class CandidaciesShape(Shape):
    """The calls whose election is not declared, and everybody who stands."""

    calls = fields.List(fields.Nested(BoardCallShape), required=True)
    candidates = fields.List(fields.Nested(StandingCandidate), required=True)


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
