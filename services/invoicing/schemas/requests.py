"""What may be asked of invoicing."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from shared.fields import Count, Day, Flag, Id, Matching, MoneyField, OneOf, Rate, Shape, Text

CANCELLED_BECAUSE = ("client_withdrew", "member_withdrew", "mistake", "impossible")
CREDITED_BECAUSE = ("mistake", "less_work", "price_agreed", "goodwill")
WRITTEN_OFF_BECAUSE = ("bankruptcy", "untraceable", "uneconomic")
MOST_PARTS, MOST_DAYS, PAGE = 100, 366, 100
LARGEST_BANK_FILE = 900_000  # characters; below the 1 MiB that a request may have
_NEVER_IN_A_FILE = re.compile(r"[\x00\ud800-\udfff]")  # neither PostgreSQL nor UTF-8 can keep these
EMAIL = r"([^@\s]{1,64}@[^@\s]{1,190})?"


def _in_hundredths(hours: Decimal) -> None:
    """What is written down is what was said, to the hundredth."""
    if hours != hours.quantize(Decimal("0.01")):
        raise ValidationError("At most two decimals.")


class BankFile(fields.String):
    """A bank file as text: lines and control characters as the bank wrote them, bounded in size."""

    def __init__(self) -> None:
        super().__init__(required=True, validate=validate.Length(min=1, max=LARGEST_BANK_FILE))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if _NEVER_IN_A_FILE.search(text):
            raise ValidationError("Not the text of a file.")
        return text


class RegisterClient(Shape):
    """A company as it is to be invoiced; numbers may be written with dots and blanks."""

    kind = OneOf("company", load_default="company")
    name = Text(required=True)
    country = Matching("[A-Z]{2}", error="Not a country: two capital letters (ISO 3166-1).", required=True)
    enterprise_number = Text(longest=30, shortest=0, load_default="")
    vat_number = Text(longest=30, shortest=0, load_default="")
    street = Text(required=True)
    postcode = Text(required=True, longest=12)
    city = Text(required=True, longest=80)
    email = Matching(EMAIL, error="Not an e-mail address.", load_default="")
    language = OneOf("fr", "nl", "de", "en", required=True)


class WhichClient(Shape):
    """Names a client."""

    client_id = Id("cli", required=True)


class ListClients(Shape):
    """A page of clients."""

    after = Id("cli", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class AdmittedMember(Shape):
    """A member as another register names him."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)


class ImportMembers(Shape):
    """Admitted members, where the membership service is not deployed."""

    members = fields.List(fields.Nested(AdmittedMember), required=True, validate=validate.Length(min=1, max=1_000))


class OpenActivity(Shape):
    """A member begins something of his own."""

    member_id = Id("mbr", required=True)
    name = Text(required=True)


class WhichActivity(Shape):
    """Names an activity, or one order within it."""

    activity_id = Id("act", required=True)
    order_id = Id("ord", load_default="")


class ListActivities(Shape):
    """The activities of a member."""

    member_id = Id("mbr", required=True)


class PartOfOrder(Shape):
    """A part as it is agreed; `amount` is without VAT."""

    description = Text(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    days = Count(required=True, least=1, limit=366)
    hours = Rate(required=True, validate=(validate.Range(min=Decimal("0.01"), max=Decimal(8_784)), _in_hundredths))
    amount = MoneyField(required=True, positive=True)


def _parts() -> Any:
    return fields.List(fields.Nested(PartOfOrder), required=True, validate=validate.Length(min=1, max=MOST_PARTS))


class DraftOrder(Shape):
    """An order form; `client_reference` is the client's own order number."""

    activity_id = Id("act", required=True)
    client_id = Id("cli", required=True)
    title = Text(required=True)
    client_reference = Text(shortest=0, longest=80, load_default="")
    contract = OneOf("white_collar", required=True)
    parts = _parts()


class WhichOrder(Shape):
    """Names an order form."""

    order_id = Id("ord", required=True)


class ListOrders(Shape):
    """A page of order forms, of one member, activity or state where asked."""

    member_id = Id("mbr", load_default=None)
    activity_id = Id("act", load_default=None)
    state = OneOf("drafted", "sent", "signed", "completed", "cancelled", load_default=None)
    after = Id("ord", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class SignatureShape(Shape):
    """Who signed for the client, when, and where the signed form is found."""

    signed_by = Text(required=True)
    signed_on = Day(required=True)
    reference = Text(required=True)


class SignOrder(SignatureShape):
    """The client's signature under an order form."""

    order_id = Id("ord", required=True)


class AmendOrder(Shape):
    """Other parts in the place of those agreed; a signed form needs a new signature."""

    order_id = Id("ord", required=True)
    parts = _parts()
    signature = fields.Nested(SignatureShape, load_default=None)


class CancelOrder(Shape):
    """An order form is given up; the note stays here."""

    order_id = Id("ord", required=True)
    reason = OneOf(*CANCELLED_BECAUSE, required=True)
    note = Text(shortest=0, load_default="")


class DayOfWork(Shape):
    """A day worked."""

    on = Day(required=True)
    hours = Rate(required=True, validate=_in_hundredths)


class CompleteWork(Shape):
    """A part is done: which days were worked, and when it was finished."""

    order_id = Id("ord", required=True)
    part = Count(required=True, least=1)
    completed_on = Day(required=True)
    days = fields.List(fields.Nested(DayOfWork), required=True, validate=validate.Length(min=1, max=MOST_DAYS))


class RecordEmployment(Shape):
    """Declared and insured by another payroll; both days included."""

    order_id = Id("ord", required=True)
    declaration_id = Text(required=True, longest=60)
    cover_id = Text(required=True, longest=60)
    declared_on = Day(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class AskQuote(Shape):
    """An amount without VAT, and the expenses expected."""

    amount = MoneyField(required=True, positive=True)
    expenses = MoneyField(load_default=None)


class WhichInvoice(Shape):
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


class AskCount(Shape):
    """Nothing needs to be said."""


class IssueCreditNote(Shape):
    """An amount without VAT to give back, and why: a word for the books, a sentence for the client."""

    invoice_id = Id("inv", required=True)
    net = MoneyField(required=True, positive=True)
    reason = OneOf(*CREDITED_BECAUSE, required=True)
    description = Text(required=True)


class WriteOffInvoice(Shape):
    """Why the client will not pay."""

    invoice_id = Id("inv", required=True)
    reason = OneOf(*WRITTEN_OFF_BECAUSE, required=True)


class IngestBankStatement(Shape):
    """A bank file as text."""

    file_format = OneOf("coda", "camt053", required=True)
    content = BankFile()


class ListUnmatched(Shape):
    """A page of movements whose owner nobody knows yet."""

    after = Id("mov", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class MatchMovement(Shape):
    """Whose a movement in suspense is."""

    movement_id = Id("mov", required=True)
    invoice_id = Id("inv", required=True)
