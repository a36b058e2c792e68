"""Proofs about payments."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def batches_agree(tx: Tx) -> Iterator[str]:
    """Each payment file asks for the nets of its wages, no more and no less."""
    for row in tx.all(Q.batches_beside_wages):
        count, cents = _asked_for(row["content"])
        if not (row["count"] == row["wages"] == count and row["total_cents"] == row["net_cents"] == cents):
            yield f"payroll: batch {row['batch_id']} asks for {cents} cents, its wages come to {row['net_cents']}"


def _asked_for(content: bytes) -> tuple[int, int]:
    amounts = etree.fromstring(content).findall(".//{*}InstdAmt")
    return len(amounts), sum(int(Decimal(str(amount.text)) * 100) for amount in amounts)
