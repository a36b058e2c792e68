"""A registration goes one step at a time, and nobody is accepted past a missing session or an excluded activity."""

from datetime import date

import pytest

from services.membership.admission.errors import (
    ActivityExcluded,
    ExceptionNotPossible,
    ReasonsMissing,
    RegistrationStateWrong,
    SessionNotAttended,
)
from services.membership.admission.rules import (
    ExcludedActivity,
    Registration,
    RegistrationState,
    accept,
    email_key,
    refuse,
    submit,
    verify,
    withdraw,
)

DAY = date(2026, 1, 5)
DRAFT = Registration(id="reg_1", applicant="ada", state=RegistrationState.DRAFT, activity="roofing")
VERIFIED = verify(submit(DRAFT))


def accepted(*, attended: bool = True, excluded: ExcludedActivity | None = None, reason: str = "") -> Registration:
    return accept(VERIFIED, attended=attended, session_required=True, excluded=excluded, exception_reason=reason,
                  on=DAY)


def test_the_steps_follow_one_another() -> None:
    assert accepted().state == RegistrationState.ACCEPTED
    for step in (verify, lambda one: submit(submit(one)), lambda one: refuse(one, reasons=["no"], on=DAY)):
        with pytest.raises(RegistrationStateWrong):
            step(DRAFT)
    for done in (accepted(), refuse(VERIFIED, reasons=["no"], on=DAY), withdraw(DRAFT)):
        with pytest.raises(RegistrationStateWrong):
            withdraw(done)


def test_a_session_is_attended_or_waived() -> None:
    with pytest.raises(SessionNotAttended):
        accepted(attended=False)


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
