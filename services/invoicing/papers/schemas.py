"""Documents as files, asked and answered."""

from marshmallow import fields

from shared.fields import Count, Day, Matching, Shape

PAGE = 100


class GetInvoiceFile(Shape):
    """Names an invoice or a credit note."""

    invoice_id = Matching("(inv|crn)_[0-9a-f]{32}", required=True)


class InvoiceFile(Shape):
    """A file: its name, its media type, its bytes in base64."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    content_base64 = fields.String(required=True)


class ListSetAside(Shape):
    """A page of documents that wait for the accountant."""

    after = Matching("((inv|crn)_[0-9a-f]{32})?", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class SetAsideDocument(Shape):
    """A document that could not be made or may not leave: why, and since when."""

    invoice_id = fields.String(required=True)
    number = fields.String(required=True)
    reason = fields.String(required=True)
    since = Day(required=True)


class RetryDocument(Shape):
    """What stopped the document was put right."""

    invoice_id = Matching("(inv|crn)_[0-9a-f]{32}", required=True)
