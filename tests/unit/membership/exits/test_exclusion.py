"""Nobody is excluded unheard: the time to answer, the hearing, the reasons, the resolution, the notice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.membership.admission.errors import ReasonsMissing
from services.membership.events import LeavingReason
from services.membership.exits.errors import (
    AnswerTimeRunning,
    ExitStateWrong,
    HearingNotHeld,
    RegisteredLetterNeeded,
    ResolutionMissing,
    TooLateToAnswer,
)
from services.membership.exits.rules import (
    Exclusion,
    ExclusionState,
    Exit,
    ExitState,
    Outcome,
    decide,
    notify_decision,
    notify_proposal,
    record_hearing,
    record_observations,
    take_back,
)

TOLD, LAST = date(2026, 3, 1), date(2026, 4, 1)
NEXT = LAST + timedelta(days=1)
PROPOSED = Exclusion(id="exc_1", member_id="mbr_1", state=ExclusionState.PROPOSED)
NOTIFIED = notify_proposal(PROPOSED, on=TOLD, channel="email", has_email=True, answer_until=LAST)


def decided(
    exclusion: Exclusion = NOTIFIED, *, on: date = NEXT, grounds: str = "why", resolution: str = "r",
) -> Exclusion:
    return decide(exclusion, on=on, outcome=Outcome.EXCLUDED, grounds=grounds, resolution=resolution,
                  assembly_decides=True)


def test_without_an_address_the_proposal_goes_by_registered_letter() -> None:
    with pytest.raises(RegisteredLetterNeeded):
        notify_proposal(PROPOSED, on=TOLD, channel="email", has_email=False, answer_until=LAST)


def test_the_member_answers_until_the_last_day_and_the_decision_comes_after_it() -> None:
    assert record_observations(NOTIFIED, on=LAST, text="no", wants_hearing=False).observed_on == LAST
    with pytest.raises(TooLateToAnswer):
        record_observations(NOTIFIED, on=NEXT, text="no", wants_hearing=False)
    with pytest.raises(AnswerTimeRunning):
        decided(on=LAST)
    assert decided().state == ExclusionState.DECIDED


def test_who_asked_to_be_heard_is_heard_first() -> None:
    asked = record_observations(NOTIFIED, on=TOLD, text="", wants_hearing=True)
    with pytest.raises(HearingNotHeld):
        decided(asked)
    assert decided(record_hearing(asked, on=LAST)).outcome == Outcome.EXCLUDED


def test_a_decision_has_grounds_and_the_resolution_of_the_assembly() -> None:
    with pytest.raises(ReasonsMissing):
        decided(grounds=" ")
    with pytest.raises(ResolutionMissing):
        decided(resolution="")


def test_a_notice_is_late_after_its_days() -> None:
    assert not notify_decision(decided(), on=NEXT + timedelta(days=15), days=15).notified_late
    assert notify_decision(decided(), on=NEXT + timedelta(days=16), days=15).notified_late


def test_a_resignation_is_taken_back_before_its_day_and_nothing_else_is() -> None:
    resigned = Exit(id="lve_1", member_id="mbr_1", cause=LeavingReason.RESIGNATION, requested_on=TOLD,
                    effective_on=LAST, state=ExitState.REQUESTED)
    assert take_back(resigned, on=LAST - timedelta(days=1)).state == ExitState.WITHDRAWN
    for kept, on in ((resigned, LAST), (replace(resigned, state=ExitState.SETTLED), TOLD),
                     (replace(resigned, cause=LeavingReason.DEATH), TOLD)):
        with pytest.raises(ExitStateWrong):
            take_back(kept, on=on)
