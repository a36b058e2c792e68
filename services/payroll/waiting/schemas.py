"""What crosses the bus about all that waits."""

from marshmallow import fields

from services.payroll.waiting.rules import Leader, Matter
from shared.fields import Count, Day, Id, MoneyField, OneOf, Shape


class ListWaiting(Shape):
    """How much at most, of one member or of all."""

    member_id = Id("mbr", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class WaitingSummary(Shape):
    """Something that waits: what, of which order and wage, since when, why, and whose step leads on.

    `worker` is a name for whoever leads on; empty where nobody is registered yet. `about` is the id of a claim, or of a
    return, a due or money that came in, which have no order. `amount` is what of it is open (negative: to be got back);
    also of a wage that was paid twice, or is about to be.
    """

    matter = OneOf(*Matter, required=True)
    order_id = Id("ord", required=True, allow_none=True)
    part = Count(required=True, allow_none=True)
    member_id = Id("mbr", required=True, allow_none=True)
    wage_id = fields.String(required=True, allow_none=True)
    declaration_id = fields.String(required=True, allow_none=True)
    since = Day(required=True)
    why = fields.String(required=True)
    worker = fields.String(required=True)
    about = fields.String(required=True, allow_none=True)
    amount = MoneyField(required=True, signed=True, allow_none=True)
    leads_on = OneOf(*Leader, required=True)
