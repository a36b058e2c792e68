"""What is asked and answered about erasures."""

from marshmallow import fields

from services.invoicing.erasures.rules import Subject
from shared.fields import Count, Day, EventShape, Id, OneOf, Shape, Text


class EraseClient(Shape):
    """Names a client."""

    client_id = Id("cli", required=True)


class EraseMember(Shape):
    """Names a member."""

    member_id = Id("mbr", required=True)


class GetErasure(Shape):
    """Names somebody who was erased."""

    kind = OneOf(*Subject, required=True)
    about = Text(required=True, longest=40)


class ErasureLine(Shape):
    """What was done at one place."""

    place = fields.String(required=True)
    done = fields.String(required=True)
    on_day = Day(required=True)
    rows_found = Count(required=True)
    law = fields.String(required=True)
    kept_until = Day(required=True, allow_none=True)


class Erasure(Shape):
    """What was removed, what is kept, by which law and until when."""

    erasure_id = fields.String(required=True)
    kind = fields.String(required=True)
    subject = fields.String(required=True)
    requested_on = Day(required=True)
    kept_until = Day(required=True)
    completed_on = Day(required=True, allow_none=True)
    lines = fields.List(fields.Nested(ErasureLine), required=True)


class ErasureRequested(EventShape):
    """membership: a person asks that what the law does not want kept be removed."""

    member_id = Id("mbr", required=True)
    requested_on = Day(required=True)
