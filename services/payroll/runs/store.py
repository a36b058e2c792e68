"""Requests for runs on other days than today's."""

from datetime import date

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def save_run_request(tx: Tx, day: date, approval_id: str) -> None:
    """Write which request asks for the run of a day."""
    tx.run(Q.save_run_request, day=day, approval_id=approval_id)
