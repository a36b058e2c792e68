"""What is asked, answered and consumed about order forms."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.invoicing.events import CancelReason, Contract
from services.invoicing.orders.rules.order import Every, OrderState, Signature, Terms, repeated
from services.invoicing.orders.rules.prices import PricedLine, Supply, Unit, lump_sum
from shared.fields import Count, Day, EventShape, Id, Matching, MoneyField, OneOf, Rate, Shape, Text

MOST_PARTS, MOST_LINES, MOST_OTHERS, PAGE = 100, 50, 20, 100
MOST_QUANTITY, MOST_PRICE = Decimal(1_000_000), Decimal(10_000_000)


def _decimals(most: int) -> Any:
    step = Decimal(1).scaleb(-most)

    def check(value: Decimal) -> None:
        if value != value.quantize(step):
            raise ValidationError(f"At most {most} decimals.")

    return check


class LineOfPart(Shape):
    """So many of a unit at a price each without VAT; `discount` is a share of the line (0.1 is 10 %)."""

    description = Text(required=True)
    quantity = Rate(required=True, validate=(
        validate.Range(min=-MOST_QUANTITY, max=MOST_QUANTITY), validate.NoneOf([Decimal(0)], error="Not zero."),
        _decimals(3)))
    unit = OneOf(*Unit, required=True)
    unit_price = Rate(required=True, validate=(validate.Range(min=Decimal(0), max=MOST_PRICE), _decimals(4)))
    discount = Rate(load_default=Decimal(0), validate=(
        validate.Range(min=Decimal(0), max=Decimal(1), max_inclusive=False), _decimals(4)))
    supply = OneOf(*Supply, load_default=Supply.SERVICE.value)

    @validates_schema
    def takes_back_undiscounted(self, data: dict[str, Any], **_: Any) -> None:
        """What is taken back is taken back at its price."""
        if data["quantity"] < 0 and data["discount"]:
            raise ValidationError({"discount": ["A line that takes back has none."]})


class PartOfOrder(Shape):
    """A part as it is agreed; `amount` is without VAT, and what its lines make; without lines it is a lump sum."""

    description = Text(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    days = Count(required=True, least=1, limit=366)
    hours = Rate(required=True, validate=(validate.Range(min=Decimal("0.01"), max=Decimal(8_784)), _decimals(2)))
    amount = MoneyField(required=True, positive=True)
    lines = fields.List(fields.Nested(LineOfPart), load_default=list, validate=validate.Length(max=MOST_LINES))

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> Terms:
        """The terms of the part."""
        lines, amount = data.pop("lines"), data["amount"]
        priced = [PricedLine(**line, currency=amount.currency) for line in lines]
        return Terms(**data, lines=tuple(priced or [lump_sum(data["description"], amount)]))


class Repetition(Shape):
    """How often the one part of a recurring order comes, and how many times in all."""

    every = OneOf(*Every, required=True)
    times = Count(required=True, least=2, limit=MOST_PARTS)


class WorkOfAnother(Shape):
    """What somebody else who takes part in the activity works of an order, in parts of their own."""

    member_id = Id("mbr", required=True)
    parts = fields.List(fields.Nested(PartOfOrder), required=True, validate=validate.Length(min=1, max=MOST_PARTS))

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> tuple[str, list[Terms]]:
        """Who works what."""
        return data["member_id"], data["parts"]


class DraftOrder(Shape):
    """An order form; `client_reference` is the client's own order number.

    `trade` is one of the country's list (what kind of work it is), `place` the country where it is worked.
    """

    activity_id = Id("act", required=True)
    client_id = Id("cli", required=True)
    title = Text(required=True)
    client_reference = Text(shortest=0, longest=80, load_default="")
    contract = OneOf(*Contract, required=True)
    trade = Matching("([a-z_]{1,40})?", error="Not a trade: small letters.", load_default="")
    repeat = fields.Nested(Repetition, load_default=None)
    place = Matching("([A-Z]{2})?", error="Not a country: two capital letters (ISO 3166-1).", load_default="")
    parts = fields.List(fields.Nested(PartOfOrder), required=True, validate=validate.Length(min=1, max=MOST_PARTS))
    others = fields.List(fields.Nested(WorkOfAnother), load_default=list, validate=validate.Length(max=MOST_OTHERS))

    @validates_schema
    def everybody_once(self, data: dict[str, Any], **_: Any) -> None:
        """Who works an order has one order of theirs."""
        names = [member_id for member_id, _ in data.get("others", ())]
        if len(set(names)) < len(names):
            raise ValidationError({"others": ["Each member once."]})

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A recurring order has the parts that it repeats."""
        again = data.pop("repeat")
        if again and len(data["parts"]) > 1:
            raise ValidationError({"repeat": ["Only one part is repeated."]})
        parts = repeated(data["parts"][0], Every(again["every"]), again["times"]) if again else data["parts"]
        return {**data, "parts": parts}


class GetOrder(Shape):
    """Names an order form."""

    order_id = Id("ord", required=True)


