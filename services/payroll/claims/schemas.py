"""What crosses the bus about claims."""

from marshmallow import fields

from services.payroll.claims.rules import ClaimLeader, ClaimState
from shared.fields import Count, Day, Flag, Hex, Id, Instant, MoneyField, OneOf, Shape, Text


class ReportAccident(Shape):
    """An accident at work: when, on which order's work, and what happened; `another` of a day that has one already."""

    order_id = Id("ord", required=True)
    happened_at = Instant(required=True)
    what = Text(required=True, longest=2_000)
    another = Flag(load_default=False)


class GetClaim(Shape):
    """A claim."""

    claim_id = Id("clm", required=True)


class AddClaimDocument(Shape):
    """A document of the claim by its name and digest; what a doctor writes is not kept here."""

    claim_id = Id("clm", required=True)
    name = Text(required=True, longest=200)
    digest = Hex(32, required=True)


class DecideClaim(Shape):
    """What the insurer decided, and why where it refuses."""

    claim_id = Id("clm", required=True)
    accepted = Flag(required=True)
    reason = Text(load_default="", shortest=0, longest=2_000)


class RecordIncapacity(Shape):
    """The last day of incapacity that a doctor names."""

    claim_id = Id("clm", required=True)
    until = Day(required=True)


class RecordClaimPayment(Shape):
    """What the insurer paid the worker for days of incapacity, both ends included."""

    claim_id = Id("clm", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    amount = MoneyField(required=True, positive=True)


class ClaimStanding(Shape):
    """Where a claim stands, and whose step leads on."""

    claim_id = Id("clm", required=True)
    state = OneOf(*ClaimState, required=True)
    leads_on = OneOf(*ClaimLeader, required=True)


class ListClaims(Shape):
    """How many claims, of one worker or of all, that are not settled or of all."""

    member_id = Id("mbr", load_default="")
    only_open = Flag(load_default=True)
    after = Id("clm", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class ClaimSummary(ClaimStanding):
    """A claim in a list: the accident, by when the insurer is told, whether that was late."""

    member_id = Id("mbr", required=True)
    order_id = Id("ord", required=True)
    insurer = fields.String(required=True)
    policy = fields.String(required=True)
    happened_on = Day(required=True)
    report_by = Day(required=True)
    sent_on = Day(required=True, allow_none=True)
    late = Flag(required=True)
    incapable_until = Day(required=True, allow_none=True)
    days = Count(required=True)
    paid_days = Count(required=True)


class ClaimDocument(Shape):
    """A document of a claim."""

    name = fields.String(required=True)
    digest = fields.String(required=True)
    received_on = Day(required=True)


class ClaimPayment(Shape):
    """What the insurer paid for days of incapacity."""

    starts_on = Day(required=True)
    ends_on = Day(required=True)
    amount = MoneyField(required=True)
    paid_on = Day(required=True)


class ClaimDetail(ClaimSummary):
    """A claim whole. `expected` is what the days known are worth by the law, where the year before is complete here."""

    what = fields.String(required=True)
    decided_on = Day(required=True, allow_none=True)
    reason = fields.String(required=True)
    settled_on = Day(required=True, allow_none=True)
    base = MoneyField(required=True, allow_none=True)
    expected = MoneyField(required=True, allow_none=True)
    documents = fields.List(fields.Nested(ClaimDocument), required=True)
    payments = fields.List(fields.Nested(ClaimPayment), required=True)
