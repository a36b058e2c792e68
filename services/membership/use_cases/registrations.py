"""Registrations: written online, verified, accepted or refused."""

from collections.abc import Sequence
from typing import Any

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from services.membership.domain import registrations as rules
from services.membership.domain.errors import IdentityAssuranceTooLow, IdentityNumberWrong, PersonKnown
from services.membership.store import members
from services.membership.store import registrations as store
from services.membership.store import sessions as session_store
from services.membership.use_cases.calls import call_for
from services.membership.use_cases.sessions import assert_place, guest
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.postgres import Tx


def draft_registration(tx: Tx, **content: Any) -> dict[str, Any]:
    """Begin a registration; nothing is checked but that the number of the person can exist."""
    registration_id = new_id("reg")
    store.add_registration(tx, id=registration_id, applicant=tx.actor, drafted_on=tx.on, **_checked(tx, content))
    return {"registration_id": registration_id, "state": "draft"}


def rewrite_registration(tx: Tx, *, registration_id: str, **content: Any) -> dict[str, Any]:
    """Write a draft anew."""
    registration, _ = store.lock_registration(tx, registration_id)
    rules.require_state(registration, "draft")
    store.write_registration(tx, id=registration_id, **_checked(tx, content))
    return _answer(registration)


def _checked(tx: Tx, content: dict[str, Any]) -> dict[str, Any]:
    assert_place(tx, content["city"])
    return {**content, "national_number": _national_number(tx, content["national_number"])}


def _national_number(tx: Tx, given: str) -> str:
    """The number in its one spelling; which number identifies a person is the country's matter."""
    check = str(tx.tables.value("identity_number", tx.on))
    module = get_cc_module(*check.split("."))
    if module is None:
        raise ParameterMissing(parameter=f"identity_number.{check}", day=tx.on.isoformat(), country=tx.tables.country)
    try:
        return str(module.validate(given))
    except ValidationError:
        raise IdentityNumberWrong from None


def submit_registration(tx: Tx, *, registration_id: str) -> dict[str, Any]:
    """The applicant is done writing."""
    registration = rules.submit(store.lock_registration(tx, registration_id)[0])
    store.save_submitted(tx, registration)
    return _answer(registration)


def verify_identity(tx: Tx, *, registration_id: str, means: str) -> dict[str, Any]:
    """The person is who he says he is: his own strong identification, or a clerk who saw the document.

    Whether the person is known already is looked at only now, so that nobody can try other people's numbers.
    """
    registration, row = store.lock_registration(tx, registration_id)
    _assert_means(tx, means)
    verified = rules.verify(registration)
    if members.person_is_member(tx, row["national_number"]):
        raise PersonKnown
    store.save_verified(tx, verified, means)
    return _answer(verified)


def _assert_means(tx: Tx, means: str) -> None:
    if means == "document_seen" and "desk" in tx.roles:
        return
    if means == "electronic_identity" and tx.assurance == tx.tables.value("identity_assurance", tx.on):
        return
    raise IdentityAssuranceTooLow(means=means, day=tx.on.isoformat())


def waive_session(tx: Tx, *, registration_id: str, reason: str) -> dict[str, Any]:
    """An advisor does without the information session, for a reason that is kept."""
    registration, _ = store.lock_registration(tx, registration_id)
    rules.require_state(registration, *rules.OPEN)
    store.save_waiver(tx, registration, reason)
    return _answer(registration)


def accept_registration(
    tx: Tx, *, registration_id: str, exception_reason: str = "", founder: bool = False,
) -> dict[str, Any]:
    """Accept: the person becomes a candidate and the first share is called; admission follows its payment."""
    registration, row = store.lock_registration(tx, registration_id)
    accepted = rules.accept(
        registration, attended=session_store.attended_info_session(tx, guest(row["email"])),
        session_required=bool(tx.tables.value("info_session_required", tx.on)),
        exclusion=_exclusion(tx, registration.activity), exception_reason=exception_reason, on=tx.on)
    if members.person_is_member(tx, row["national_number"]):
        raise PersonKnown
    member_id = _add_candidate(tx, row, founder=founder)
    store.save_decision(tx, accepted, member_id)
    call = call_for(tx, member_id, reason="first", shares=1, year=tx.on.year)
    return {"registration_id": registration_id, "state": "accepted", "member_id": member_id, "call_id": call.id,
            "structured_communication": call.structured_communication, "amount": call.amount, "due_on": call.due_on}


def _exclusion(tx: Tx, activity: str) -> rules.Exclusion | None:
    table = str(tx.tables.value("activity_screening", tx.on))
    rows = [row for row in tx.tables.history(table, activity) if row.holds_on(tx.on)]
    return rules.Exclusion(activity=activity, exception=str(rows[-1]["exception"])) if rows else None


def _add_candidate(tx: Tx, row: dict[str, Any], *, founder: bool) -> str:
    member_id = new_id("mbr")
    members.add_member(tx, id=member_id, registration_id=row["id"], national_number=row["national_number"],
                       language=row["language"], founder=founder, accepted_on=tx.on)
    members.add_holder(tx, member_id, effective_on=tx.on, reason="accepted",
                       **{name: row[name] for name in members.HOLDER_FIELDS})
    members.add_contact(tx, member_id, email=row["email"], phone=row["phone"], language=row["language"])
    return member_id


def refuse_registration(tx: Tx, *, registration_id: str, reasons: Sequence[str]) -> dict[str, Any]:
    """Refuse, with reasons (art. 6:106)."""
    refused = rules.refuse(store.lock_registration(tx, registration_id)[0], reasons=reasons, on=tx.on)
    store.save_decision(tx, refused)
    return _answer(refused)


def withdraw_registration(tx: Tx, *, registration_id: str) -> dict[str, Any]:
    """The applicant does not want to go on."""
    withdrawn = rules.withdraw(store.lock_registration(tx, registration_id)[0])
    store.save_decision(tx, withdrawn)
    return _answer(withdrawn)


def _answer(registration: rules.Registration) -> dict[str, Any]:
    return {"registration_id": registration.id, "state": registration.state}
