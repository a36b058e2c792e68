"""What is asked and answered about what clients owe."""

from marshmallow import fields

from services.invoicing.events import CreditReason, WriteOffReason
from shared.fields import Id, MoneyField, OneOf, Shape, Text


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
