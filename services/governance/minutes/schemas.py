"""Shapes of minutes."""

from marshmallow import fields, validate

from services.governance.minutes.rules import Role
from shared.fields import Day, Hex, Id, OneOf, Shape, Text
from shared.papers import LANGUAGES

MOST_CALLED = 50_000


class BureauMember(Shape):
    """Somebody who signs the minutes."""

    name = Text(required=True)
    role = OneOf(*Role, required=True)


class DrawUpMinutes(Shape):
    """Draw up the minutes; incidents that disturbed participation or vote must be named.

    `language` is that of the printed minutes, `bureau` signs them.
    """

    assembly_id = Id("asm", required=True)
    incidents = fields.List(Text(longest=500), load_default=list, validate=validate.Length(max=50))
    language = OneOf(*LANGUAGES, load_default="fr")
    bureau = fields.List(fields.Nested(BureauMember), load_default=list, validate=validate.Length(max=20))


class GetMinutes(Shape):
    """Name the assembly whose minutes are asked for."""

    assembly_id = Id("asm", required=True)


class CalledMember(Shape):
    """What a member is called on paper: their number and name, as the register has them."""

    member_id = Text(required=True, longest=60)
    called = Text(required=True, longest=120)


class GetAttendancePaper(Shape):
    """The attendance list in one of the four languages. Who is not `called` stands on it with their id."""

    assembly_id = Id("asm", required=True)
    language = OneOf(*LANGUAGES, load_default="fr")
    called = fields.List(fields.Nested(CalledMember), load_default=list, validate=validate.Length(max=MOST_CALLED))


class AttendancePaper(Shape):
    """A printed list (PDF in base64) under the name of its file."""

    name = Text(required=True)
    content = Text(required=True)


class MinutesShape(Shape):
    """The minutes, as text and printed (PDF in base64)."""

    assembly_id = Id("asm", required=True)
    drawn_up_on = Day(required=True)
    words = Text(required=True)
    document_id = Id("doc", required=True)
    content = Text(required=True)
    digest = Hex(32, required=True)
