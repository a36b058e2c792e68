"""What is asked and answered about deposits."""

from marshmallow import fields

from shared.fields import Count, Day, Id, MoneyField, Shape

PAGE = 100


class InvoiceDeposit(Shape):
    """How much of a part's price, without VAT, is claimed before it is worked."""

    order_id = Id("ord", required=True)
    part = Count(required=True, least=1)
    net = MoneyField(required=True, positive=True)


class DepositInvoiced(Shape):
    """A deposit was invoiced."""

    invoice_id = fields.String(required=True)
    number = fields.String(required=True, attribute="invoice.number")
    net = MoneyField(required=True, attribute="invoice.net")
    vat = MoneyField(required=True, attribute="invoice.vat")
    total = MoneyField(required=True, attribute="invoice.total")
    due_on = Day(required=True, attribute="invoice.due_on")
    structured_communication = fields.String(required=True, attribute="invoice.structured_communication")


class ListDeposits(Shape):
    """A page of deposits, of one order or member where asked."""

    order_id = Id("ord", load_default=None)
    member_id = Id("mbr", load_default=None)
    after = Id("inv", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class DepositInList(Shape):
    """A deposit, of whose work for whom, and what became of it.

    `deducted_by` is the number of the invoice that took it off, if one did.
    """

    invoice_id = fields.String(required=True)
    number = fields.String(required=True)
    order_id = fields.String(required=True)
    order_number = fields.String(required=True)
    title = fields.String(required=True)
    client_name = fields.String(required=True)
    member_id = fields.String(required=True)
    part = Count(required=True)
    issued_on = Day(required=True)
    net = MoneyField(required=True)
    total = MoneyField(required=True)
    open = MoneyField(required=True)
    credited = MoneyField(required=True)
    state = fields.String(required=True)
    deducted_by = fields.String(required=True)