class ListOrders(Shape):
    """A page of order forms, of one member, activity or state where asked."""

    member_id = Id("mbr", load_default=None)
    activity_id = Id("act", load_default=None)
    state = OneOf(*OrderState, load_default=None)
    after = Id("ord", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class SignatureOfClient(Shape):
    """Who signed for the client, when, and where the signed form is found."""

    signed_by = Text(required=True)
    signed_on = Day(required=True)
    reference = Text(required=True)

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> Signature:
        """The signature."""
        return Signature(**data)


class SignOrder(Shape):
    """The client's signature under an order form."""

    order_id = Id("ord", required=True)
    signed_by = Text(required=True)
    signed_on = Day(required=True)
    reference = Text(required=True)


class AmendOrder(Shape):
    """Other parts in the place of those agreed; a signed form needs a new signature."""

    order_id = Id("ord", required=True)
    parts = fields.List(fields.Nested(PartOfOrder), required=True, validate=validate.Length(min=1, max=MOST_PARTS))
    signature = fields.Nested(SignatureOfClient, load_default=None)


class CancelOrder(Shape):
    """An order form is given up; the note stays here."""

    order_id = Id("ord", required=True)
    reason = OneOf(*CancelReason, required=True)
    note = Text(shortest=0, load_default="")


class StopOrder(Shape):
    """What is open of an order half done is given up; the note stays here."""

    order_id = Id("ord", required=True)
    reason = OneOf(*CancelReason, required=True)
    note = Text(shortest=0, load_default="")


class RecordEmployment(Shape):
    """Declared and insured by another payroll; both days included."""

    order_id = Id("ord", required=True)
    declaration_id = Text(required=True, longest=60)
    cover_id = Text(required=True, longest=60)
    declared_on = Day(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class OrderStep(Shape):
    """Where an order form is after a step."""

    order_id = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    amount = MoneyField(required=True)


class OrderGivenUp(Shape):
    """An order form was given up."""

    order_id = fields.String(required=True)
    state = fields.String(required=True)


class LineDetail(Shape):
    """A priced line, and what it claims without VAT."""

    line = Count(required=True)
    description = fields.String(required=True)
    quantity = Rate(required=True)
    unit = fields.String(required=True)
    unit_price = Rate(required=True)
    discount = Rate(required=True)
    supply = fields.String(required=True)
    net = MoneyField(required=True)


class PartDetail(Shape):
    """A part of an order form."""

    part = Count(required=True)
    description = fields.String(required=True)
    starts_on = Day(required=True, allow_none=True)
    ends_on = Day(required=True, allow_none=True)
    days = Count(required=True)
    hours = Rate(required=True)
    amount = MoneyField(required=True)
    lines = fields.List(fields.Nested(LineDetail), required=True)
    completed_on = Day(required=True, allow_none=True)


class WorkDayDetail(Shape):
    """A day worked on a part."""

    part = Count(required=True)
    worked_on = Day(required=True, allow_none=True)
    hours = Rate(required=True)


class EmploymentDetail(Shape):
    """What payroll said about the employment."""

    declared_on = Day(required=True, allow_none=True)
    insured_on = Day(required=True, allow_none=True)
    refused_because = fields.String(required=True, allow_none=True)


class OrderDetail(OrderStep):
    """An order form whole."""

    activity_id = fields.String(required=True)
    member_id = fields.String(required=True)
    client_id = fields.String(required=True)
    joined_to = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    client_reference = fields.String(required=True)
    contract = fields.String(required=True)
    trade = fields.String(required=True)
    place = fields.String(required=True)
    starts_on = Day(required=True, allow_none=True)
    ends_on = Day(required=True, allow_none=True)
    signed_on = Day(required=True, allow_none=True)
    signed_by = fields.String(required=True, allow_none=True)
    signature_reference = fields.String(required=True, allow_none=True)
    signed_how = fields.String(required=True, allow_none=True)
    stopped_on = Day(required=True, allow_none=True)
    parts = fields.List(fields.Nested(PartDetail), required=True)
    worked = fields.List(fields.Nested(WorkDayDetail), required=True)
    employment = fields.Nested(EmploymentDetail, required=True)


class OrderSummary(Shape):
    """One line in a list of order forms."""

    order_id = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    title = fields.String(required=True)
    activity_id = fields.String(required=True)
    member_id = fields.String(required=True)
    client_id = fields.String(required=True)
    client_name = fields.String(required=True)
    starts_on = Day(required=True, allow_none=True)
    ends_on = Day(required=True, allow_none=True)
    amount = MoneyField(required=True)


class ShareOfForm(Shape):
    """What one person works of a form; `joined_to` is empty where the form is their own."""

    order_id = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    member_id = fields.String(required=True)
    joined_to = fields.String(required=True, allow_none=True)
    days = Count(required=True)
    hours = Rate(required=True)
    amount = MoneyField(required=True)


class WorkDeclared(EventShape):
    """payroll: the authority accepted the declaration."""

    order_id = Id("ord", required=True)
    declaration_id = Id("dec", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    declared_on = Day(required=True)


class WorkDeclarationRefused(EventShape):
    """payroll: the authority refused the declaration."""

    order_id = Id("ord", required=True)
    declaration_id = Id("dec", required=True)
    reason = Text(required=True)


class CoverOpened(EventShape):
    """payroll: the work is insured; known from the day of the event."""

    order_id = Id("ord", required=True)
    cover_id = Id("cov", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class CoverClosed(EventShape):
    """payroll: the work is not insured any more."""

    order_id = Id("ord", required=True)
    cover_id = Id("cov", required=True)
