"""What is asked and answered about documents."""

from marshmallow import fields

from shared.fields import Count, Day, Flag, Id, Matching, MoneyField, Rate, Shape

PAGE = 100


class GetInvoice(Shape):
    """Names an invoice or a credit note."""

    invoice_id = Matching("(inv|crn)_[0-9a-f]{32}", required=True)


class ListInvoices(Shape):
    """A page of documents, of one client, member or order where asked; `open` asks for claims only, or for the rest."""

    client_id = Id("cli", load_default=None)
    member_id = Id("mbr", load_default=None)
    order_id = Id("ord", load_default=None)
    open = Flag(load_default=None)
    after = Matching("((inv|crn)_[0-9a-f]{32})?", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class CountInvoices(Shape):
    """Nothing needs to be told."""


class TaxDetail(Shape):
    """The tax of one rate."""

    category = fields.String(required=True)
    rate = Rate(required=True)
    base = MoneyField(required=True)
    vat = MoneyField(required=True)


class PaymentDetail(Shape):
    """Money that came in for an invoice."""

    payment_id = fields.String(required=True)
    movement_id = fields.String(required=True)
    paid_on = Day(required=True, allow_none=True)
    applied = MoneyField(required=True)
    recovered = MoneyField(required=True)
    credit = MoneyField(required=True)
    reversed_on = Day(required=True, allow_none=True)


class InvoiceSummary(Shape):
    """One line in a list of documents."""

    invoice_id = fields.String(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    order_id = fields.String(required=True)
    part = Count(required=True)
    client_id = fields.String(required=True)
    member_id = fields.String(required=True)
    issued_on = Day(required=True, allow_none=True)
    due_on = Day(required=True, allow_none=True)
    net = MoneyField(required=True)
    vat = MoneyField(required=True)
    total = MoneyField(required=True)
    open = MoneyField(required=True)
    state = fields.String(required=True)


class InvoiceDetail(InvoiceSummary):
    """A document whole, with what is owed on it and what the official rules said of it."""

    refers_to = fields.String(required=True, allow_none=True)
    structured_communication = fields.String(required=True)
    paid = MoneyField(required=True)
    credited = MoneyField(required=True)
    written_off = MoneyField(required=True)
    recovered = MoneyField(required=True)
    taxes = fields.List(fields.Nested(TaxDetail), required=True)
    payments = fields.List(fields.Nested(PaymentDetail), required=True)
    digest = fields.String(required=True)
    has_paper = Flag(required=True)
    faults = fields.List(fields.String(), required=True)


class InvoicesCounted(Shape):
    """How many documents there are."""

    invoices = Count(required=True)
    credit_notes = Count(required=True)
    open = Count(required=True)
    overdue = Count(required=True)
