"""Absences: rows and values."""

from dataclasses import asdict
from datetime import date

from services.payroll.absences.errors import AbsenceOverlaps
from services.payroll.absences.rules import Absence
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def assert_free(tx: Tx, member_id: str, starts_on: date, ends_on: date) -> None:
    """Refuse days of which another absence has one; whoever asks for the same worker at this moment is waited for."""
    tx.one(Q.lock_member, member_id=member_id)
    row = tx.one(Q.overlapping, member_id=member_id, starts_on=starts_on, ends_on=ends_on)
    if row:
        raise AbsenceOverlaps(absence_id=row["absence_id"], starts_on=row["starts_on"].isoformat(),
                              ends_on=row["last_on"].isoformat())


def add_absence(tx: Tx, absence: Absence) -> None:
    """Write an absence that was asked for."""
    tx.run(Q.add_absence, **asdict(absence))


def save_absence(tx: Tx, absence: Absence) -> None:
    """Write where an absence stands now."""
    tx.run(Q.save_absence, **asdict(absence))


def lock_absence(tx: Tx, absence_id: str) -> Absence:
    """An absence, locked until commit, or a refusal. Those of the same worker are locked with it."""
    row = tx.require(Q.owner, NotFound(kind="absence", id=absence_id), absence_id=absence_id)
    tx.one(Q.lock_member, member_id=row["member_id"])
    return Absence.from_fields(tx.single(Q.lock_absence, absence_id=absence_id))
