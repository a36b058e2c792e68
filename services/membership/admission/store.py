"""Registrations, and who was at an information session."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from services.membership.admission.errors import PersonRegistered
from services.membership.admission.rules import Application, IdentityMeans, Registration
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"registrations_one_open_per_person": PersonRegistered}


def add_registration(tx: Tx, application: Application) -> str:
    """A registration as first written; its id."""
    registration_id = new_id("reg")
    tx.run(Q.add_registration, id=registration_id, applicant=tx.actor, drafted_on=tx.on, **asdict(application))
    return registration_id


def save_application(tx: Tx, registration_id: str, application: Application) -> None:
    """The applicant writes their draft anew."""
    tx.run(Q.save_application, id=registration_id, **asdict(application))


def save_submitted(tx: Tx, registration: Registration) -> None:
    """The applicant is done writing."""
    tx.run(Q.submit_registration, id=registration.id, on=tx.on)


def save_verified(tx: Tx, registration: Registration, means: IdentityMeans, by: str, number: str) -> None:
    """The identity was verified, by whom and how; number: by which the person is known from now on."""
    tx.run(Q.verify_registration, id=registration.id, on=tx.on, actor=by, means=means, number=number)


def save_waiver(tx: Tx, registration: Registration, reason: str) -> None:
    """An advisor does without the information session."""
    tx.run(Q.waive_session, id=registration.id, reason=reason, actor=tx.actor)


def save_step(tx: Tx, registration_id: str, *, step: str, happened_on: date, evidence: str) -> None:
    """A step that the country asks was taken."""
    tx.run(Q.save_step, registration_id=registration_id, step=step, happened_on=happened_on, evidence=evidence,
           at=tx.at, actor=tx.actor)


def save_decision(tx: Tx, registration: Registration, member_id: str = "") -> None:
    """Accepted, refused or withdrawn."""
    tx.run(Q.decide_registration, id=registration.id, state=registration.state, on=tx.on, actor=tx.actor,
           reasons=list(registration.reasons), member_id=member_id)


def save_attendance(tx: Tx, *, seat_id: str, person: str, attended_on: date | None) -> None:
    """Somebody was at an information session on a day, or was not."""
    tx.run(Q.remove_attendance, seat_id=seat_id)
    if attended_on:
        tx.run(Q.add_attendance, seat_id=seat_id, person=person, attended_on=attended_on)
