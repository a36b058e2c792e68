"""What is asked and answered about signing. Tokens and codes come in, and never go out."""

from typing import Any

from marshmallow import fields, post_load

from services.invoicing.signing.rules import Contact, DeclineReason
from shared.fields import Count, Day, Email, Flag, Hex, Id, Instant, Matching, MoneyField, OneOf, Rate, Shape, Text

PAGE, DIGEST_BYTES = 100, 32
LANGUAGES = ("fr", "nl", "de", "en")


class OfOrder(Shape):
    """Names an order form."""

    order_id = Id("ord", required=True)


class OrderStanding(Shape):
    """Where an order is after a step."""

    order_id = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    amount = MoneyField(required=True)


class ContactForOrder(Shape):
    """Who is asked to sign for the client."""

    name = Text(required=True, longest=100)
    email = Email(required=True)
    language = OneOf(*LANGUAGES, required=True)

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> Contact:
        """The contact."""
        return Contact(**data)


class SendOrder(OfOrder):
    """Names the order form that goes to the client, or to their contact; until when it may be accepted."""

    valid_until = Day(load_default=None)
    contact = fields.Nested(ContactForOrder, load_default=None)


class SentFormSummary(Shape):
    """A form that was sent."""

    form_id = fields.String(required=True)
    version = Count(required=True)
    valid_until = Day(required=True)
    by_link = Flag(required=True)


class ScreeningSummary(Shape):
    """What keeps a form from leaving: risks by code; refused, why."""

    screening_id = fields.String(required=True)
    state = fields.String(required=True)
    risks = fields.List(fields.String(), required=True)
    decision = fields.String(required=True)


class OrderSent(Shape):
    """An order whose form was sent; without a form it waits for what `screening` names, or is agreed unsigned."""

    order_id = fields.String(required=True, attribute="order.order_id")
    number = fields.String(required=True, attribute="order.number")
    state = fields.String(required=True, attribute="order.state")
    amount = MoneyField(required=True, attribute="order.amount")

    form = fields.Nested(SentFormSummary, required=True, allow_none=True)
    screening = fields.Nested(ScreeningSummary, required=True, allow_none=True)


class BeginUnsignedOrder(OfOrder):
    """Names the order that is worked without its client's signature."""


class RevokeOrderForm(OfOrder):
    """Names the order whose form is taken back."""


class GetOrderEvidence(OfOrder):
    """Names the order whose newest form is proven."""


class ListOrderForms(Shape):
    """A page of the newest forms, of one member or order where asked."""

    member_id = Id("mbr", load_default=None)
    order_id = Id("ord", load_default=None)
    after = Id("frm", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class OrderFormSummary(Shape):
    """One line in a list of forms; `answer` is the client's wish or reason, `set_aside` what stops the form."""

    form_id = fields.String(required=True)
    order_id = fields.String(required=True)
    number = fields.String(required=True)
    version = Count(required=True)
    title = fields.String(required=True)
    client_id = fields.String(required=True)
    state = fields.String(required=True)
    by_link = Flag(required=True)
    valid_until = Day(required=True)
    sent_on = Day(required=True)
    answer = fields.String(required=True)
    set_aside = fields.String(required=True)


class BehindLink(Shape):
    """Whoever has the token of a link."""

    token = Matching(r"[A-Za-z0-9_-]{1,100}", required=True)


class OfShownForm(BehindLink):
    """Whoever has a link, and the digest of the form that they were shown."""

    digest = Hex(DIGEST_BYTES, required=True)


class AcceptOrderForm(OfShownForm):
    """The client accepts: who, as what, with the code from the mailbox.

    `entitled`: they ticked that they may order for the client. It stands in the evidence as it was told.
    """

    name = Text(required=True, longest=100)
    role = Text(required=True, longest=100)
    code = Matching("[0-9]{6}", error="A code has six digits.", required=True)
    entitled = Flag(load_default=False)


class AskOrderChange(OfShownForm):
    """The client wishes for something else."""

    name = Text(required=True, longest=100)
    text = Text(required=True, longest=1_000)


class DeclineOrderForm(OfShownForm):
    """The client does not order."""

    name = Text(required=True, longest=100)
    reason = OneOf(*DeclineReason, required=True)
    note = Text(shortest=0, longest=1_000, load_default="")


class PartyOfForm(Shape):
    """A party to a form."""

    name = fields.String(required=True)
    street = fields.String(required=True)
    postcode = fields.String(required=True)
    city = fields.String(required=True)
    country = fields.String(required=True)
    enterprise_number = fields.String(required=True)
    vat_number = fields.String(required=True)


class SellerOfForm(PartyOfForm):
    """The cooperative as the law wants it named."""

    legal_mention = fields.String(required=True)
    email = fields.String(required=True)


class LineOfForm(Shape):
    """How a part of the amount is made up; `discount` is a share of the line."""

    description = fields.String(required=True)
    quantity = Rate(required=True)
    unit = fields.String(required=True)
    unit_price = Rate(required=True)
    discount = Rate(required=True)
    net = MoneyField(required=True)


class PartOfForm(Shape):
    """A part as the client reads it; without VAT."""

    part = Count(required=True)
    description = fields.String(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    days = Count(required=True)
    hours = Rate(required=True)
    amount = MoneyField(required=True)
    lines = fields.List(fields.Nested(LineOfForm), required=True)


class TaxOfForm(Shape):
    """The tax of one case."""

    category = fields.String(required=True)
    rate = Rate(required=True)
    base = MoneyField(required=True)
    vat = MoneyField(required=True)
    reason = fields.String(required=True)


class SignedBy(Shape):
    """Who accepted, as what, when (as the evidence tells it), and the digest in which the chain then ended."""

    name = fields.String(required=True)
    role = fields.String(required=True)
    accepted_at = fields.String(required=True)
    end = fields.String(required=True)


class OrderFormDetail(Shape):
    """A form as its client reads it."""

    form_id = fields.String(required=True)
    digest = fields.String(required=True)
    number = fields.String(required=True)
    version = Count(required=True)
    state = fields.String(required=True)
    language = fields.String(required=True)
    valid_until = Day(required=True)
    title = fields.String(required=True)
    client_reference = fields.String(required=True)
    may_sign = Flag(required=True)
    seller = fields.Nested(SellerOfForm, required=True)
    client = fields.Nested(PartyOfForm, required=True)
    parts = fields.List(fields.Nested(PartOfForm), required=True)
    net = MoneyField(required=True)
    taxes = fields.List(fields.Nested(TaxOfForm), required=True)
    total = MoneyField(required=True)
    payment_term_days = Count(required=True)
    mentions = fields.List(fields.String(), required=True)
    mailbox = fields.String(required=True)
    tries_left = Count(required=True)
    signed = fields.Nested(SignedBy, required=True, allow_none=True)


class CodeSent(Shape):
    """A code goes to this mailbox (masked)."""

    mailbox = fields.String(required=True, attribute="masked_mailbox")
    codes_left = Count(required=True)


class AcceptanceTried(Shape):
    """What an attempt to accept came to; `end` is the digest in which the evidence ends."""

    outcome = fields.String(required=True)
    tries_left = Count(required=True)
    number = fields.String(required=True)
    accepted_at = Instant(required=True, allow_none=True)
    end = fields.String(required=True, allow_none=True)


class FormAnswered(Shape):
    """Where a form is after the client's answer."""

    number = fields.String(required=True)
    state = fields.String(required=True)


class SigningFile(Shape):
    """A file: its name, its media type, its bytes in base64."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    content_base64 = fields.String(required=True)
