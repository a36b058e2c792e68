"""How membership ends, and exclusion (CSA art. 6:123): a timed procedure in which the member is heard first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.membership.admission.rules import assert_reasoned
from services.membership.events import LeavingReason
from services.membership.exits.errors import (
    AnswerTimeRunning,
    CauseBeforeAdmission,
    CauseTooEarly,
    ExclusionStateWrong,
    ExitStateWrong,
    HearingNotAskedFor,
    HearingNotHeld,
    LeftSince,
    RegisteredLetterNeeded,
    ResolutionMissing,
    SharesMovedOn,
    TooLateToAnswer,
    TransferAcrossClasses,
)
from services.membership.members.rules import Member
from services.membership.register.rules import CausedMovement, Holding, assert_after, is_negative_on_some_day
from shared.money import Money


class ExitState(StrEnum):
    """Where an end of membership stands."""

    REQUESTED = "requested"
    ENDED = "ended"  # membership, vote and shares ended on its day; their value waits for approved accounts
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"  # it should never have been: shares and membership are as if it had not


class ExclusionState(StrEnum):
    """Where an exclusion stands."""

    PROPOSED = "proposed"
    NOTIFIED = "notified"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class LawfulEnd(StrEnum):
    """What ends a membership by itself (art. 6:121)."""

    DEATH = LeavingReason.DEATH
    INCAPACITY = LeavingReason.INCAPACITY
    BANKRUPTCY = LeavingReason.BANKRUPTCY


class Outcome(StrEnum):
    """What was decided about an exclusion."""

    EXCLUDED = "excluded"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """An end of membership."""

    id: str
    member_id: str
    cause: LeavingReason
    requested_on: date
    effective_on: date
    state: ExitState
    shares: int = 0
    paid_in: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stops an exit whose day has come: the broken rule and its sentence."""

    code: str
    sentence: str

    @property
    def mended_by(self) -> str:
        """The role of who can mend it."""
        return "accountant" if self.code == "net_assets_unknown" else "operator"


def assert_can_end(member: Member, *, happened_on: date, on: date) -> None:
    """What ends a membership has happened, and since the membership began."""
    if happened_on > on:
        raise CauseTooEarly(happened_on=happened_on.isoformat(), today=on.isoformat())
    if member.admitted_on and happened_on < member.admitted_on:
        raise CauseBeforeAdmission(happened_on=happened_on.isoformat(), admitted_on=member.admitted_on.isoformat())


def assert_annullable(leaving: Exit) -> None:
    """What ended a membership, or will, is annulled; a resignation that has not taken effect is taken back."""
    awaited = leaving.state == ExitState.REQUESTED and leaving.cause != LeavingReason.RESIGNATION
    if leaving.state not in {ExitState.ENDED, ExitState.SETTLED} and not awaited:
        raise ExitStateWrong(exit_id=leaving.id, state=leaving.state)


