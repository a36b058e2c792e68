"""What is asked and answered about adjustments."""

from marshmallow import fields, validate

from services.invoicing.adjustments.rules import AdjustmentState
from shared.fields import Count, Day, Id, MoneyField, OneOf, Shape, Text
from shared.ledger import MAIN_ENTITY

PAGE = 100


class AdjustmentPosting(Shape):
    """So much on an account number (debit positive)."""

    account = Text(longest=20, required=True)
    amount = MoneyField(required=True, signed=True)


class ProposeAdjustment(Shape):
    """An entry by hand, why, the day on which it counts, and the day on which it is taken back, if it is."""

    entity = Text(longest=40, load_default=MAIN_ENTITY)
    text = Text(required=True, longest=200)
    event_on = Day(required=True)
    taken_back_on = Day(load_default=None, allow_none=True)
    lines = fields.List(fields.Nested(AdjustmentPosting), required=True, validate=validate.Length(min=2, max=50))


class BookAdjustment(Shape):
    """Which one."""

    adjustment_id = Id("adj", required=True)


class WithdrawAdjustment(BookAdjustment):
    """Which one, and why."""

    reason = Text(required=True, longest=200)


class ListAdjustments(Shape):
    """A page of those in a state, oldest first, after a cursor."""

    state = OneOf(*AdjustmentState, load_default=AdjustmentState.PROPOSED)
    after = Id("adj", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class AdjustmentDetail(Shape):
    """An adjustment, who proposed it since when, and who booked or withdrew it."""

    adjustment_id = fields.String(required=True)
    state = fields.String(required=True)
    entity = fields.String(required=True)
    text = fields.String(required=True)
    event_on = Day(required=True)
    taken_back_on = Day(required=True, allow_none=True)
    proposed_by = fields.String(required=True)
    proposed_on = Day(required=True)
    decided_by = fields.String(required=True)
    decided_on = Day(required=True, allow_none=True)
    reason = fields.String(required=True)
    lines = fields.List(fields.Nested(AdjustmentPosting), required=True)
