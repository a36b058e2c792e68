"""What crosses the bus about the guarantee fund."""

from marshmallow import fields

from services.payroll.fund.rules import AgeOfDebt
from shared.fields import Count, Day, EventShape, Flag, Id, MoneyField, OneOf, Rate, Shape


class GetGuaranteeFund(Shape):
    """How many debtors to name."""

    debtors = Count(load_default=20, least=1, limit=500)


class Debtor(Shape):
    """A client for whom the fund carries advances."""

    client_id = Id("cli", required=True)
    exposure = MoneyField(required=True)
    advances = Count(required=True)


class AgedExposure(Shape):
    """What is carried by the age of its invoice, and the share of it that the cooperative expects to lose, if set."""

    age = OneOf(*AgeOfDebt, required=True)
    exposure = MoneyField(required=True, signed=True)
    loss_rate = Rate(required=True, allow_none=True)


class FundDetail(Shape):
    """The guarantee fund as of a day: its balance, what flowed in, what it carries, lost, regained and charged.

    `reserve_ratio` = balance / exposure; `expected_loss` is empty while a rate that it needs is not set.
    """

    balance = MoneyField(required=True, signed=True)
    inflow = MoneyField(required=True, signed=True)
    exposure = MoneyField(required=True)
    advanced = MoneyField(required=True)
    recovered = MoneyField(required=True, signed=True)
    lost = MoneyField(required=True)
    regained = MoneyField(required=True)
    charged = MoneyField(required=True)
    open_advances = Count(required=True)
    reserve_ratio = Rate(required=True, allow_none=True)
    debtors = fields.List(fields.Nested(Debtor), required=True)
    ageing = fields.List(fields.Nested(AgedExposure), required=True)
    expected_loss = MoneyField(required=True, allow_none=True)


class GetFundShare(Shape):
    """The member whose part in the fund is asked for."""

    member_id = Id("mbr", required=True)


class FundShareDetail(Shape):
    """What a member's work paid into the fund as of a day, and what that paid for.

    `paid_for` is their share of all that the fund bore (of all payments, to the cent), `in_reserve` the rest;
    `borne_for_member` and `carried_for_member` is what the fund did for their own work.
    """

    member_id = Id("mbr", required=True)
    paid_in = MoneyField(required=True, signed=True)
    paid_for = MoneyField(required=True, signed=True)
    in_reserve = MoneyField(required=True, signed=True)
    all_paid_in = MoneyField(required=True, signed=True)
    all_borne = MoneyField(required=True, signed=True)
    carried_for_member = MoneyField(required=True)
    borne_for_member = MoneyField(required=True, signed=True)


class FeeBooked(EventShape):
    """The cooperative's fee on the turnover of a part."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    activity_id = Id("act", required=True)
    member_id = Id("mbr", required=True)
    fee = MoneyField(required=True)


class ListAdvances(Shape):
    """A page of advances."""

    only_open = Flag(load_default=True)
    after = Id("adv", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class AdvanceSummary(Shape):
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
    charged = MoneyField(required=True)
    open = MoneyField(required=True)
    opened_on = Day(required=True)
    due_on = Day(required=True)
    standing = OneOf("not_due", "due", "overdue", "recovered", "lost", "charged", required=True)


class PaymentApplied(EventShape):
    """What the client has paid of an invoice so far, after a payment or after one was taken back."""

    invoice_id = Id("inv", required=True)
    paid_so_far = MoneyField(required=True)
    prepaid_so_far = MoneyField(load_default=None)  # told when what was paid of deposits before it changed


class InvoiceCredited(EventShape):
    """A part of an invoice was given back, VAT included."""

    invoice_id = Id("inv", required=True)
    amount = MoneyField(required=True, positive=True)


class InvoiceWrittenOff(EventShape):
    """The client will not pay what was open."""

    invoice_id = Id("inv", required=True)
    open = MoneyField(required=True, positive=True)


class WrittenOffRecovered(EventShape):
    """Of what the client was let off, money came in after all (positive), or was taken back (negative)."""

    invoice_id = Id("inv", required=True)
    amount = MoneyField(required=True, signed=True)