def take_back(leaving: Exit, *, on: date) -> Exit:
    """A resignation is taken back before the day on which it takes effect."""
    if (leaving.state, leaving.cause) != (ExitState.REQUESTED, LeavingReason.RESIGNATION) or on >= leaving.effective_on:
        raise ExitStateWrong(exit_id=leaving.id, state=leaving.state)
    return replace(leaving, state=ExitState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Shares that pass from one member to another; declaration: the signed document, consent: the board's decision."""

    id: str
    giver_id: str
    receiver_id: str
    shares: int
    declaration: str
    consent: str
    effective_on: date


def assert_comes_back(
    transfer: Transfer, *, giver: Member, receiver: Member, wrong: Iterable[CausedMovement], held: Sequence[Holding],
) -> None:
    """A transfer is undone between members whose shares did not move on; held: what the receiver's register says."""
    for member, left_by_it in ((giver, left_by(transfer, giver)), (receiver, False)):
        if member.left_on and not left_by_it:
            raise LeftSince(member_id=member.id, left_on=member.left_on.isoformat())
    for one in wrong:
        back = Holding(effective_on=one.effective_on, shares=-one.shares, amount=-one.amount, lot=one.lot)
        if one.member_id == receiver.id and is_negative_on_some_day(
                [back, *(holding for holding in held if holding.lot == one.lot)]):
            raise SharesMovedOn(member_id=receiver.id)


def assert_same_class(giver: Member, receiver: Member) -> None:
    """Shares pass within their class."""
    if "" not in {giver.share_class, receiver.share_class} and giver.share_class != receiver.share_class:
        raise TransferAcrossClasses(giver=giver.share_class, receiver=receiver.share_class)


def left_by(transfer: Transfer, giver: Member) -> bool:
    """Whether the giver left because all their shares passed on."""
    return giver.left_reason == LeavingReason.TRANSFER and giver.left_on == transfer.effective_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Where an exclusion stands."""

    id: str
    member_id: str
    state: ExclusionState
    proposed_on: date | None = None
    notified_on: date | None = None
    channel: str = ""
    answer_until: date | None = None
    observations: str = ""
    observed_on: date | None = None
    hearing_asked_on: date | None = None
    hearing_held_on: date | None = None
    decided_on: date | None = None
    outcome: str = ""
    grounds: str = ""
    resolution: str = ""
    decision_notified_on: date | None = None
    notified_late: bool = False


def _require(exclusion: Exclusion, state: ExclusionState) -> None:
    if exclusion.state != state:
        raise ExclusionStateWrong(exclusion_id=exclusion.id, state=exclusion.state, needed=state)


def notify_proposal(
    exclusion: Exclusion, *, on: date, channel: str, has_email: bool, answer_until: date,
) -> Exclusion:
    """Tell the member, by e-mail if they gave an address, else by registered letter; the time to answer begins."""
    _require(exclusion, ExclusionState.PROPOSED)
    if channel == "email" and not has_email:
        raise RegisteredLetterNeeded(exclusion_id=exclusion.id)
    assert_after(on, exclusion.proposed_on)
    return replace(exclusion, state=ExclusionState.NOTIFIED, notified_on=on, channel=channel, answer_until=answer_until)


def record_observations(exclusion: Exclusion, *, on: date, text: str, wants_hearing: bool) -> Exclusion:
    """The member answers in writing, and may ask to be heard, until the last day of their time."""
    _require(exclusion, ExclusionState.NOTIFIED)
    assert_after(on, exclusion.notified_on)
    if exclusion.answer_until and on > exclusion.answer_until:
        raise TooLateToAnswer(until=exclusion.answer_until.isoformat())
    return replace(exclusion, observations=text, observed_on=on,
                   hearing_asked_on=on if wants_hearing else exclusion.hearing_asked_on)


def record_hearing(exclusion: Exclusion, *, on: date) -> Exclusion:
    """The member who asked for it was heard."""
    _require(exclusion, ExclusionState.NOTIFIED)
    if exclusion.hearing_asked_on is None:
        raise HearingNotAskedFor(exclusion_id=exclusion.id)
    assert_after(on, exclusion.hearing_asked_on)
    return replace(exclusion, hearing_held_on=on)


def decide(
    exclusion: Exclusion, *, on: date, outcome: str, grounds: str, resolution: str, assembly_decides: bool,
) -> Exclusion:
    """Decide with reasons, once the month has run out and the hearing that was asked for was held.

    The general assembly decides unless the statutes give it to the board: then its resolution is named.
    """
    _require(exclusion, ExclusionState.NOTIFIED)
    if exclusion.answer_until is None or on <= exclusion.answer_until:
        raise AnswerTimeRunning(until=str(exclusion.answer_until))
    if exclusion.hearing_asked_on and not exclusion.hearing_held_on:
        raise HearingNotHeld(exclusion_id=exclusion.id)
    assert_after(on, exclusion.hearing_held_on)
    assert_reasoned([grounds])
    if assembly_decides and not resolution:
        raise ResolutionMissing(exclusion_id=exclusion.id)
    return replace(exclusion, state=ExclusionState.DECIDED, decided_on=on, outcome=outcome, grounds=grounds,
                   resolution=resolution)


def notify_decision(exclusion: Exclusion, *, on: date, days: int) -> Exclusion:
    """Tell the member what was decided: within the days of the law, or flagged as late."""
    _require(exclusion, ExclusionState.DECIDED)
    assert_after(on, exclusion.decided_on)
    last = (exclusion.decided_on or on) + timedelta(days=days)
    return replace(exclusion, state=ExclusionState.CLOSED, decision_notified_on=on, notified_late=on > last)
