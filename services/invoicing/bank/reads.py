"""Questions about movements, and whose they are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.invoicing.bank.rules import (
    Balances,
    Gap,
    KnownMovement,
    ReferenceRange,
    gaps_in,
    in_order,
    owner_of,
    range_for,
)
from shared.money import Money
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


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


def reference_ranges(tables: Tables, on: date) -> tuple[ReferenceRange, ...]:
    """Whose each reference is on a day, by the country's table `reference_range`."""
    rows = [(key, tables.row("reference_range", on, key)) for name, key in tables.names() if name == "reference_range"]
    return tuple(ReferenceRange(
        owner=owner, paid_by=row["paid_by"], transfers=tuple(row["transfers"]), clearing=row["clearing"],
        checked=int(row.fields.get("checked", 0))) for owner, row in rows)


def owner_before(tx: Tx, returned: KnownMovement) -> ReferenceRange | None:
    """Whose money a movement was that comes back: whoever claimed it, or whose its reference is."""
    ranges, claimed = reference_ranges(tx.tables, tx.on), claimed_for(tx, returned.movement_id)
    if claimed:
        return range_for(ranges, claimed, movement_id=returned.movement_id)
    return owner_of(ranges, came_in=returned.amount.cents > 0, end_to_end_id=returned.end_to_end_id,
                    structured_communication=returned.structured_communication)


def claimed_for(tx: Tx, movement_id: str) -> str:
    """The service whose money a movement without a reference was found to be; empty when it was not."""
    row = tx.one(Q.claimed_for, movement_id=movement_id)
    return str(row["claimed_for"]) if row else ""


def list_refunds(tx: Tx, references: Sequence[str]) -> dict[str, Money]:
    """What transfers of ours pay that no movement has carried out yet, by their ids."""
    rows = tx.all(Q.list_refunds, references=list(references)) if references else []
    return {row["reference"]: Money.from_row(row) for row in rows}
