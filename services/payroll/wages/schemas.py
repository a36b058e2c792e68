"""What crosses the bus about quotes, and the lines that explain any pay."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.payroll.wages.rules.lines import Section
from services.payroll.wages.rules.pay import MayChange
from services.payroll.workers.rules import ContractKind, HouseholdKind
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Rate, Shape


class WorkedDay(Shape):
    """A day and the hours worked on it."""

    on = Day(required=True)
    hours = Rate(required=True)


class QuotePay(Shape):
    """What a budget pays, or what budget a gross wage needs, for the days and hours worked.

    For a `member_id` the other employments of the month count as the books have them, and so does the household where
    none is named.
    """

    contract = OneOf(*ContractKind, required=True)
    budget = MoneyField(positive=True)
    gross = MoneyField(positive=True)
    household = OneOf(*HouseholdKind, load_default=None)
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

    @validates_schema
    def _somebodys_household(self, data: dict[str, Any], **_: Any) -> None:
        if not (data["household"] or data["member_id"]):
            raise ValidationError("Name the household, or the member whose it is.", "household")


class ChangeHousehold(Shape):
    """Who lives from the wage, from a day on."""

    member_id = Id("mbr", required=True)
    valid_from = Day(required=True)
    household = OneOf(*HouseholdKind, required=True)
    children = Count(load_default=0, limit=30)
    disabled_children = Count(load_default=0, limit=30)
    dependants_over_65 = Count(load_default=0, limit=10)

    @validates_schema
    def _children_are_counted(self, data: dict[str, Any], **_: Any) -> None:
        if data["disabled_children"] > data["children"]:
            raise ValidationError("Disabled children are among the children.", "disabled_children")


class HouseholdChanged(Shape):
    """The wages worked out for days since then: their payslips are to be corrected."""

    member_id = Id("mbr", required=True)
    to_correct = fields.List(Id("wag"), required=True)


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
    over = MoneyField(required=True, allow_none=True, signed=True, attribute="line.over")
    plus = MoneyField(required=True, allow_none=True, signed=True, attribute="line.plus")
    less = MoneyField(required=True, allow_none=True, signed=True, attribute="line.less")
    least = MoneyField(required=True, allow_none=True, signed=True, attribute="line.least")
    limit = MoneyField(required=True, allow_none=True, signed=True, attribute="line.limit")
    divides = Flag(required=True, attribute="line.divides")


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
