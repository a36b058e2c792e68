"""Registrations: written online, verified, accepted or refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.membership.admission import reads, rules, store
from services.membership.admission.documents import read_identity
from services.membership.admission.errors import EnterpriseNumberWrong, IdentityAssuranceTooLow, IdentityNumberWrong
from services.membership.admission.rules import Application, IdentityMeans, Registration, RegistrationState
from services.membership.countries.protocol import law
from services.membership.events import CallReason
from services.membership.members.reads import assert_person_is_new
from services.membership.members.use_cases import add_candidate
from services.membership.register.reads import assert_entry
from services.membership.register.use_cases import enter_holder
from services.membership.shares.use_cases.calls import call_for
from shared.postgres import Tx


def draft_registration(tx: Tx, *, application: Application) -> dict[str, str]:
    """Begin a registration; nothing is checked but that place and number of the person can exist."""
    return {"registration_id": store.add_registration(tx, _checked(tx, application)), "state": RegistrationState.DRAFT}


def rewrite_registration(tx: Tx, *, registration_id: str, application: Application) -> dict[str, str]:
    """Write a draft anew."""
    registration, _ = reads.lock_registration(tx, registration_id)
    rules.require_state(registration, RegistrationState.DRAFT)
    store.save_application(tx, registration_id, _checked(tx, application))
    return _dump(registration)


def _checked(tx: Tx, application: Application) -> Application:
    """The number in its one spelling; which number identifies a person is the country's matter."""
    reads.assert_place(tx, application.city)
    if application.legal_name or application.enterprise_number:
        return _legal_person(tx, application)
    number = law(tx).person_number(tx.tables, application.national_number, on=tx.on)
    if number is None:
        raise IdentityNumberWrong
    return replace(application, national_number=number)


def _legal_person(tx: Tx, application: Application) -> Application:
    """A legal person is known by its own number, and by no number of its representative."""
    number = law(tx).enterprise_number(application.enterprise_number)
    if number is None or not application.legal_name:
        raise EnterpriseNumberWrong
    return replace(application, enterprise_number=number, national_number=number)


def submit_registration(tx: Tx, *, registration_id: str) -> dict[str, str]:
    """The applicant is done writing."""
    registration = rules.submit(reads.lock_registration(tx, registration_id)[0])
    store.save_submitted(tx, registration)
    return _dump(registration)


def verify_identity(tx: Tx, *, registration_id: str, means: IdentityMeans, assertion: str) -> dict[str, str]:
    """The person is who they say they are: a provider of identities says so, or a clerk saw the document.

    Whether the person is known already is looked at only now, so that nobody can try other people's numbers.
    """
    registration, application = reads.lock_registration(tx, registration_id)
    verified = rules.verify(registration)
    if means == IdentityMeans.ELECTRONIC_IDENTITY:
        by, number = _identify(tx, registration, application, assertion)
    elif "desk" in tx.roles:
        by, number = tx.actor, application.national_number
    else:
        raise IdentityAssuranceTooLow(means=means, day=tx.on.isoformat())
    assert_person_is_new(tx, number)
    store.save_verified(tx, verified, means, by, number)
    return _dump(verified)


def _identify(tx: Tx, registration: Registration, application: Application, assertion: str) -> tuple[str, str]:
    """The provider that proves who the applicant is, and the number by which it does."""
    identity = read_identity(assertion, at=tx.at)
    if identity.assurance != tx.tables.value("identity_assurance", tx.on):
        raise IdentityAssuranceTooLow(means=IdentityMeans.ELECTRONIC_IDENTITY, day=tx.on.isoformat())
    number = law(tx).identified_person(tx.tables, identity.number, provider=identity.provider, on=tx.on)
    rules.assert_same_person(identity, application, applicant=registration.applicant, number=number)
    return identity.provider, number or ""


def waive_session(tx: Tx, *, registration_id: str, reason: str) -> dict[str, str]:
    """An advisor does without the information session, for a reason that is kept."""
    registration, _ = reads.lock_registration(tx, registration_id)
    rules.require_state(registration, *rules.OPEN)
    store.save_waiver(tx, registration, reason)
    return _dump(registration)


def record_admission_step(
    tx: Tx, *, registration_id: str, step: str, happened_on: date | None, evidence: str,
) -> dict[str, str]:
    """A step that the country asks before acceptance was taken; recorded anew, the last word counts."""
    registration, _ = reads.lock_registration(tx, registration_id)
    day = happened_on or tx.on
    rules.record_step(registration, step=step, asked=reads.steps_asked(tx), happened_on=day, on=tx.on)
    store.save_step(tx, registration_id, step=step, happened_on=day, evidence=evidence)
    return _dump(registration)


def record_session_attendance(tx: Tx, *, seat_id: str, person: str, attended_on: date | None) -> None:
    """Somebody (by the key of their e-mail address) was at an information session on a day, or was not."""
    store.save_attendance(tx, seat_id=seat_id, person=person, attended_on=attended_on)


def accept_registration(
    tx: Tx, *, registration_id: str, exception_reason: str = "", founder: bool = False, share_class: str = "",
) -> dict[str, Any]:
    """Accept: the person becomes a candidate and the first share is called; admission follows its payment.

    share_class: of which their shares are; without one, of the class for everybody.
    """
    assert_entry(tx)
    registration, application = reads.lock_registration(tx, registration_id)
    accepted = rules.accept(registration, conditions=reads.conditions_of(tx, registration, application),
                            exception_reason=exception_reason, on=tx.on)
    member_id = add_candidate(tx, registration_id=registration_id, national_number=application.national_number,
                              founder=founder, contact=application.contact,
                              share_class=reads.known_class(tx, share_class))
    enter_holder(tx, member_id, application.holder, effective_on=tx.on, reason="accepted")
    store.save_decision(tx, accepted, member_id)
    call = call_for(tx, member_id, reason=CallReason.FIRST, shares=1, year=tx.on.year)
    return {**_dump(accepted), "member_id": member_id, "call_id": call.id, "amount": call.amount,
            "structured_communication": call.structured_communication, "due_on": call.due_on}


def refuse_registration(tx: Tx, *, registration_id: str, reasons: Sequence[str]) -> dict[str, str]:
    """Refuse, with reasons (art. 6:106)."""
    refused = rules.refuse(reads.lock_registration(tx, registration_id)[0], reasons=reasons, on=tx.on)
    store.save_decision(tx, refused)
    return _dump(refused)


def withdraw_registration(tx: Tx, *, registration_id: str) -> dict[str, str]:
    """The applicant does not want to go on."""
    withdrawn = rules.withdraw(reads.lock_registration(tx, registration_id)[0])
    store.save_decision(tx, withdrawn)
    return _dump(withdrawn)


def _dump(registration: Registration) -> dict[str, str]:
    return {"registration_id": registration.id, "state": registration.state}
