"""Who employs and who works: their data as every use case needs them, or a refusal that says what is missing."""

from typing import Any

from services.payroll import store
from services.payroll.domain.errors import EmployerNotRegistered, WorkerNotRegistered
from shared.postgres import Tx


def employer_on(tx: Tx) -> dict[str, Any]:
    """The employer's data in force today, or a refusal."""
    employer = store.find_employer(tx, tx.on)
    if employer is None:
        raise EmployerNotRegistered(day=tx.on.isoformat())
    return employer


def worker_of(tx: Tx, member_id: str) -> dict[str, Any]:
    """A worker's own data, or a refusal."""
    return _known(store.find_worker(tx, member_id), member_id)


def locked_worker(tx: Tx, member_id: str) -> dict[str, Any]:
    """A worker's own data, locked until commit, or a refusal."""
    return _known(store.lock_worker(tx, member_id), member_id)


def _known(worker: dict[str, Any] | None, member_id: str) -> dict[str, Any]:
    if worker is None:
        raise WorkerNotRegistered(member_id=member_id)
    return worker
