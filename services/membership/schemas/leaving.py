"""Shapes of leaving: resignations, ends by law, exclusions, transfers, claims."""

from marshmallow import fields

from services.membership.schemas.shares import WhichMember
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text
from shared.latin import Latin


class WhichExit(Shape):
    """One end of membership."""

    exit_id = Id("lve", required=True)


class Exit(Shape):
    """An end of membership."""

    exit_id = Id("lve", required=True)
    member_id = Id("mbr", required=True)
    cause = Text(required=True)
    effective_on = Day(required=True)
    state = Text(required=True)


class EndMembership(WhichMember):
    """What ended a membership by itself, when, and on which evidence."""

    cause = OneOf("death", "incapacity", "bankruptcy", required=True)
    happened_on = Day(required=True)
    evidence = Text(required=True, longest=300)


class RecordPayee(WhichMember):
    """Where money for a member goes."""

    name = Latin(required=True, longest=70)
    iban = Text(required=True, longest=40)


class Payee(Shape):
    """The account that was noted, by its last figures."""

    member_id = Id("mbr", required=True)
    ends_with = Text(required=True)


class RecordNetAssets(Shape):
    """Net assets (art. 6:115) on a day, as approved or stated on another."""

    balance_on = Day(required=True)
    approved_on = Day(required=True)
    kind = OneOf("approved_accounts", "interim_statement", required=True)
    net_assets = MoneyField(required=True, signed=True)
    unavailable_equity = MoneyField(required=True)


class NetAssets(Shape):
    """A statement of net assets."""

    statement_id = Id("nas", required=True)
    as_of = Day(required=True, data_key="balance_on")
    kind = Text(required=True)


class RecordFinding(Shape):
    """The board's finding (art. 6:116)."""

    decided_on = Day(required=True)
    covers_until = Day(required=True)
    most = MoneyField(required=True)


class Finding(RecordFinding):
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


class WhichClaims(Shape):
    """Claims of one member, or of all; in one state, or in any."""

    member_id = Text(load_default="", shortest=0, longest=40)
    state = OneOf("", "due", "suspended", "sent", "paid", "withdrawn", load_default="")
    limit = Count(load_default=100, least=1, limit=1_000)


class Claim(ClaimStep):
    """What is owed: amount, what was paid in, when it falls due, what suspends it."""

    kind = Text(required=True)
    member_id = Id("mbr", required=True)
    amount = MoneyField(required=True)
    paid_in = MoneyField(required=True)
    due_on = Day(required=True)
    suspended_on = Day(required=True, allow_none=True)
    suspended_by = Text(required=True)
    sent_on = Day(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)


class Nothing(Shape):
    """No argument."""


class Room(Shape):
    """How much may be distributed today, and which test leaves the least."""

    amount = MoneyField(required=True)
    bound_by = Text(required=True)


class ProposeExclusion(WhichMember):
    """A reasoned proposal."""

    reasons = Text(required=True, longest=2_000)


class WhichExclusion(Shape):
    """One exclusion."""

    exclusion_id = Id("exc", required=True)


class NotifyProposal(WhichExclusion):
    """How the member was told."""

    channel = OneOf("email", "registered_letter", required=True)


class RecordObservations(WhichExclusion):
    """What the member answers, and whether he wants to be heard."""

    text = Text(required=True, longest=2_000)
    wants_hearing = Flag(load_default=False)


class DecideExclusion(WhichExclusion):
    """What was decided, why, and by which resolution."""

    outcome = OneOf("excluded", "kept", required=True)
    grounds = Text(required=True, longest=2_000)
    resolution = Text(load_default="", shortest=0, longest=60)


class Exclusion(WhichExclusion):
    """Where an exclusion stands."""

    member_id = Id("mbr", required=True)
    state = Text(required=True)
    notified_on = Day(required=True, allow_none=True)
    channel = Text(required=True)
    answer_until = Day(required=True, allow_none=True)
    observations = Text(required=True)
    hearing_asked_on = Day(required=True, allow_none=True)
    hearing_held_on = Day(required=True, allow_none=True)
    decided_on = Day(required=True, allow_none=True)
    outcome = Text(required=True)
    grounds = Text(required=True)
    resolution = Text(required=True)
    decision_notified_on = Day(required=True, allow_none=True)
    notified_late = Flag(required=True)


class TransferShares(Shape):
    """Shares from one member to another; declaration: the signed document, consent: the board's decision."""

    giver_id = Id("mbr", required=True)
    receiver_id = Id("mbr", required=True)
    shares = Count(required=True, least=1)
    declaration = Text(required=True, longest=200)
    consent = Text(load_default="", shortest=0, longest=200)


class Transfer(Shape):
    """Shares that passed."""

    transfer_id = Id("trf", required=True)
    shares = Count(required=True)
    effective_on = Day(required=True)


class Period(Shape):
    """From a day until a day, both included."""

    since = Day(required=True)
    until = Day(required=True)


class Debtor(Shape):
    """A member with calls that are due and not paid whole."""

    member_id = Id("mbr", required=True)
    calls = Count(required=True)
    open = MoneyField(required=True)


class ShareReport(Period):
    """The figures of the yearly reports on shares."""

    issued_to_old = Count(required=True)
    issued_to_new = Count(required=True)
    shares_issued = Count(required=True)
    paid_in = MoneyField(required=True)
    shares_reversed = Count(required=True)
    shares_redeemed = Count(required=True)
    redeemed = MoneyField(required=True)
    leavers = Count(required=True)
    outstanding = Count(required=True)
    not_fully_paid = fields.List(fields.Nested(Debtor), required=True)
