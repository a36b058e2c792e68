"""A registration goes one step at a time, and nobody is accepted past a missing session or an excluded activity."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.admission.errors import (
    ActivityExcluded,
    AdmissionStepMissing,
    AdmissionStepUnknown,
    ExceptionNotPossible,
    LivesElsewhere,
    ReasonsMissing,
    RegistrationStateWrong,
    SessionNotAttended,
)
from services.membership.admission.rules import (
    NOT_MEANT,
    Conditions,
    ExcludedActivity,
    Registration,
    RegistrationState,
    accept,
    email_key,
    find_excluded,
    record_step,
    refuse,
    submit,
    verify,
    withdraw,
)
from services.membership.register.errors import DayNotOver

DAY = date(2026, 1, 5)
DRAFT = Registration(id="reg_1", applicant="ada", state=RegistrationState.DRAFT, activity="roofing")
VERIFIED = verify(submit(DRAFT))


def accepted(reason: str = "", **known: Any) -> Registration:
    return accept(VERIFIED, conditions=Conditions(**known), exception_reason=reason, on=DAY)


def test_the_steps_follow_one_another() -> None:
    assert accepted().state == RegistrationState.ACCEPTED
    for step in (verify, lambda one: submit(submit(one)), lambda one: refuse(one, reasons=["no"], on=DAY)):
        with pytest.raises(RegistrationStateWrong):
            step(DRAFT)
    for done in (accepted(), refuse(VERIFIED, reasons=["no"], on=DAY), withdraw(DRAFT)):
        with pytest.raises(RegistrationStateWrong):
            withdraw(done)


def test_what_the_country_asks_comes_first() -> None:
    for missing, refusal in (({"session_met": False}, SessionNotAttended), ({"lives_outside": "XX"}, LivesElsewhere),
                             ({"missing": ("declaration",)}, AdmissionStepMissing)):
        with pytest.raises(refusal):
            accepted(**missing)


def test_a_step_is_recorded_if_it_is_asked_and_has_happened_before_the_decision() -> None:
    asked = ["declaration"]
    record_step(DRAFT, step="declaration", asked=asked, happened_on=DAY, on=DAY)
    with pytest.raises(AdmissionStepUnknown):
        record_step(DRAFT, step="oath", asked=asked, happened_on=DAY, on=DAY)
    with pytest.raises(DayNotOver):
        record_step(DRAFT, step="declaration", asked=asked, happened_on=DAY + timedelta(days=1), on=DAY)
    with pytest.raises(RegistrationStateWrong):
        record_step(accepted(), step="declaration", asked=asked, happened_on=DAY, on=DAY)


LISTED = [ExcludedActivity(activity="construction", exception="", words=("roofing", "toiture", "bâtiment")),
          ExcludedActivity(activity="bodily_risk", exception="with a risk analysis", words=("work at height",))]


@pytest.mark.parametrize("written", ["construction", "Construction", " CONSTRUCTION "])
def test_an_excluded_activity_is_known_however_its_code_is_written(written: str) -> None:
    assert find_excluded(written, LISTED) == LISTED[0]


@pytest.mark.parametrize(("written", "exception"), [
    ("Roofing", NOT_MEANT), ("slate roofing, small roofs", NOT_MEANT), ("Toiture", NOT_MEANT), ("batiment", NOT_MEANT),
    ("lighting, work at height", "with a risk analysis")])
def test_a_word_of_it_is_a_suspicion_that_the_desk_may_answer(written: str, exception: str) -> None:
    found = find_excluded(written, LISTED)
    assert found is not None
    assert found.exception == exception
    with pytest.raises(ActivityExcluded):
        accepted(excluded=found)
    assert accepted(reason="builds sets for the stage", excluded=found).state == RegistrationState.ACCEPTED


@pytest.mark.parametrize("written", ["proofing", "illustration", "stage_design", "work", ""])
def test_other_words_are_none(written: str) -> None:
    assert find_excluded(written, LISTED) is None


def test_an_excluded_activity_needs_an_exception_that_exists_and_a_reason() -> None:
    with pytest.raises(ActivityExcluded):
        accepted(excluded=ExcludedActivity(activity="x", exception="with a licence"))
    with pytest.raises(ExceptionNotPossible):
        accepted(excluded=ExcludedActivity(activity="x", exception=""), reason="licence seen")
    assert accepted(excluded=ExcludedActivity(activity="x", exception="with a licence"), reason="licence seen")


@pytest.mark.parametrize("reasons", [[], [""], ["  "]])
def test_who_says_no_says_why(reasons: list[str]) -> None:
    with pytest.raises(ReasonsMissing):
        refuse(VERIFIED, reasons=reasons, on=DAY)


def test_an_address_identifies_somebody_however_it_is_spelt() -> None:
    assert email_key(" Ada@Example.org ") == email_key("ada@example.ORG")
