"""What is asked and answered about expenses."""

from typing import Any

from marshmallow import fields, post_load, validate

from services.invoicing.expenses.rules import ClaimState, Receipt, ReceiptTax
from services.invoicing.proofs.rules import LARGEST_PROOF
from shared.fields import Count, Day, FileBytes, Flag, Id, Matching, MoneyField, OneOf, Rate, Shape, Text
from shared.identifiers import new_id

PAGE = 100
MOST_RECEIPTS = 100  # in one claim
FIRST_YEAR = 2000


class TaxOnReceipt(Shape):
    """The tax of one rate, as the receipt shows it."""

    rate = Rate(required=True)
    base = MoneyField(required=True, positive=True)
    vat = MoneyField(required=True)

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> ReceiptTax:
        """The tax."""
        return ReceiptTax(**data)


class KeepReceipt(Shape):
    """What was bought, as its document says, and the document; without `taxes` where it shows none.

    `names_entity`: it is an invoice in the cooperative's name, without which no tax is given back.
    """

    member_id = Id("mbr", required=True)
    bought_on = Day(required=True)
    supplier = Text(required=True)
    supplier_number = Text(load_default="")
    number = Text(load_default="")
    country = Matching("[A-Z]{2}", required=True)
    category = Matching("[a-z_]{1,40}", required=True)
    names_entity = Flag(required=True)
    gross = MoneyField(required=True, positive=True)
    taxes = fields.List(fields.Nested(TaxOnReceipt), load_default=list, validate=validate.Length(max=5))
    media_type = OneOf("application/pdf", "image/png", "image/jpeg", required=True)
    content_base64 = FileBytes(longest=LARGEST_PROOF * 4 // 3 + 4, required=True, attribute="content")

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The receipt, and its document beside it."""
        document = {name: data.pop(name) for name in ("media_type", "content")}
        return {"receipt": Receipt(receipt_id=new_id("rec"), digest="", **data | {"taxes": tuple(data["taxes"])}),
                **document}


class KeepTrip(Shape):
    """A journey with the member's own car."""

    member_id = Id("mbr", required=True)
    driven_on = Day(required=True)
    kilometres = Rate(required=True, validate=validate.Range(min=1, max=3_000))
    starts_at = Text(required=True)
    ends_at = Text(required=True)
    purpose = Text(required=True)


class ReceiptKept(Shape):
    """A receipt is kept."""

    receipt_id = fields.String(required=True)
    digest = fields.String(required=True)
    gross = MoneyField(required=True)


class NamedReceipt(Shape):
    """Names a receipt."""

    receipt_id = Id("rec", required=True)


class ClaimExpenses(Shape):
    """Receipts to be refunded from an activity, and the account to which."""

    activity_id = Id("act", required=True)
    receipt_ids = fields.List(Id("rec"), required=True, validate=validate.Length(min=1, max=MOST_RECEIPTS))
    payee_name = Text(required=True, longest=70)
    iban = Text(required=True, longest=42)


class NamedClaim(Shape):
    """Names a claim."""

    claim_id = Id("exp", required=True)


class RefuseClaim(NamedClaim):
    """Why a claim is refused."""

    reason = Text(required=True)


class SendClaimAgain(NamedClaim):
    """The account to which a refund leaves that came back."""

    payee_name = Text(required=True, longest=70)
    iban = Text(required=True, longest=42)


class ClaimSummary(Shape):
    """Where a claim is: refunded = deductible + cost; the cost is the activity's."""

    claim_id = fields.String(required=True)
    activity_id = fields.String(required=True)
    member_id = fields.String(required=True)
    state = fields.String(required=True)
    refunded = MoneyField(required=True)
    deductible = MoneyField(required=True)
    cost = MoneyField(required=True)


class ClaimedReceiptDetail(Shape):
    """What a claim asks of a receipt: of `gross` so much is `refunded`, of its tax `vat` the share is given back."""

    receipt_id = fields.String(required=True)
    bought_on = Day(required=True)
    category = fields.String(required=True)
    supplier = fields.String(required=True)
    number = fields.String(required=True)
    names_entity = Flag(required=True)
    gross = MoneyField(required=True)
    refunded = MoneyField(required=True)
    vat = MoneyField(required=True)
    vat_share = Rate(required=True)
    deductible = MoneyField(required=True)
    cost = MoneyField(required=True)
    source = fields.String(required=True)


class ClaimDetail(ClaimSummary):
    """A claim with its lines."""

    asked_on = Day(required=True)
    decided_on = Day(required=True, allow_none=True)
    reason = fields.String(required=True)
    booked_on = Day(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)
    lines = fields.List(fields.Nested(ClaimedReceiptDetail), required=True)


class ListClaims(Shape):
    """A page of claims, of one member or state where asked."""

    member_id = Id("mbr", load_default=None)
    state = OneOf(*ClaimState, load_default=None)
    after = Id("exp", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class GetExpenses(Shape):
    """A member's expenses of a year."""

    member_id = Id("mbr", required=True)
    year = Count(required=True, least=FIRST_YEAR, limit=9_998)


class ReceiptSummary(ReceiptKept):
    """A receipt and what became of it: `saved`, `dropped`, or the state of its claim."""

    digest = fields.String(load_only=True)
    bought_on = Day(required=True)
    supplier = fields.String(required=True)
    number = fields.String(required=True)
    category = fields.String(required=True)
    names_entity = Flag(required=True)
    kilometres = Rate(required=True, allow_none=True)
    vat = MoneyField(required=True)
    claim_id = fields.String(required=True)
    state = fields.String(required=True)


class ExpenseMoneyDetail(Shape):
    """What an activity may spend on expenses now; what approved claims wait for comes from its next turnover."""

    activity_id = fields.String(required=True)
    name = fields.String(required=True)
    available = MoneyField(required=True)
    approved = MoneyField(required=True)


class ExpensesDetail(Shape):
    """All that a page about a member's expenses shows."""

    receipts = fields.List(fields.Nested(ReceiptSummary), required=True)
    claims = fields.List(fields.Nested(ClaimDetail), required=True)
    activities = fields.List(fields.Nested(ExpenseMoneyDetail), required=True)


class ReceiptFile(Shape):
    """The document of a receipt, its bytes in base64."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    content_base64 = fields.String(required=True)
