"""Shapes of petitions."""

from marshmallow import fields, validate

from services.governance.elections.rules.majority import DecisionKind
from services.governance.petitions.rules import PetitionState
from shared.fields import Count, Day, Flag, Id, OneOf, Shape, Text


class PetitionItemShape(Shape):
    """What the agenda is to ask, word by word, and by which kind of decision."""

    title = Text(required=True)
    question = Text(required=True, longest=2000)
    decision = OneOf(*DecisionKind, required=True)


class StartPetition(Shape):
    """Ask for an assembly with these items; whoever asks signs first."""

    member_id = Id("mbr", required=True)
    title = Text(required=True)
    reason = Text(required=True, longest=2000)
    items = fields.List(fields.Nested(PetitionItemShape), required=True, validate=validate.Length(min=1, max=20))


class SignPetition(Shape):
    """Sign a petition."""

    petition_id = Id("pet", required=True)
    member_id = Id("mbr", required=True)


class WithdrawSignature(SignPetition):
    """Take one's signature back, while too few signed."""


class AnswerPetition(Shape):
    """Name the assembly that was convened for a petition."""

    petition_id = Id("pet", required=True)
    assembly_id = Id("asm", required=True)


class ConveneByPetition(SignPetition):
    """Convene what the board let pass: the day of the assembly, and of its roll."""

    held_on = Day(required=True)
    record_on = Day(required=True)


class ConvenedByPetition(Shape):
    """The assembly that was convened."""

    assembly_id = Id("asm", required=True)


class ListPetitions(Shape):
    """Ask for petitions after a cursor (the last id of the page before)."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class PetitionShape(Shape):
    """A petition: `signed` of `entitled` (shares or members, as the statutes count), due from when enough signed.

    `late`: the board let `due_on` pass; whoever signed may convene.
    """

    petition_id = Id("pet", required=True)
    title = Text(required=True)
    reason = Text(required=True, longest=2000)
    items = fields.List(fields.Nested(PetitionItemShape), required=True)
    started_on = Day(required=True)
    state = OneOf(*PetitionState, required=True)
    signatures = Count(required=True)
    signed = Count(required=True)
    entitled = Count(required=True)
    reached_on = Day(required=True, allow_none=True)
    due_on = Day(required=True, allow_none=True)
    assembly_id = Id("asm", required=True, allow_none=True)
    by_members = Flag(required=True)
