"""What crosses the bus about all that waits."""

from marshmallow import fields

from services.payroll.waiting.rules import Leader, Matter
from shared.fields import Count, Day, Id, OneOf, Shape


class ListWaiting(Shape):
    """How much at most, of one member or of all."""

    member_id = Id("mbr", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class WaitingSummary(Shape):
    """Something that waits: what, of which order and wage, since when, why, and whose step leads on.

    `worker` is a name for whoever leads on; empty where nobody is registered yet.
    """

    matter = OneOf(*Matter, required=True)
    order_id = Id("ord", required=True)
    part = Count(required=True, allow_none=True)
    member_id = Id("mbr", required=True)
    wage_id = fields.String(required=True, allow_none=True)
    declaration_id = fields.String(required=True, allow_none=True)
    since = Day(required=True)
    why = fields.String(required=True)
    worker = fields.String(required=True)
    leads_on = OneOf(*Leader, required=True)
