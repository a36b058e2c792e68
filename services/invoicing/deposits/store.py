"""Deposits as rows: which no invoice will take off."""

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_left_over(tx: Tx) -> list[str]:
    """Deposits of which something is left, and that no invoice will take off any more."""
    return [row["invoice_id"] for row in tx.all(Q.list_left_over)]
