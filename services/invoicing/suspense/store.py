"""Movements in suspense as rows, and what was said of each."""

from typing import Any

from services.invoicing.bank.rules import KnownMovement
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_unmatched(tx: Tx, movement_id: str) -> KnownMovement | None:
    """A movement that waits for its owner, locked."""
    row = tx.one(Q.lock_unmatched, movement_id=movement_id)
    return _known(row) if row else None


def find_told_returned(tx: Tx, movement_id: str, waiting: KnownMovement) -> KnownMovement | None:
    """The earlier movement that one in suspense returns to the cent; nothing when it cannot be that."""
    row = tx.one(Q.find_told_returned, movement_id=movement_id, cents=waiting.amount.cents,
                 currency=waiting.amount.currency)
    return _known(row) if row else None


def _known(row: dict[str, Any]) -> KnownMovement:
    return KnownMovement(movement_id=row["movement_id"], amount=Money.from_row(row), booked_on=row["booked_on"],
                         structured_communication=row["structured_communication"], end_to_end_id=row["end_to_end_id"])


def save_matched(tx: Tx, movement_id: str, invoice_id: str) -> None:
    """The movement belongs to an invoice."""
    tx.run(Q.save_matched, movement_id=movement_id, invoice_id=invoice_id, on=tx.on)


def save_credited(tx: Tx, movement_id: str, client_id: str) -> None:
    """The movement belongs to a client."""
    tx.run(Q.save_credited, movement_id=movement_id, client_id=client_id, on=tx.on)


def save_booked(tx: Tx, movement_id: str, account: str) -> None:
    """The movement stands on an account, by its role: the house's own, or a grant."""
    tx.run(Q.save_booked, movement_id=movement_id, account=account, on=tx.on)


def save_refund_of(tx: Tx, movement_id: str, reference: str, account: str) -> None:
    """The movement carries out a refund."""
    tx.run(Q.save_refund_of, movement_id=movement_id, reference=reference, account=account, on=tx.on)


def save_returning(tx: Tx, movement_id: str, returns: str) -> None:
    """The movement returns an earlier one."""
    tx.run(Q.save_returning, movement_id=movement_id, returns=returns, on=tx.on)


def save_claimed(tx: Tx, movement_id: str, service: str) -> None:
    """The movement is another service's."""
    tx.run(Q.save_claimed, movement_id=movement_id, service=service, on=tx.on)


def release_unmatched(tx: Tx, movement_id: str) -> bool:
    """Another movement in suspense returned it; whether it was waiting itself."""
    return tx.run(Q.release_unmatched, movement_id=movement_id, on=tx.on) == 1
