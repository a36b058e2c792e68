"""What payroll answers."""

from marshmallow import fields

from services.payroll.domain.declaration import STATES
from services.payroll.domain.payment import PAYMENT_STATES
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Rate, Shape


class EmployerRegistered(Shape):
    """From when the employer's data are in force."""

    valid_from = Day(required=True)


class WorkerRegistered(Shape):
    """Who was registered, and how many waiting orders could be declared (or held back as late) by it."""

    member_id = Id("mbr", required=True)
    declarations = Count(required=True)


class AccountChanged(Shape):
    """Whose account was changed."""

    member_id = Id("mbr", required=True)


class DeclarationShape(Shape):
    """A declaration of employment and the cover that came with it."""

    declaration_id = Id("dec", required=True)
    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    state = OneOf(*STATES, required=True)
    late = Flag(required=True)
    sent_on = Day(required=True, allow_none=True)
    reference = fields.String(required=True)
    reason = fields.String(required=True)
    cover_id = fields.String(required=True, allow_none=True)


class DeclarationState(Shape):
    """Where a declaration stands now."""

    declaration_id = Id("dec", required=True)
    state = OneOf(*STATES, required=True)


class LineShape(Shape):
    """One explained line: it adds to the result, takes from it, or explains a step."""

    section = OneOf("budget", "wage", required=True)
    code = fields.String(required=True)
    label = fields.String(required=True)
    base = MoneyField(required=True, allow_none=True, signed=True)
    rate = Rate(required=True, allow_none=True)
    amount = MoneyField(required=True, signed=True)
    effect = OneOf("adds", "takes", "explains", required=True)
    rule = fields.String(required=True)
    source = fields.String(required=True)
    provisional = Flag(required=True)


class Quote(Shape):
    """What would be paid, by the same function that pays."""

    budget = MoneyField(required=True)
    gross = MoneyField(required=True)
    cost = MoneyField(required=True)
    net = MoneyField(required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    strategy = fields.String(required=True)
    lines = fields.List(fields.Nested(LineShape), required=True)


class WageShape(Shape):
    """A wage and where its payment stands."""

    wage_id = Id("wag", required=True)
    order_id = Id("ord", required=True)
    part = Count(required=True)
    member_id = Id("mbr", required=True)
    month = fields.String(required=True)
    number = fields.String(required=True)
    gross = MoneyField(required=True)
    net = MoneyField(required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    late = Flag(required=True)
    state = OneOf(*PAYMENT_STATES, required=True)
    paid_on = Day(required=True, allow_none=True)
    returned_on = Day(required=True, allow_none=True)


class WageSentAgain(Shape):
    """Where a wage stands that goes to the bank once more."""

    wage_id = Id("wag", required=True)
    state = OneOf(*PAYMENT_STATES, required=True)


class WageInFull(WageShape):
    """A wage with its explained lines."""

    budget = MoneyField(required=True)
    cost = MoneyField(required=True)
    strategy = fields.String(required=True)
    lines = fields.List(fields.Nested(LineShape), required=True)


class BlockedWage(Shape):
    """A wage that is due and could not be worked out: the refusal that stopped it."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    member_id = Id("mbr", required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    code = fields.String(required=True)
    why = fields.String(required=True)


class PayslipShape(Shape):
    """A payslip: its number, and the PDF in base 64."""

    wage_id = Id("wag", required=True)
    number = fields.String(required=True)
    issued_on = Day(required=True)
    pdf = fields.String(required=True)
    content_digest = fields.String(required=True)


class Debtor(Shape):
    """A client for whom the fund carries advances."""

    client_id = Id("cli", required=True)
    exposure = MoneyField(required=True)
    advances = Count(required=True)


class Fund(Shape):
    """The guarantee fund: its own balance, what it carries, what it lost and what it regained of that.

    `reserve_ratio` = balance / exposure.
    """

    balance = MoneyField(required=True, signed=True)
    exposure = MoneyField(required=True)
    advanced = MoneyField(required=True)
    recovered = MoneyField(required=True, signed=True)
    lost = MoneyField(required=True)
    regained = MoneyField(required=True)
    open_advances = Count(required=True)
    reserve_ratio = Rate(required=True, allow_none=True)
    debtors = fields.List(fields.Nested(Debtor), required=True)


class AdvanceShape(Shape):
    """An advance, and where the invoice behind it stands on the day asked."""

    advance_id = Id("adv", required=True)
    wage_id = Id("wag", required=True)
    order_id = Id("ord", required=True)
    part = Count(required=True)
    invoice_id = Id("inv", required=True)
    member_id = Id("mbr", required=True)
    client_id = Id("cli", required=True)
    amount = MoneyField(required=True)
    recovered = MoneyField(required=True, signed=True)
    lost = MoneyField(required=True)
    regained = MoneyField(required=True)
    open = MoneyField(required=True)
    opened_on = Day(required=True)
    due_on = Day(required=True)
    standing = OneOf("not_due", "due", "overdue", "recovered", "lost", required=True)


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
    advance_open = MoneyField(required=True)


class JobStatement(Shape):
    """Every cent of an order's employment budget, part by part."""

    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    activity_id = Id("act", required=True)
    budget = MoneyField(required=True)
    unspent = MoneyField(required=True)
    parts = fields.List(fields.Nested(PartStatement), required=True)
