"""Shapes of minutes."""

from marshmallow import fields, validate

from shared.fields import Day, Hex, Id, Shape, Text


class DrawUpMinutes(Shape):
    """Draw up the minutes; incidents that disturbed participation or vote must be named."""

    assembly_id = Id("asm", required=True)
    incidents = fields.List(Text(longest=500), load_default=list, validate=validate.Length(max=50))


class GetMinutes(Shape):
    """Name the assembly whose minutes are asked for."""

    assembly_id = Id("asm", required=True)


class Minutes(Shape):
    """The minutes, as text and printed (PDF in base64)."""

    assembly_id = Id("asm", required=True)
    drawn_up_on = Day(required=True)
    words = Text(required=True)
    document_id = Id("doc", required=True)
    content = Text(required=True)
    digest = Hex(32, required=True)
