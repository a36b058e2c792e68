"""Documents as files, asked and answered."""

from marshmallow import fields

from shared.fields import Matching, Shape


class GetInvoiceFile(Shape):
    """Names an invoice or a credit note."""

    invoice_id = Matching("(inv|crn)_[0-9a-f]{32}", required=True)


class InvoiceFile(Shape):
    """A file: its name, its media type, its bytes in base64."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    content_base64 = fields.String(required=True)
