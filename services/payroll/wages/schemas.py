"""What crosses the bus about quotes, and the lines that explain any pay."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.payroll.wages.rules.lines import Section
from services.payroll.wages.rules.pay import MayChange
from services.payroll.workers.rules import ContractKind, Household, HouseholdKind
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Rate, Shape


class WorkedDay(Shape):
    """A day and the hours worked on it."""

    on = Day(required=True)
    hours = Rate(required=True)


class QuotePay(Shape):
    """What a budget pays, or what budget a gross wage needs, for the days and hours worked.

    For a `member_id` the other employments of the month count as the books have them.
    """

    contract = OneOf(*ContractKind, required=True)
    budget = MoneyField(positive=True)
    gross = MoneyField(positive=True)
    household = OneOf(*HouseholdKind, required=True)
    children = Count(load_default=0, limit=30)
    disabled_children = Count(load_default=0, limit=30)
    dependants_over_65 = Count(load_default=0, limit=10)
    ends_on = Day(required=True)
    days = fields.List(fields.Nested(WorkedDay), required=True, validate=validate.Length(1, 31))
    member_id = Id("mbr", load_default="")

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if ("budget" in data) == ("gross" in data):
            raise ValidationError("Give either a budget or a gross wage.", "budget")


class LineDetail(Shape):
    """One explained line: it adds to the result, takes from it, or explains a step."""

    section = OneOf(*Section, required=True)
    code = fields.String(required=True, attribute="line.code")
    label = fields.String(required=True, attribute="line.label")
    base = MoneyField(required=True, allow_none=True, signed=True, attribute="line.base")
    rate = Rate(required=True, allow_none=True, attribute="line.rate")
    amount = MoneyField(required=True, signed=True, attribute="line.amount")
    effect = OneOf("adds", "takes", "explains", required=True, attribute="line.effect")
    rule = fields.String(required=True, attribute="line.rule.id")
    source = fields.String(required=True, attribute="line.rule.source")
    provisional = Flag(required=True, attribute="line.rule.provisional")


class QuoteDetail(Shape):
    """What would be paid, by the same function that pays."""

    budget = MoneyField(required=True, attribute="pay.shares.budget")
    gross = MoneyField(required=True, attribute="pay.shares.gross")
    cost = MoneyField(required=True, attribute="pay.shares.cost")
    net = MoneyField(required=True, attribute="pay.net")
    due_on = Day(required=True)
    pay_on = Day(required=True)
    strategy = fields.String(required=True, attribute="pay.strategy")
    lines = fields.List(fields.Nested(LineDetail), required=True, attribute="pay.placed")
    may_change = fields.List(OneOf(*MayChange), required=True)


def household(data: dict[str, Any]) -> Household:
    """The household that a request describes."""
    return Household.from_fields(data)
