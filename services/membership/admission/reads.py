"""Questions about registrations."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from services.membership.admission.errors import PlaceUnknown, ShareClassUnknown
from services.membership.admission.rules import (
    Application,
    Conditions,
    ExcludedActivity,
    Registration,
    RegistrationState,
    email_key,
    find_excluded,
)
from services.membership.members.rules import LANGUAGES
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
ONLINE = "online"
_APPLICATION = [field.name for field in fields(Application)]


def get_registration(tx: Tx, registration_id: str) -> dict[str, Any]:
    """One registration whole, but for the national number."""
    row = _require(tx, Q.get_registration, registration_id)
    met = is_session_met(tx, row["session_waiver"], row["email"])
    return {**row, "registration_id": row["id"], "session_met": met, "steps_missing": steps_missing(tx, row["id"])}


def lock_registration(tx: Tx, registration_id: str) -> tuple[Registration, Application]:
    """A registration as its rules see it, and what it says; locked."""
    row = _require(tx, Q.lock_registration, registration_id)
    registration = Registration(
        id=row["id"], applicant=row["applicant"], state=RegistrationState(row["state"]), activity=row["activity"],
        session_waiver=row["session_waiver"], decided_on=row["decided_on"], reasons=tuple(row["reasons"]))
    return registration, Application(**{name: row[name] for name in _APPLICATION})


def _require(tx: Tx, query: str, registration_id: str) -> Mapping[str, Any]:
    return tx.require(query, NotFound(kind="registration", id=registration_id), registration_id=registration_id)


def list_registrations(tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
    """Registrations in a state, oldest first."""
    return [{**row, "registration_id": row["id"]}
            for row in tx.all(Q.list_registrations, state=state, after=after, limit=limit)]


def known_class(tx: Tx, share_class: str) -> str:
    """A class of shares that the statutes know today (without one: that for everybody), or a refusal."""
    asked = share_class or str(tx.tables.value("share_class", tx.on))
    if asked not in tx.tables.value("share_classes", tx.on):
        raise ShareClassUnknown(share_class=asked, day=tx.on.isoformat())
    return asked


def applicant_of(tx: Tx, *, registration_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Whose registration it is, for `self`."""
    row = tx.one(Q.applicant_of, registration_id=registration_id)
    return row["applicant"] if row else None


def conditions_of(tx: Tx, registration: Registration, application: Application) -> Conditions:
    """What is known today of somebody who wants to be accepted."""
    home = tx.tables.country if tx.tables.value("residence_required", tx.on) else application.country
    return Conditions(
        session_met=is_session_met(tx, registration.session_waiver, application.email),
        excluded=find_exclusion(tx, registration.activity), missing=tuple(steps_missing(tx, registration.id)),
        lives_outside="" if application.country == home else home)


def is_session_met(tx: Tx, waiver: str, email: str) -> bool:
    """Whether no information session is to come first: none is asked, it is waived, or somebody was at one."""
    return bool(not tx.tables.value("info_session_required", tx.on) or waiver
                or tx.single(Q.has_attended, person=email_key(email), on=tx.on)["attended"])


def steps_asked(tx: Tx) -> list[str]:
    """What the country asks of candidates beside session and identity."""
    return list(tx.tables.value("admission_steps", tx.on))


def steps_missing(tx: Tx, registration_id: str) -> list[str]:
    """Which of these steps were not yet taken."""
    taken = {row["step"] for row in tx.all(Q.steps_taken, registration_id=registration_id)}
    return [step for step in steps_asked(tx) if step not in taken]


def find_exclusion(tx: Tx, activity: str) -> ExcludedActivity | None:
    """What the table of the day says against an activity."""
    table = str(tx.tables.value("activity_screening", tx.on))
    held = [(key, row) for name, key in tx.tables.names() if name == table
            for row in tx.tables.history(name, key) if row.holds_on(tx.on)]
    return find_excluded(activity, [ExcludedActivity(
        activity=key, exception=str(row["exception"]),
        words=tuple(word for language in LANGUAGES for word in row.fields.get(language, ()))) for key, row in held])


def assert_place(tx: Tx, place: str) -> None:
    """Refuse a place that is neither online nor a city of the cooperative on that day."""
    if place != ONLINE and not any(row.holds_on(tx.on) for row in tx.tables.history("city", place)):
        raise PlaceUnknown(place=place, day=tx.on.isoformat())
