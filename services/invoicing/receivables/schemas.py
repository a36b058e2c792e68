"""What is asked and answered about what clients owe."""

from marshmallow import fields

from services.invoicing.events import CreditReason, WriteOffReason
from shared.fields import Count, Day, Id, MoneyField, OneOf, Shape, Text

PAGE = 100


class IssueCreditNote(Shape):
    """An amount without VAT to give back, and why: a word for the books, a sentence for the client."""

    invoice_id = Id("inv", required=True)
    net = MoneyField(required=True, positive=True)
    reason = OneOf(*CreditReason, required=True)
    description = Text(required=True)


class CreditNoteIssued(Shape):
    """A credit note was issued."""

    credit_note_id = fields.String(required=True, attribute="invoice_id")
    number = fields.String(required=True, attribute="invoice.number")
    net = MoneyField(required=True, attribute="invoice.net")
    vat = MoneyField(required=True, attribute="invoice.vat")
    total = MoneyField(required=True, attribute="invoice.total")


class WriteOffInvoice(Shape):
    """Why the client will not pay."""

    invoice_id = Id("inv", required=True)
    reason = OneOf(*WriteOffReason, required=True)


class InvoiceGivenUp(Shape):
    """An invoice was given up."""

    invoice_id = fields.String(required=True)
    written_off = MoneyField(required=True)


class SettleFromAccount(Shape):
    """The invoice that is paid from what its client has with the house."""

    invoice_id = Id("inv", required=True)


class InvoiceSetOff(Shape):
    """What is paid and open on the invoice now."""

    invoice_id = fields.String(required=True)
    paid = MoneyField(required=True)
    open = MoneyField(required=True)


class RefundClient(Shape):
    """How much of what a client has with the house goes back to which account of theirs."""

    client_id = Id("cli", required=True)
    amount = MoneyField(required=True, positive=True)
    iban = Text(required=True, longest=42)


class ClientRefunded(Shape):
    """The id that the transfer bears."""

    reference = fields.String(required=True)


class RejectRefund(Shape):
    """The refund that the bank refused, by the id that its transfer bore."""

    reference = Text(required=True, longest=35)


class ListClientAccounts(Shape):
    """A page of clients who have something with the house."""

    after = Id("cli", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class ClientAccount(Shape):
    """What a client has with the house (negative: owes it), and since when."""

    client_id = fields.String(required=True)
    balance = MoneyField(required=True, signed=True)
    since = Day(required=True)
