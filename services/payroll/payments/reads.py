"""Proofs about payments."""

from collections.abc import Iterator

from services.payroll.countries.protocol import law
from shared.ledger import numbers_of
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def batches_agree(tx: Tx) -> Iterator[str]:
    """Each payment file asks for what was open of its wages, no more and no less."""
    for row in tx.all(Q.batches_beside_wages):
        asked = law(tx).payments_in(row["content"])
        cents = sum(amount.cents for amount in asked)
        if not (row["count"] == row["wages"] == len(asked) and row["total_cents"] == row["asked_cents"] == cents):
            yield f"payroll: batch {row['batch_id']} asks for {cents} cents, its wages come to {row['asked_cents']}"


def payments_agree(tx: Tx) -> Iterator[str]:
    """What is open of each wage follows from what the bank did and what came back, and stands on its account."""
    for row in tx.all(Q.payments_beside_movements):
        yield (f"payroll: wage {row['wage_id']} is {row['state']} with {row['open_cents']} cents open, its payments "
               f"leave {row['found_cents']}")
    for row in tx.all(Q.movements_beside_ledger, accounts=numbers_of(tx, "wages_to_pay")):
        yield (f"payroll: order {row['order_id']} leaves {row['known']} cents of wages to pay, its account has "
               f"{row['booked']}")
