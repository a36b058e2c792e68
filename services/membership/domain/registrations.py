"""Registrations: draft, submitted, identity verified, then accepted or refused with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.membership.domain.errors import (
    ActivityExcluded,
    ExceptionNotPossible,
    ReasonsMissing,
    RegistrationStateWrong,
    SessionNotAttended,
)

OPEN = ("draft", "submitted", "verified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration as its rules see it: no personal data."""

    id: str
    state: str
    activity: str
    session_waiver: str = ""
    decided_on: date | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A row of the table of excluded activities. exception: what may be accepted all the same, or nothing."""

    activity: str
    exception: str


def require_state(registration: Registration, *needed: str) -> None:
    """Refuse a step that does not follow from where the registration stands."""
    if registration.state not in needed:
        raise RegistrationStateWrong(registration_id=registration.id, state=registration.state,
                                     needed=" or ".join(needed))


def submit(registration: Registration) -> Registration:
    """The applicant is done writing."""
    require_state(registration, "draft")
    return replace(registration, state="submitted")


def verify(registration: Registration) -> Registration:
    """The person is who he says he is."""
    require_state(registration, "submitted")
    return replace(registration, state="verified")


def withdraw(registration: Registration) -> Registration:
    """The applicant does not want to go on."""
    require_state(registration, *OPEN)
    return replace(registration, state="withdrawn")


def accept(
    registration: Registration, *, attended: bool, session_required: bool, exclusion: Exclusion | None,
    exception_reason: str, on: date,
) -> Registration:
    """Admit to paying the first share: identity verified, session attended or waived, activity not excluded.

    An excluded activity is accepted only where the table knows an exception, and with the reason for it.
    """
    require_state(registration, "verified")
    if session_required and not attended and not registration.session_waiver:
        raise SessionNotAttended(registration_id=registration.id)
    _screen(exclusion, exception_reason, on)
    return replace(registration, state="accepted", decided_on=on)


def _screen(exclusion: Exclusion | None, exception_reason: str, on: date) -> None:
    if exclusion is None:
        return
    if not exclusion.exception and exception_reason:
        raise ExceptionNotPossible(activity=exclusion.activity, day=on.isoformat())
    if not exception_reason:
        raise ActivityExcluded(activity=exclusion.activity, day=on.isoformat())


def refuse(registration: Registration, *, reasons: Sequence[str], on: date) -> Registration:
    """Say no, with reasons (art. 6:106)."""
    require_state(registration, "submitted", "verified")
    if not reasons:
        raise ReasonsMissing
    return replace(registration, state="refused", decided_on=on, reasons=tuple(reasons))
