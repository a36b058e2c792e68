"""Shapes of leaving, exclusion and transfers."""

from marshmallow import fields

from services.membership.exits.rules import LawfulEnd, Outcome
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text


class DaysOfAct(Shape):
    """When an act happened and when the company knew of it (today, if nothing is said); the desk records past ones."""

    happened_on = Day(load_default=None, allow_none=True)
    known_on = Day(load_default=None, allow_none=True)


class OneLeaver(Shape):
    """One member."""

    member_id = Id("mbr", required=True)


class OneExit(Shape):
    """One end of membership."""

    exit_id = Id("lve", required=True)


class Resign(OneLeaver, DaysOfAct):
    """Who resigns; the window is kept by when the company knew of it."""


class TakeResignationBack(OneExit, DaysOfAct):
    """Which resignation is taken back; in time is what reached the company before the exit's day."""


class AnnulExit(OneExit, DaysOfAct):
    """Which end of membership should never have been, why, and on which evidence (a judgment, a decision)."""

    reason = Text(required=True, longest=300)
    evidence = Text(required=True, longest=300)


class ExitDetail(Shape):
    """An end of membership."""

    exit_id = Id("lve", required=True)
    member_id = Id("mbr", required=True)
    cause = Text(required=True)
    effective_on = Day(required=True)
    state = Text(required=True)


class ListStoppedExits(Shape):
    """How many at most."""

    limit = Count(load_default=100, least=1, limit=1_000)


class StoppedExit(ExitDetail):
    """An exit whose day has come, the rule that stops it, since when, and the role of who can mend it."""

    code = Text(required=True)
    sentence = Text(required=True)
    noticed_on = Day(required=True)
    mended_by = Text(required=True)


class EndMembership(Shape):
    """What ended a membership by itself, when, and on which evidence."""

    member_id = Id("mbr", required=True)
    cause = OneOf(*LawfulEnd, required=True)
    happened_on = Day(required=True)
    known_on = Day(load_default=None, allow_none=True)
    evidence = Text(required=True, longest=300)


class ProposeExclusion(DaysOfAct):
    """A reasoned proposal."""

    member_id = Id("mbr", required=True)
    reasons = Text(required=True, longest=2_000)


class OneExclusion(Shape):
    """One exclusion."""

    exclusion_id = Id("exc", required=True)


class ExclusionStep(OneExclusion, DaysOfAct):
    """A step of an exclusion."""


class NotifyProposal(ExclusionStep):
    """How the member was told."""

    channel = OneOf("email", "registered_letter", required=True)


class RecordObservations(ExclusionStep):
    """What the member answers, and whether they want to be heard."""

    text = Text(required=True, longest=2_000)
    wants_hearing = Flag(load_default=False)


class DecideExclusion(ExclusionStep):
    """What was decided, why, and by which resolution."""

    outcome = OneOf(*Outcome, required=True)
    grounds = Text(required=True, longest=2_000)
    resolution = Text(load_default="", shortest=0, longest=60)


class ExclusionDetail(OneExclusion):
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


class TransferShares(DaysOfAct):
    """Shares from one member to another; declaration: the signed document, consent: the board's decision."""

    giver_id = Id("mbr", required=True)
    receiver_id = Id("mbr", required=True)
    shares = Count(required=True, least=1)
    declaration = Text(required=True, longest=200)
    consent = Text(load_default="", shortest=0, longest=200)


class AnnulTransfer(DaysOfAct):
    """Which transfer should never have been, why, and on which evidence."""

    transfer_id = Id("trf", required=True)
    reason = Text(required=True, longest=300)
    evidence = Text(required=True, longest=300)


class TransferDone(Shape):
    """Shares that passed."""

    transfer_id = Id("trf", required=True)
    shares = Count(required=True)
    effective_on = Day(required=True)


class GetShareReport(Shape):
    """From a day until a day, both included."""

    since = Day(required=True)
    until = Day(required=True)


class Debtor(Shape):
    """A member with calls that are due and not paid whole."""

    member_id = Id("mbr", required=True)
    calls = Count(required=True)
    open = MoneyField(required=True)


class RefusedRequest(Shape):
    """A registration that was refused, and why; nobody is named."""

    registration_id = Id("reg", required=True)
    decided_on = Day(required=True)
    activity = Text(required=True)
    reasons = fields.List(Text(), required=True)


class ShareReport(GetShareReport):
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
    outstanding_paid_in = MoneyField(required=True)
    holders = Count(required=True)
    owed_to_leavers = MoneyField(required=True)
    creditors = Count(required=True)
    exits_not_valued = Count(required=True)
    refused = fields.List(fields.Nested(RefusedRequest), required=True)
    not_fully_paid = fields.List(fields.Nested(Debtor), required=True)
