"""Rows of shares."""

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_share(tx: Tx, poll_id: str, number: int, share: str) -> None:
    """Note a share of the sealing key that was handed in."""
    tx.run(Q.add_share, poll_id=poll_id, number=number, share=share)
