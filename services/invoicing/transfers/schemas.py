"""What is asked and answered about moving budget."""

from marshmallow import fields

from shared.fields import Count, Day, Id, MoneyField, Shape

PAGE = 100


class TransferBudget(Shape):
    """How much budget one activity gives to another."""

    from_activity = Id("act", required=True)
    to_activity = Id("act", required=True)
    amount = MoneyField(required=True, positive=True)


class ReverseTransfer(Shape):
    """The transfer that is given back."""

    transfer_id = Id("bdt", required=True)


class ListTransfers(Shape):
    """A page of what an activity gave and received."""

    activity_id = Id("act", required=True)
    after = Id("bdt", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class TransferDetail(Shape):
    """Budget that moved; `reverses` names the transfer that it gave back, `reversed_by` the one that gave it back."""

    transfer_id = fields.String(required=True)
    from_activity = fields.String(required=True)
    to_activity = fields.String(required=True)
    amount = MoneyField(required=True)
    moved_on = Day(required=True)
    moved_by = fields.String(required=True)
    reverses = fields.String(required=True, allow_none=True)
    reversed_by = fields.String(required=True, allow_none=True)
