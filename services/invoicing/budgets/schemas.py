"""What is asked and answered about budgets."""

from marshmallow import fields

from shared.fields import Day, Id, MoneyField, Rate, Shape


class QuoteOrder(Shape):
    """An amount without VAT, and the expenses expected."""

    amount = MoneyField(required=True, positive=True)
    expenses = MoneyField(load_default=None)


class BudgetLineDetail(Shape):
    """One line of a calculation."""

    label = fields.String(required=True)
    base = MoneyField(required=True)
    rate = Rate(required=True)
    amount = MoneyField(required=True, signed=True)
    rule = fields.String(required=True)
    source = fields.String(required=True)


class Quote(Shape):
    """What would become of an amount without VAT."""

    net = MoneyField(required=True)
    fee = MoneyField(required=True)
    expenses = MoneyField(required=True)
    budget = MoneyField(required=True)
    lines = fields.List(fields.Nested(BudgetLineDetail), required=True)


class GetActivityStatement(Shape):
    """Names an activity, or one order within it."""

    activity_id = Id("act", required=True)
    order_id = Id("ord", load_default="")


class StatementLineDetail(Shape):
    """One line of a booking that concerns the activity, debit positive; `document` is named so in its `journal`."""

    on = Day(required=True)
    account = fields.String(required=True)
    journal = fields.String(required=True)
    document = fields.String(required=True)
    text = fields.String(required=True)
    order_id = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)


class ActivityStatementDetail(Shape):
    """Where every cent went.

    invoiced = turnover + deposits (on work to come) + vat = paid + open + written off; turnover + grants +
    transferred (from other activities, less what went to them) = fee + budget + expenses + balance of the activity
    - what it owes.
    `entries` are the bookings behind the figures, debit positive.
    """

    activity_id = fields.String(required=True)
    order_id = fields.String(required=True)
    invoiced = MoneyField(required=True, signed=True)
    vat = MoneyField(required=True, signed=True)
    turnover = MoneyField(required=True, signed=True)
    grants = MoneyField(required=True, signed=True)
    deposits = MoneyField(required=True, signed=True)
    fee = MoneyField(required=True, signed=True)
    budget = MoneyField(required=True, signed=True)
    transferred = MoneyField(required=True, signed=True)
    expenses = MoneyField(required=True, signed=True)
    balance = MoneyField(required=True, signed=True)
    owed = MoneyField(required=True, signed=True)
    paid = MoneyField(required=True, signed=True)
    written_off = MoneyField(required=True, signed=True)
    open = MoneyField(required=True, signed=True)
    entries = fields.List(fields.Nested(StatementLineDetail), required=True)
