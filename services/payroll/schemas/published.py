"""What payroll says, in the shapes in which it leaves the house."""

from collections.abc import Mapping

from marshmallow import Schema, fields

from services.payroll.domain.declaration import COVER_CLOSED_BECAUSE, REFUSED_BECAUSE
from shared.fields import Count, Day, Id, MoneyField, OneOf, Shape


class _OfAnOrder(Shape):
    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)


class WorkDeclared(_OfAnOrder):
    """The authority accepted the declaration of employment."""

    declaration_id = Id("dec", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    declared_on = Day(required=True)
    reference = fields.String(required=True)


class WorkDeclarationRefused(_OfAnOrder):
    """The work may not begin."""

    declaration_id = Id("dec", required=True)
    reason = OneOf(*REFUSED_BECAUSE, required=True)


class CoverOpened(_OfAnOrder):
    """The worker is insured for these days, both included."""

    cover_id = Id("cov", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class CoverClosed(_OfAnOrder):
    """The cover ended before its last day."""

    cover_id = Id("cov", required=True)
    closed_on = Day(required=True)
    reason = OneOf(*COVER_CLOSED_BECAUSE, required=True)


class _OfAWage(_OfAnOrder):
    part = Count(required=True)
    wage_id = Id("wag", required=True)
    net = MoneyField(required=True)


class PayslipIssued(_OfAWage):
    """A wage was worked out and its payslip numbered."""

    number = fields.String(required=True)
    gross = MoneyField(required=True)
    due_on = Day(required=True)
    issued_on = Day(required=True)


class WagesSent(Shape):
    """A payment file left for the bank."""

    batch_id = Id("bat", required=True)
    count = Count(required=True)
    total = MoneyField(required=True)
    execute_on = Day(required=True)


class WagePaid(_OfAWage):
    """The bank carried the payment out."""

    paid_on = Day(required=True)


class WageReturned(_OfAWage):
    """The bank gave the money back: the wage is owed again."""

    returned_on = Day(required=True)


class _OfAnAdvance(_OfAnOrder):
    advance_id = Id("adv", required=True)
    invoice_id = Id("inv", required=True)


class AdvanceOpened(_OfAnAdvance):
    """The fund carries what the client has not paid."""

    part = Count(required=True)
    wage_id = Id("wag", required=True)
    client_id = Id("cli", required=True)
    amount = MoneyField(required=True)
    opened_on = Day(required=True)


class AdvanceRecovered(_OfAnAdvance):
    """The client paid (positive), or his payment was taken back (negative)."""

    amount = MoneyField(required=True, signed=True)
    recovered_so_far = MoneyField(required=True)
    open = MoneyField(required=True)
    recovered_on = Day(required=True)


class AdvanceLost(_OfAnAdvance):
    """The client defaulted: the fund bears it."""

    amount = MoneyField(required=True)
    lost_on = Day(required=True)


class AdvanceRegained(_OfAnAdvance):
    """Of what was lost, money came in after all (positive), or was taken back (negative)."""

    amount = MoneyField(required=True, signed=True)
    regained_on = Day(required=True)


PUBLISHED: Mapping[str, type[Schema]] = {
    "work_declared": WorkDeclared,
    "work_declaration_refused": WorkDeclarationRefused,
    "cover_opened": CoverOpened,
    "cover_closed": CoverClosed,
    "payslip_issued": PayslipIssued,
    "wages_sent": WagesSent,
    "wage_paid": WagePaid,
    "wage_returned": WageReturned,
    "advance_opened": AdvanceOpened,
    "advance_recovered": AdvanceRecovered,
    "advance_lost": AdvanceLost,
    "advance_regained": AdvanceRegained,
}
