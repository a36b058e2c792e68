"""What crosses the bus about flagged work."""

from marshmallow import fields

from services.payroll.working_time.rules import FlagKind
from shared.fields import Count, Day, Flag, Id, OneOf, Shape, Text


class ListWorkFlags(Shape):
    """A page of flagged work, of one worker or of all, open or all."""

    member_id = Id("mbr", load_default="")
    only_open = Flag(load_default=True)
    after = Id("flg", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class SettleWorkFlag(Shape):
    """What became of flagged work."""

    flag_id = Id("flg", required=True)
    because = Text(required=True, longest=500)


class WorkFlagDetail(Shape):
    """What is beyond the law: how much was found of a day, and the law's bound; what became of it."""

    flag_id = Id("flg", required=True)
    member_id = Id("mbr", required=True)
    order_id = Id("ord", required=True)
    part = Count(required=True)
    kind = OneOf(*FlagKind, required=True)
    day = Day(required=True)
    found = fields.String(required=True)
    bound = fields.String(required=True)
    found_on = Day(required=True)
    settled_on = Day(required=True, allow_none=True)
    settled_because = fields.String(required=True)
