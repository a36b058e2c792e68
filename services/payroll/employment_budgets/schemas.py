"""What crosses the bus about the budgets of employments."""

from marshmallow import fields

from services.payroll.events import EmploymentRemedy
from services.payroll.wages.rules.lines import Section
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Rate, Shape


class QuoteEmployment(Shape):
    """What-if: hours and a monthly gross from a day on, and for how many months a wage is to be carried."""

    member_id = Id("mbr", required=True)
    starts_on = Day(required=True)
    weekly_hours = Rate(required=True)
    gross = MoneyField(required=True, positive=True)
    months = Count(load_default=12, least=1, limit=24)


class FundsDetail(Shape):
    """What an employment can count on; `whole` is all of it less what the mutual fund gets back first."""

    held = MoneyField(required=True)
    coming = MoneyField(required=True)
    planned = MoneyField(required=True)
    lent = MoneyField(required=True)
    whole = MoneyField(required=True, signed=True)


class PlannedMonthDetail(Shape):
    """A month to come: its days, its wage, the budget that it takes, and what is left then; below nothing: short."""

    starts_on = Day(required=True, attribute="month.first")
    ends_on = Day(required=True, attribute="month.last")
    gross = MoneyField(required=True, attribute="month.gross")
    budget = MoneyField(required=True)
    left = MoneyField(required=True, signed=True)


class PayLine(Shape):
    """One explained line of a month's pay: it adds to the result, takes from it, or explains a step."""

    section = OneOf(*Section, required=True)
    code = fields.String(required=True, attribute="line.code")
    label = fields.String(required=True, attribute="line.label")
    base = MoneyField(required=True, allow_none=True, signed=True, attribute="line.base")
    rate = Rate(required=True, allow_none=True, attribute="line.rate")
    amount = MoneyField(required=True, signed=True, attribute="line.amount")
    effect = OneOf("adds", "takes", "explains", required=True, attribute="line.effect")
    source = fields.String(required=True, attribute="line.rule.source")
    provisional = Flag(required=True, attribute="line.rule.provisional")


class EmploymentQuoteDetail(Shape):
    """How long the budget carries the employment, what its first whole month pays, and which wage it would carry.

    `carries` is the monthly gross for `months` months; `least` the guaranteed minimum for these hours. While
    `short_from` is empty, the budget carries every month that was looked at.
    """

    funds = fields.Nested(FundsDetail, required=True)
    net = MoneyField(required=True, attribute="pay.net")
    lines = fields.List(fields.Nested(PayLine), required=True, attribute="pay.placed")
    first_month = fields.Nested(PlannedMonthDetail, required=True)
    ahead = fields.List(fields.Nested(PlannedMonthDetail), required=True)
    carried_months = Count(required=True)
    short_from = Day(required=True, allow_none=True)
    months = Count(required=True)
    carries = MoneyField(required=True)
    least = MoneyField(required=True)


class GetEmploymentBudget(Shape):
    """The employment that is meant."""

    employment_id = Id("emp", required=True)


class WorkedOutMonth(Shape):
    """A month that was worked out: its budget, what brought it, what the mutual fund lent, and its wage."""

    part = Count(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    budget = MoneyField(required=True)
    brought = MoneyField(required=True)
    lent = MoneyField(required=True)
    wage_id = Id("wag", required=True, allow_none=True)
    gross = MoneyField(required=True, allow_none=True)
    net = MoneyField(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)


class FeedDetail(Shape):
    """What fed the employment: which part of which order, and the invoice that is to bring the money."""

    from_order_id = Id("ord", required=True)
    from_part = Count(required=True)
    invoice_id = Id("inv", required=True)
    amount = MoneyField(required=True)
    fed_on = Day(required=True)


class WarningDetail(Shape):
    """From when the budget is short, and what happens instead on which day."""

    warned_on = Day(required=True)
    short_from = Day(required=True)
    effective_on = Day(required=True)
    remedy = OneOf(*EmploymentRemedy, required=True)


class EmploymentBudgetDetail(Shape):
    """Every cent of an employment's budget: what fed it, what its months took, what is there and what is to come."""

    employment_id = Id("emp", required=True)
    funds = fields.Nested(FundsDetail, required=True)
    fed_by = fields.List(fields.Nested(FeedDetail), required=True)
    worked_out = fields.List(fields.Nested(WorkedOutMonth), required=True)
    ahead = fields.List(fields.Nested(PlannedMonthDetail), required=True)
    warning = fields.Nested(WarningDetail, required=True, allow_none=True)
