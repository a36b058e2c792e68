"""What is asked and answered about VAT returns."""

from marshmallow import fields

from services.invoicing.vat_returns.rules import State
from shared.fields import LATEST, Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text
from shared.ledger import MAIN_ENTITY

PAGE = 100


class OfEntity(Shape):
    """Of which legal entity."""

    entity = Text(longest=40, load_default=MAIN_ENTITY)


class CloseVatReturn(OfEntity):
    """Close the entity's next period; whether what is claimed back shall be paid out, not carried on."""

    refund = Flag(load_default=False)


class GridAmountSummary(Shape):
    """What stands in one grid."""

    grid = fields.String(required=True)
    amount = MoneyField(required=True)


class ControlResult(Shape):
    """Something that must agree within the return, with its figures in words."""

    rule = fields.String(required=True)
    agrees = Flag(required=True)
    sentence = fields.String(required=True)


class VatReturnDetail(Shape):
    """A return: its period, its grids, what is due (negative: claimed back), and what has become of it."""

    return_id = fields.String(required=True)
    entity = fields.String(required=True)
    starts_on = Day(required=True, attribute="period.starts_on")
    ends_on = Day(required=True, attribute="period.last_day")
    due_on = Day(required=True)
    grids = fields.List(fields.Nested(GridAmountSummary), required=True, attribute="amounts")
    balance = MoneyField(required=True, signed=True)
    documents = fields.Integer(required=True)
    late = fields.Integer(required=True)
    controls = fields.List(fields.Nested(ControlResult), required=True)
    state = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True)
    refused_because = fields.String(required=True)


class ListVatReturns(OfEntity):
    """A page of returns, latest period first; `before` is the first day of the last one seen."""

    before = Day(load_default=LATEST)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class GetVatReturn(Shape):
    """Which return."""

    return_id = Id("vat", required=True)


class ListGridDocuments(Shape):
    """A page of the documents that stand in a grid of a return."""

    return_id = Id("vat", required=True)
    grid = Text(longest=4, required=True)
    after = Text(longest=80, shortest=0, load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class GridDocument(Shape):
    """A document, its number where it bears one, what it put into the grid, when its tax fell due, whether late."""

    document = fields.String(required=True)
    number = fields.String(required=True)
    amount = MoneyField(required=True)
    tax_on = Day(required=True)
    late = Flag(required=True)


class RecordVatAnswer(Shape):
    """What the State answered to a return: its reference, or why it refuses."""

    return_id = Id("vat", required=True)
    accepted = Flag(required=True)
    reference = Text(longest=60, shortest=0, load_default="")
    reason = Text(longest=500, shortest=0, load_default="")


class VatReturnState(Shape):
    """What has become of the return."""

    state = OneOf(*State, required=True)


class FileClientListing(OfEntity):
    """Of which calendar year."""

    year = Count(least=1993, limit=2199, required=True)


class ClientListingFiled(Shape):
    """The document that leaves, how many clients it names, and their sums."""

    document_id = fields.String(required=True)
    clients = fields.Integer(required=True)
    base = MoneyField(required=True)
    vat = MoneyField(required=True)
