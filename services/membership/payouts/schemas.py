"""Shapes of claims and their payment."""

from services.membership.payouts.rules import ClaimState
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text


class RecordNetAssets(Shape):
    """Net assets (art. 6:115) on a day, as approved or stated on another."""

    balance_on = Day(required=True)
    approved_on = Day(required=True)
    kind = OneOf("approved_accounts", "interim_statement", required=True)
    net_assets = MoneyField(required=True, signed=True)
    unavailable_equity = MoneyField(required=True)


class NetAssetsRecorded(Shape):
    """A statement of net assets."""

    statement_id = Id("nas", required=True)
    as_of = Day(required=True, data_key="balance_on")
    kind = Text(required=True)


class RecordFinding(Shape):
    """The board's finding (art. 6:116)."""

    decided_on = Day(required=True)
    covers_until = Day(required=True)
    most = MoneyField(required=True)


class FindingRecorded(RecordFinding):
    """A finding that was recorded."""

    finding_id = Id("liq", required=True)


class RecordPayout(Shape):
    """A bank movement that carried a payment out, or brought it back."""

    claim_id = Id("clm", required=True)
    movement = Text(required=True, longest=60)
    booked_on = Day(required=True)


class ClaimStep(Shape):
    """Where a claim stands."""

    claim_id = Id("clm", required=True)
    state = Text(required=True)


class OneClaim(Shape):
    """A claim."""

    claim_id = Id("clm", required=True)


class ListClaims(Shape):
    """Claims of one member, or of all; in one state, or in any."""

    member_id = Text(load_default="", shortest=0, longest=40)
    state = OneOf("", *ClaimState, load_default="")
    limit = Count(load_default=100, least=1, limit=1_000)


class ClaimSummary(ClaimStep):
    """What is owed: amount, what was paid in, when it falls due, what suspends it."""

    kind = Text(required=True)
    member_id = Id("mbr", required=True, allow_none=True)
    amount = MoneyField(required=True)
    paid_in = MoneyField(required=True)
    due_on = Day(required=True)
    suspended_on = Day(required=True, allow_none=True)
    suspended_by = Text(required=True)
    sent_on = Day(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)
    payable = Flag(required=True)  # a confirmed account is known, and banks take the payment
    waits_for = Text(required=True)  # account, confirmation, another_account: why it is not payable; else nothing


class NoArguments(Shape):
    """No argument."""


class RoomForDistribution(Shape):
    """How much may be distributed today, and which test leaves the least."""

    amount = MoneyField(required=True)
    bound_by = Text(required=True)
