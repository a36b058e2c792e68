"""Deposits as rows: which are alive, and which have lost their work."""

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_live(tx: Tx, order_id: str, part: int) -> list[str]:
    """Deposits on a part of which something is left, oldest first."""
    return [row["invoice_id"] for row in tx.all(Q.list_live, order_id=order_id, part=part)]


def list_without_work(tx: Tx) -> list[str]:
    """Deposits of which something is left, on work that nobody will do."""
    return [row["invoice_id"] for row in tx.all(Q.list_without_work)]
