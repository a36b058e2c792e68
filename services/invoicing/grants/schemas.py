"""What is asked and answered about grants."""

from marshmallow import fields

from shared.fields import Count, Day, Id, MoneyField, Rate, Shape

PAGE = 100


class ListGrants(Shape):
    """A page of grants, of one activity where asked."""

    activity_id = Id("act", load_default=None)
    after = Id("grt", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class GrantDetail(Shape):
    """Money that entered an activity without an order: amount = fee + what is left to the activity."""

    grant_id = fields.String(required=True)
    movement_id = fields.String(required=True)
    activity_id = fields.String(required=True)
    kind = fields.String(required=True)
    amount = MoneyField(required=True)
    fee = MoneyField(required=True)
    fee_rate = Rate(required=True)
    left = MoneyField(required=True)
    received_on = Day(required=True)
    returned_on = Day(required=True, allow_none=True)
