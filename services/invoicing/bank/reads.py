"""Questions about movements."""

from collections.abc import Sequence
from typing import Any

from services.invoicing.bank.rules import Balances, Gap, gaps_in, in_order
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_unmatched_movements(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of movements that wait for their owner."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.list_unmatched, after=after, limit=limit)]


def first_opening(tx: Tx, account: str) -> Money | None:
    """What was on an account before the first of its statements."""
    return next((ordered[0][1] for ordered in _chains(tx.all(Q.list_first_balances, account=account)).values()), None)


def list_bank_gaps(tx: Tx) -> list[Gap]:
    """Where statements do not follow one another: one is missing, or one is doubled."""
    return [gap for account, ordered in list_chains(tx).items() for gap in gaps_in(account, ordered)]


def list_chains(tx: Tx) -> dict[str, list[Balances]]:
    """By account its statements in their order; without those that only told again what was booked."""
    return _chains(tx.all(Q.list_balances))


def _chains(rows: Sequence[dict[str, Any]]) -> dict[str, list[Balances]]:
    found: dict[str, list[Balances]] = {}
    for row in rows:
        found.setdefault(row["account"], []).append((
            row["closing_on"], Money.from_row(row, "opening"), Money.from_row(row, "closing")))
    return {name: in_order(balances) for name, balances in found.items()}
