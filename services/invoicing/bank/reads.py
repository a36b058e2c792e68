"""Questions about movements."""

from typing import Any

from services.invoicing.bank.rules import Balances, Gap, gaps_in, in_order
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_unmatched_movements(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of movements that wait for their owner."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.list_unmatched, after=after, limit=limit)]


def list_bank_gaps(tx: Tx) -> list[Gap]:
    """Where statements do not follow one another: one is missing, or one is doubled."""
    return [gap for account, ordered in list_chains(tx).items() for gap in gaps_in(account, ordered)]


def list_chains(tx: Tx, account: str = "") -> dict[str, list[Balances]]:
    """By account, or of one, its statements in their order; without those that only told again what was booked."""
    found: dict[str, list[Balances]] = {}
    for row in tx.all(Q.list_balances, account=account):
        found.setdefault(row["account"], []).append((
            row["closing_on"], Money.from_row(row, "opening"), Money.from_row(row, "closing")))
    return {name: in_order(balances) for name, balances in found.items()}
