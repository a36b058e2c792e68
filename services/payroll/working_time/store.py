"""Flagged work: rows and values."""

from collections.abc import Sequence
from dataclasses import asdict

from services.payroll.working_time.errors import FlagSettledBefore
from services.payroll.working_time.rules import WorkFlag
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_flags(tx: Tx, flags: Sequence[WorkFlag]) -> None:
    """Write what was found; the same of the same day once."""
    tx.run_many(Q.add_flag, [{**asdict(flag), "flag_id": new_id("flg"), "on": tx.on} for flag in flags])


def settle_flag(tx: Tx, flag_id: str, because: str) -> None:
    """Write what became of flagged work, once."""
    row = tx.require(Q.lock_flag, NotFound(kind="flag", id=flag_id), flag_id=flag_id)
    if row["settled_on"] is not None:
        raise FlagSettledBefore(settled_on=row["settled_on"].isoformat(), because=row["settled_because"])
    tx.run(Q.settle_flag, flag_id=flag_id, because=because, on=tx.on, by=tx.actor)
