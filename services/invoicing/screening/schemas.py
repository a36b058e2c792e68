"""What is asked and answered about screenings."""

from marshmallow import fields

from services.invoicing.screening.rules import ScreeningState
from shared.fields import Count, Day, Id, OneOf, Shape, Text

PAGE = 100


class ApproveScreening(Shape):
    """Names a screening."""

    screening_id = Id("scr", required=True)


class RefuseScreening(ApproveScreening):
    """Why the form does not leave; who works the order reads it."""

    reason = Text(required=True, longest=1_000)


class AppealScreening(ApproveScreening):
    """Why it should leave all the same."""

    text = Text(required=True, longest=1_000)


class ListScreenings(Shape):
    """A page of screenings, of one member, order or state where asked."""

    member_id = Id("mbr", load_default=None)
    order_id = Id("ord", load_default=None)
    state = OneOf(*ScreeningState, load_default=None)
    after = Id("scr", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class ScreeningDetail(Shape):
    """A question about an order: its risks by code, and what was decided."""

    screening_id = fields.String(required=True)
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    member_id = fields.String(required=True)
    risks = fields.List(fields.String(), required=True)
    state = fields.String(required=True)
    asked_on = Day(required=True)
    decision = fields.String(required=True)
    appeal = fields.String(required=True)
