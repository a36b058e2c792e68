"""Registering the employer and the workers; whoever waited for these data is declared in the same transaction."""

from typing import Any

from services.payroll import store
from services.payroll.domain.errors import EmployerNotRegistered, WorkerNotRegistered
from services.payroll.use_cases.declarations import declare_waiting
from shared.postgres import Tx


def register_employer(tx: Tx, employer: dict[str, Any]) -> dict[str, Any]:
    """Write the cooperative's data as an employer, in force from a day."""
    store.add_employer(tx, employer)
    declare_waiting(tx)
    return {"valid_from": employer["valid_from"]}


def register_worker(tx: Tx, worker: dict[str, Any]) -> dict[str, Any]:
    """Write a worker's own data; his orders that waited for them are declared now."""
    store.add_worker(tx, worker)
    declared = declare_waiting(tx, worker["member_id"])
    return {"member_id": worker["member_id"], "declarations": declared}


def employer_on(tx: Tx) -> dict[str, Any]:
    """The employer's data in force today, or a refusal."""
    employer = store.find_employer(tx, tx.on)
    if employer is None:
        raise EmployerNotRegistered(day=tx.on.isoformat())
    return employer


def locked_worker(tx: Tx, member_id: str) -> dict[str, Any]:
    """A worker's own data, locked until commit, or a refusal."""
    worker = store.lock_worker(tx, member_id)
    if worker is None:
        raise WorkerNotRegistered(member_id=member_id)
    return worker
