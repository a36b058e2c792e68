"""Exclusion (CSA art. 6:123): a timed procedure in which the member is heard before anybody decides."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.membership.domain.errors import (
    AnswerTimeRunning,
    ExclusionStateWrong,
    HearingNotAskedFor,
    HearingNotHeld,
    ReasonsMissing,
    RegisteredLetterNeeded,
    ResolutionMissing,
    TooLateToAnswer,
)
from services.membership.domain.leaving import add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Where an exclusion stands."""

    id: str
    member_id: str
    state: str
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


def _require(exclusion: Exclusion, state: str) -> None:
    if exclusion.state != state:
        raise ExclusionStateWrong(exclusion_id=exclusion.id, state=exclusion.state, needed=state)


def notify_proposal(
    exclusion: Exclusion, *, on: date, channel: str, has_email: bool, answer_months: int,
) -> Exclusion:
    """Tell the member, by e-mail if he gave an address, else by registered letter; the time to answer begins."""
    _require(exclusion, "proposed")
    if channel == "email" and not has_email:
        raise RegisteredLetterNeeded(exclusion_id=exclusion.id)
    return replace(exclusion, state="notified", notified_on=on, channel=channel,
                   answer_until=add_months(on, answer_months))


def note_observations(exclusion: Exclusion, *, on: date, text: str, wants_hearing: bool) -> Exclusion:
    """The member answers in writing, and may ask to be heard, until the last day of his month."""
    _require(exclusion, "notified")
    if exclusion.answer_until and on > exclusion.answer_until:
        raise TooLateToAnswer(until=exclusion.answer_until.isoformat())
    return replace(exclusion, observations=text, observed_on=on,
                   hearing_asked_on=on if wants_hearing else exclusion.hearing_asked_on)


def note_hearing(exclusion: Exclusion, *, on: date) -> Exclusion:
    """The member who asked for it was heard."""
    _require(exclusion, "notified")
    if exclusion.hearing_asked_on is None:
        raise HearingNotAskedFor(exclusion_id=exclusion.id)
    return replace(exclusion, hearing_held_on=on)


def decide(
    exclusion: Exclusion, *, on: date, outcome: str, grounds: str, resolution: str, assembly_decides: bool,
) -> Exclusion:
    """Decide with reasons, once the month has run out and the hearing that was asked for was held.

    The general assembly decides unless the statutes give it to the board: then its resolution is named.
    """
    _require(exclusion, "notified")
    if exclusion.answer_until is None or on <= exclusion.answer_until:
        raise AnswerTimeRunning(until=str(exclusion.answer_until))
    if exclusion.hearing_asked_on and not exclusion.hearing_held_on:
        raise HearingNotHeld(exclusion_id=exclusion.id)
    if not grounds.strip():
        raise ReasonsMissing
    if assembly_decides and not resolution:
        raise ResolutionMissing(exclusion_id=exclusion.id)
    return replace(exclusion, state="decided", decided_on=on, outcome=outcome, grounds=grounds, resolution=resolution)


def notify_decision(exclusion: Exclusion, *, on: date, days: int) -> Exclusion:
    """Tell the member what was decided: within the days of the law, or flagged as late."""
    _require(exclusion, "decided")
    last = (exclusion.decided_on or on) + timedelta(days=days)
    return replace(exclusion, state="closed", decision_notified_on=on, notified_late=on > last)
