"""Movements in suspense as rows, and what was said of each."""

from typing import Any

from services.invoicing.bank.rules import KnownMovement
from services.invoicing.matching.rules import Unmatched
from services.invoicing.receivables.rules import Placed
from services.invoicing.suspense.rules import PlacedMovement, SuspendedMovement
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_unmatched(tx: Tx, movement_id: str) -> SuspendedMovement | None:
    """A movement that waits for its owner, locked."""
    row = tx.one(Q.lock_unmatched, movement_id=movement_id)
    return SuspendedMovement(**_facts(row), undone=row["undone"]) if row else None


def lock_placed(tx: Tx, movement_id: str) -> PlacedMovement:
    """A movement and where it was placed; nobody else takes it back meanwhile."""
    tx.run(Q.lock_placing, movement_id=movement_id)
    row = tx.require(Q.find_placed, NotFound(kind="movement", id=movement_id), movement_id=movement_id)
    return PlacedMovement(**_facts(row), **{name: row[name] for name in ("undone", "waits", "booked_as", "gone_on")})


def add_undone(tx: Tx, placed: PlacedMovement, placed_as: Placed, because: str) -> None:
    """A movement was placed wrongly, and waits again."""
    tx.run(Q.add_undone, movement_id=placed.movement_id, place=placed.undone + 1, placed_as=placed_as, because=because,
           on=tx.on, actor=tx.actor)
    tx.run(Q.wait_again, movement_id=placed.movement_id, on=tx.on, reason=Unmatched.PLACED_WRONGLY)


def find_told_returned(tx: Tx, movement_id: str, waiting: KnownMovement) -> KnownMovement | None:
    """The earlier movement that one in suspense returns to the cent; nothing when it cannot be that."""
    row = tx.one(Q.find_told_returned, movement_id=movement_id, cents=waiting.amount.cents,
                 currency=waiting.amount.currency)
    return KnownMovement(**_facts(row)) if row else None


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    names = ("movement_id", "booked_on", "structured_communication", "end_to_end_id")
    return {"amount": Money.from_row(row), **{name: row[name] for name in names}}


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
