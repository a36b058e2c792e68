"""Registrations: draft, submitted, identity verified, then accepted or refused with reasons."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.membership.admission.errors import (
    ActivityExcluded,
    AdmissionStepMissing,
    AdmissionStepUnknown,
    ExceptionNotPossible,
    IdentityDiffers,
    LivesElsewhere,
    ReasonsMissing,
    RegistrationStateWrong,
    SessionNotAttended,
)
from services.membership.members.rules import Contact
from services.membership.register.rules import Holder, assert_known_day


class RegistrationState(StrEnum):
    """Where a registration stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class IdentityMeans(StrEnum):
    """How somebody showed who they are."""

    ELECTRONIC_IDENTITY = "electronic_identity"
    DOCUMENT_SEEN = "document_seen"


OPEN = (RegistrationState.DRAFT, RegistrationState.SUBMITTED, RegistrationState.VERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody writes who wants to join: who they are, what they do, the city whose office suits them.

    legal_name, enterprise_number: of a company or association, whose representative is then the person named.
    """

    given_name: str
    family_name: str
    national_number: str
    street: str
    postcode: str
    town: str
    country: str
    email: str
    phone: str
    language: str
    activity: str
    city: str
    legal_name: str = ""
    enterprise_number: str = ""

    @property
    def holder(self) -> Holder:
        """Name and domicile for the register; a legal person bears its number there."""
        given, family = (("", f"{self.legal_name}, {self.enterprise_number}") if self.legal_name
                         else (self.given_name, self.family_name))
        return Holder(given_name=given, family_name=family, street=self.street,
                      postcode=self.postcode, town=self.town, country=self.country)

    @property
    def contact(self) -> Contact:
        """How to reach them."""
        return Contact(email=self.email, phone=self.phone, language=self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is, as a provider of identities says: their number (or its pseudonym), name, and how sure it is."""

    subject: str
    number: str
    given_name: str
    family_name: str
    assurance: str
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration as its rules see it: no personal data."""

    id: str
    applicant: str
    state: RegistrationState
    activity: str
    session_waiver: str = ""
    decided_on: date | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedActivity:
    """An activity that is not taken in. exception: what may be accepted all the same, or nothing.

    words: by which it is suspected where somebody writes in their own words what they do.
    """

    activity: str
    exception: str
    words: tuple[str, ...] = ()


NOT_MEANT = "an activity that the word does not mean, or that the exception allows"


def find_excluded(activity: str, listed: Iterable[ExcludedActivity]) -> ExcludedActivity | None:
    """What the list says against an activity, by its code, else by a word of it that the list knows.

    A word is a suspicion only: the desk says with a reason why it may be taken in all the same.
    """
    written = _plain(activity)
    rows = list(listed)
    for row in rows:
        if written == _plain(row.activity):
            return row
    for row in rows:
        if any(f" {_plain(word)} " in f" {written} " for word in row.words):
            return replace(row, exception=row.exception or NOT_MEANT)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What is known of somebody on the day on which the desk decides. missing: steps of the country not yet taken."""

    session_met: bool = True
    excluded: ExcludedActivity | None = None
    missing: tuple[str, ...] = ()
    lives_outside: str = ""  # the country in which members live, where this one does not


def email_key(email: str) -> str:
    """An e-mail address in the one spelling that identifies somebody."""
    return email.strip().casefold()


def assert_same_person(identity: Identity, application: Application, *, number: str | None, applicant: str) -> None:
    """The person who was identified is the one who applies and whom the application names.

    number: the identity's number in its one spelling; an application without one is named by it. Names agree in the
    family name and the first given name, however they are accented.
    """
    if identity.subject != applicant:
        raise IdentityDiffers(differs="somebody else was identified")
    if number is None or application.national_number not in {"", number}:
        raise IdentityDiffers(differs="the number")
    if _plain(identity.family_name) != _plain(application.family_name) or \
            _plain(identity.given_name).split()[:1] != _plain(application.given_name).split()[:1]:
        raise IdentityDiffers(differs="the name")


def _plain(name: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).casefold().split())


def require_state(registration: Registration, *needed: RegistrationState) -> None:
    """Refuse a step that does not follow from where the registration stands."""
    if registration.state not in needed:
        raise RegistrationStateWrong(registration_id=registration.id, state=registration.state,
                                     needed=" or ".join(needed))


def submit(registration: Registration) -> Registration:
    """The applicant is done writing."""
    require_state(registration, RegistrationState.DRAFT)
    return replace(registration, state=RegistrationState.SUBMITTED)


def verify(registration: Registration) -> Registration:
    """The person is who they say they are."""
    require_state(registration, RegistrationState.SUBMITTED)
    return replace(registration, state=RegistrationState.VERIFIED)


def withdraw(registration: Registration) -> Registration:
    """The applicant does not want to go on."""
    require_state(registration, *OPEN)
    return replace(registration, state=RegistrationState.WITHDRAWN)


def record_step(registration: Registration, *, step: str, asked: Sequence[str], happened_on: date, on: date) -> None:
    """A step that the country asks was taken, before the decision and no later than today."""
    require_state(registration, *OPEN)
    if step not in asked:
        raise AdmissionStepUnknown(step=step, day=on.isoformat())
    assert_known_day(happened_on, today=on)


def accept(registration: Registration, *, conditions: Conditions, exception_reason: str, on: date) -> Registration:
    """Admit to paying the first share: identity verified, every condition of the country met, activity not excluded.

    An excluded activity is accepted only where the table knows an exception, and with the reason for it.
    """
    require_state(registration, RegistrationState.VERIFIED)
    excluded = conditions.excluded
    if not conditions.session_met:
        raise SessionNotAttended(registration_id=registration.id)
    if conditions.missing:
        raise AdmissionStepMissing(registration_id=registration.id, steps=", ".join(conditions.missing))
    if conditions.lives_outside:
        raise LivesElsewhere(country=conditions.lives_outside)
    if excluded and exception_reason and not excluded.exception:
        raise ExceptionNotPossible(activity=excluded.activity, day=on.isoformat())
    if excluded and not exception_reason:
        raise ActivityExcluded(activity=excluded.activity, day=on.isoformat())
    return replace(registration, state=RegistrationState.ACCEPTED, decided_on=on)


def refuse(registration: Registration, *, reasons: Sequence[str], on: date) -> Registration:
    """Say no, with reasons (art. 6:106)."""
    require_state(registration, RegistrationState.SUBMITTED, RegistrationState.VERIFIED)
    assert_reasoned(reasons)
    return replace(registration, state=RegistrationState.REFUSED, decided_on=on, reasons=tuple(reasons))


def assert_reasoned(reasons: Sequence[str]) -> None:
    """Who says no to somebody says why (art. 6:106, 6:123)."""
    if not any(reason.strip() for reason in reasons):
        raise ReasonsMissing
