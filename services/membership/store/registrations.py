"""Registrations."""

from typing import Any

from services.membership.domain.registrations import Registration
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/registrations.sql")


def add_registration(tx: Tx, **registration: Any) -> None:
    """A registration as first written."""
    tx.run(Q.add_registration, **registration)


def write_registration(tx: Tx, **registration: Any) -> None:
    """The applicant writes his draft anew."""
    tx.run(Q.write_registration, **registration)


def lock_registration(tx: Tx, registration_id: str) -> tuple[Registration, dict[str, Any]]:
    """A registration as its rules see it, and the whole row; locked."""
    row = tx.one(Q.lock_registration, registration_id=registration_id)
    if row is None:
        raise NotFound(kind="registration", id=registration_id)
    registration = Registration(
        id=row["id"], state=row["state"], activity=row["activity"], session_waiver=row["session_waiver"],
        decided_on=row["decided_on"], reasons=tuple(row["reasons"]))
    return registration, row


def save_submitted(tx: Tx, registration: Registration) -> None:
    """The applicant is done writing."""
    tx.run(Q.submit_registration, id=registration.id, on=tx.on)


def save_verified(tx: Tx, registration: Registration, means: str) -> None:
    """The identity was verified, by whom and how."""
    tx.run(Q.verify_registration, id=registration.id, on=tx.on, actor=tx.actor, means=means)


def save_waiver(tx: Tx, registration: Registration, reason: str) -> None:
    """An advisor does without the information session."""
    tx.run(Q.waive_session, id=registration.id, reason=reason, actor=tx.actor)


def save_decision(tx: Tx, registration: Registration, member_id: str = "") -> None:
    """Accepted, refused or withdrawn."""
    tx.run(Q.decide_registration, id=registration.id, state=registration.state, on=tx.on, actor=tx.actor,
           reasons=list(registration.reasons), member_id=member_id)
