"""Questions about registrations."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from services.membership.admission.errors import PlaceUnknown
from services.membership.admission.rules import (
    Application,
    ExcludedActivity,
    Registration,
    RegistrationState,
    email_key,
)
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
ONLINE = "online"
_APPLICATION = [field.name for field in fields(Application)]


def get_registration(tx: Tx, registration_id: str) -> dict[str, Any]:
    """One registration whole, but for the national number."""
    row = _require(tx, Q.get_registration, registration_id)
    met = not session_required(tx) or bool(row["session_waiver"]) or has_attended(tx, row["email"])
    return {**row, "registration_id": row["id"], "session_met": met}


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


def applicant_of(tx: Tx, *, registration_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Whose registration it is, for `self`."""
    row = tx.one(Q.applicant_of, registration_id=registration_id)
    return row["applicant"] if row else None


def session_required(tx: Tx) -> bool:
    """Whether the country wants an information session, or its waiver, before somebody is accepted."""
    return bool(tx.tables.value("info_session_required", tx.on))


def has_attended(tx: Tx, email: str) -> bool:
    """Whether somebody was at an information session until today."""
    return bool(tx.single(Q.has_attended, person=email_key(email), on=tx.on)["attended"])


def find_exclusion(tx: Tx, activity: str) -> ExcludedActivity | None:
    """What the table of the day says against an activity."""
    table = str(tx.tables.value("activity_screening", tx.on))
    rows = [row for row in tx.tables.history(table, activity) if row.holds_on(tx.on)]
    return ExcludedActivity(activity=activity, exception=str(rows[-1]["exception"])) if rows else None


def assert_place(tx: Tx, place: str) -> None:
    """Refuse a place that is neither online nor a city of the cooperative on that day."""
    if place != ONLINE and not any(row.holds_on(tx.on) for row in tx.tables.history("city", place)):
        raise PlaceUnknown(place=place, day=tx.on.isoformat())
