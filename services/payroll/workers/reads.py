"""Who employs and who works, as every use case needs them."""

from collections.abc import Mapping
from datetime import date

from services.payroll.workers.errors import EmployerNotRegistered, WorkerNotRegistered
from services.payroll.workers.rules import Employer, Household, Worker
from shared.ledger import MAIN_ENTITY
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def employer_on(tx: Tx, day: date, *, entity: str = MAIN_ENTITY) -> Employer:
    """The data of a legal entity as an employer in force on a day, or a refusal."""
    missing = EmployerNotRegistered(day=day.isoformat(), entity=entity)
    return Employer.from_fields(tx.require(Q.employer_on, missing, day=day, entity=entity))


def employers_of(tx: Tx, first: date, last: date, *, entity: str = MAIN_ENTITY) -> list[Employer]:
    """The data of a legal entity in force within some days, the earliest first; before all of them, the first ones."""
    rows = tx.all(Q.employers_of, first=first, last=last, entity=entity)
    return [Employer.from_fields(row) for row in rows] or [employer_on(tx, tx.on, entity=entity)]


def get_worker(tx: Tx, member_id: str) -> Worker:
    """A worker's own data, or a refusal."""
    return Worker.from_fields(tx.require(Q.worker, WorkerNotRegistered(member_id=member_id), member_id=member_id))


def parties_on(tx: Tx, member_id: str, day: date, *, entity: str = MAIN_ENTITY) -> tuple[Employer, Worker]:
    """Who employs and who works, as their data stand on a day, or the refusal that says which is missing."""
    return employer_on(tx, day, entity=entity), get_worker(tx, member_id)


def workers_on(tx: Tx, days: Mapping[str, date]) -> dict[str, Worker]:
    """Workers' own data, each with the household of a day; those who are not registered are left out."""
    rows = tx.all(Q.workers_on, member_ids=list(days), days=list(days.values()))
    return {row["member_id"]: Worker.from_fields(row) for row in rows}


def household_on(tx: Tx, member_id: str, day: date) -> Household:
    """A worker's household on a day, or a refusal."""
    found = workers_on(tx, {member_id: day})
    if member_id not in found:
        raise WorkerNotRegistered(member_id=member_id)
    return found[member_id].household


def are_known(tx: Tx, member_id: str) -> bool:
    """Whether the employer and this worker are registered, so that work can be declared."""
    return tx.one(Q.worker, member_id=member_id) is not None and tx.one(
        Q.employer_on, day=tx.on, entity=MAIN_ENTITY) is not None


def language_of_member(tx: Tx, member_id: str) -> str:
    """The language in which membership writes to a member; empty when it was never told."""
    row = tx.one(Q.member, member_id=member_id)
    return str(row["language"]) if row else ""
