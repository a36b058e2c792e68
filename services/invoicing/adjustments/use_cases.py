"""Entries by hand: proposed by one person, booked by another, taken back on a day of their own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.invoicing.adjustments import postings, reads, store
from services.invoicing.adjustments.rules import (
    Adjustment,
    AdjustmentLine,
    AdjustmentState,
    assert_bookable,
    assert_proposed,
    assert_second_person,
)
from shared.identifiers import new_id
from shared.ledger import closed_until
from shared.postgres import Tx


def propose_adjustment(
    tx: Tx, *, entity: str, text: str, event_on: date, taken_back_on: date | None, lines: Sequence[AdjustmentLine],
) -> dict[str, Any]:
    """An entry that could be booked waits for a second person."""
    adjustment = Adjustment(adjustment_id=new_id("adj"), entity=entity, text=text, event_on=event_on,
                            taken_back_on=taken_back_on, lines=lines, proposed_by=tx.actor)
    assert_bookable(adjustment, by_hand=reads.accounts_by_hand(tx.tables), closed_until=closed_until(tx, entity))
    store.add_adjustment(tx, adjustment)
    return reads.get_adjustment(tx, adjustment.adjustment_id)


def book_adjustment(tx: Tx, adjustment_id: str) -> dict[str, Any]:
    """Another person books it; what was closed in the meantime stays closed."""
    adjustment = store.lock_adjustment(tx, adjustment_id)
    assert_proposed(adjustment)
    assert_second_person(adjustment, by=tx.actor)
    roles = reads.accounts_by_hand(tx.tables)
    assert_bookable(adjustment, by_hand=roles, closed_until=closed_until(tx, adjustment.entity))
    postings.book(tx, adjustment, roles)
    store.save_decided(tx, adjustment_id, AdjustmentState.BOOKED)
    return reads.get_adjustment(tx, adjustment_id)


def withdraw_adjustment(tx: Tx, adjustment_id: str, *, reason: str) -> dict[str, Any]:
    """It is not booked, and waits for nobody any more."""
    assert_proposed(store.lock_adjustment(tx, adjustment_id))
    store.save_decided(tx, adjustment_id, AdjustmentState.WITHDRAWN, reason=reason)
    return reads.get_adjustment(tx, adjustment_id)
