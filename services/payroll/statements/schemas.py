"""What crosses the bus about wages and budgets as people ask for them."""

from marshmallow import fields

from services.payroll.payments.rules import PaymentState
from services.payroll.wages.rules.lines import Section
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Rate, Shape


class GetWage(Shape):
    """The wage that is asked for."""

    wage_id = Id("wag", required=True)


class ListWages(Shape):
    """A page of wages: of one member, one order or one state, or of all."""

    member_id = Id("mbr", load_default="")
    order_id = Id("ord", load_default="")
    state = OneOf(*PaymentState, load_default="")
    after = Id("wag", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class ListBlockedWages(Shape):
    """How many rows at most."""

    limit = Count(load_default=100, least=1, limit=500)


class GetJobStatement(Shape):
    """The order whose budget is asked for."""

    order_id = Id("ord", required=True)


class WageLine(Shape):
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


class WageSummary(Shape):
    """A wage and where its payment stands.

    `open` is what is still to be paid (negative: what was paid beyond it; where its worker agreed, `may_set_off`, it is
    kept back from the next wages). `set_off` is what of this one was kept back for a wage that was paid twice.
    """

    wage_id = Id("wag", required=True)
    order_id = Id("ord", required=True)
    part = Count(required=True)
    member_id = Id("mbr", required=True)
    month = fields.String(required=True)
    number = fields.String(required=True)
    gross = MoneyField(required=True)
    net = MoneyField(required=True)
    open = MoneyField(required=True, signed=True)
    set_off = MoneyField(required=True)
    may_set_off = Flag(required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    late = Flag(required=True)
    undeclared = Flag(required=True)
    state = OneOf(*PaymentState, required=True)
    paid_on = Day(required=True, allow_none=True)
    returned_on = Day(required=True, allow_none=True)


class WageDetail(WageSummary):
    """A wage with its explained lines."""

    budget = MoneyField(required=True)
    cost = MoneyField(required=True)
    strategy = fields.String(required=True)
    lines = fields.List(fields.Nested(WageLine), required=True)


class BlockedWage(Shape):
    """A wage that is due and could not be worked out: the refusal that stopped it."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    member_id = Id("mbr", required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    code = fields.String(required=True)
    why = fields.String(required=True)


class StatementLine(Shape):
    """One destination of the budget's money."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)


class PartStatement(Shape):
    """Where the budget of one part went: the lines add up to the budget."""

    part = Count(required=True)
    completed_on = Day(required=True, allow_none=True)
    due_on = Day(required=True, allow_none=True)
    pay_on = Day(required=True, allow_none=True)
    late = Flag(required=True)
    blocked_by = fields.String(required=True)
    budget = MoneyField(required=True)
    lines = fields.List(fields.Nested(StatementLine), required=True)
    wage_id = fields.String(required=True, allow_none=True)
    wage_state = fields.String(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)
    advance_id = fields.String(required=True, allow_none=True)
    advanced = MoneyField(required=True)
    recovered = MoneyField(required=True, signed=True)
    lost = MoneyField(required=True)
    regained = MoneyField(required=True)
    charged = MoneyField(required=True)
    advance_open = MoneyField(required=True)


class JobStatement(Shape):
    """Every cent of an order's employment budget, part by part."""

    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    activity_id = Id("act", required=True)
    budget = MoneyField(required=True)
    unspent = MoneyField(required=True)
    parts = fields.List(fields.Nested(PartStatement), required=True)
