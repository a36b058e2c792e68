"""Employers and workers: rows and values."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date

from psycopg.types.json import Jsonb

from services.payroll.workers.errors import EmployerKnownBefore, WorkerKnownBefore
from services.payroll.workers.rules import Employer, Household, Worker
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "employers_one_per_day": EmployerKnownBefore,
    "workers_registered_once": WorkerKnownBefore,
    "workers_national_number_unique": WorkerKnownBefore,
}


def add_employer(tx: Tx, employer: Employer) -> None:
    """Write the employer's data that begin on a day."""
    columns = asdict(employer)
    tx.run(Q.add_employer, **columns.pop("address"), **columns, at=tx.at)


def lock_employer_exclusively(tx: Tx) -> None:
    """Wait until no declaration is being decided on the employer's data, and let none be until commit."""
    tx.one(Q.lock_exclusively, line="employer")


def lock_employer_shared(tx: Tx) -> None:
    """Decide on the employer's data beside others who do, while nobody changes them until commit."""
    tx.one(Q.lock_shared, line="employer")


def lock_member_exclusively(tx: Tx, member_id: str) -> None:
    """Decide on one member's data alone until commit."""
    tx.one(Q.lock_exclusively, line=member_id)


def save_member(tx: Tx, *, member_id: str, admitted_on: date, language: str) -> None:
    """Write a member as membership admitted them."""
    tx.run(Q.save_member, member_id=member_id, admitted_on=admitted_on, language=language)


def add_worker(tx: Tx, worker: Worker) -> None:
    """Write a worker's own data."""
    columns = asdict(worker)
    household, address = columns.pop("household"), columns.pop("address")
    tx.run(Q.add_worker, **columns, household=household.pop("kind"), **household,
           address=Jsonb(address) if address else None, registered_on=tx.on)


def lock_worker(tx: Tx, member_id: str) -> Worker | None:
    """A worker's own data, locked until commit."""
    row = tx.one(Q.lock_worker, member_id=member_id)
    return Worker.from_fields(row) if row else None


def lock_workers(tx: Tx, member_ids: Collection[str]) -> None:
    """Lock workers' own data until commit, in their order."""
    tx.all(Q.lock_workers, member_ids=list(member_ids))


def add_household(tx: Tx, member_id: str, household: Household, valid_from: date) -> None:
    """Write a worker's household from a day on."""
    columns = asdict(household)
    tx.run(Q.add_household, member_id=member_id, valid_from=valid_from, household=columns.pop("kind"), **columns,
           on=tx.on, by=tx.actor)


def replace_national_number(tx: Tx, worker: Worker, number: str) -> None:
    """Put another number in the place of a worker's, and keep the one before."""
    if worker.national_number != number:
        tx.run(Q.replace_national_number, member_id=worker.member_id, number=number, on=tx.on, by=tx.actor)


def change_account(tx: Tx, member_id: str, iban: str) -> None:
    """Put another account in the place of a worker's, and keep the one before; or a refusal."""
    worker = lock_worker(tx, member_id)
    if worker is None:
        raise NotFound(kind="worker", id=member_id)
    if worker.iban != iban:
        tx.run(Q.change_account, member_id=member_id, iban=iban, on=tx.on, by=tx.actor)
