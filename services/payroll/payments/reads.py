"""Proofs about payments."""

from collections.abc import Iterator

from services.payroll.countries.protocol import law
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def batches_agree(tx: Tx) -> Iterator[str]:
    """Each payment file asks for the nets of its wages, no more and no less."""
    for row in tx.all(Q.batches_beside_wages):
        asked = law(tx).payments_in(row["content"])
        cents = sum(amount.cents for amount in asked)
        if not (row["count"] == row["wages"] == len(asked) and row["total_cents"] == row["net_cents"] == cents):
            yield f"payroll: batch {row['batch_id']} asks for {cents} cents, its wages come to {row['net_cents']}"
