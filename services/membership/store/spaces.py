"""Trainings, rooms and desks, and their bookings."""

from datetime import date, datetime
from typing import Any

from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/spaces.sql")


def add_training(tx: Tx, **training: str) -> str:
    """A training that is offered; its id."""
    training_id = new_id("trn")
    tx.run(Q.add_training, id=training_id, on=tx.on, **training)
    return training_id


def get_training(tx: Tx, training_id: str) -> dict[str, Any]:
    """A training, or a refusal."""
    row = tx.one(Q.get_training, training_id=training_id)
    if row is None:
        raise NotFound(kind="training", id=training_id)
    return row


def end_training(tx: Tx, training_id: str) -> None:
    """A training is not offered any more."""
    tx.run(Q.end_training, training_id=training_id, on=tx.on)


def add_space(tx: Tx, **space: Any) -> str:
    """A room or desk; its id."""
    space_id = new_id("spc")
    tx.run(Q.add_space, id=space_id, **space)
    return space_id


def get_space(tx: Tx, space_id: str) -> dict[str, Any]:
    """A room or desk, or a refusal."""
    row = tx.one(Q.get_space, space_id=space_id)
    if row is None:
        raise NotFound(kind="space", id=space_id)
    return row


def close_space(tx: Tx, space_id: str) -> None:
    """It cannot be booked any more."""
    tx.run(Q.close_space, space_id=space_id, on=tx.on)


def add_booking(
    tx: Tx, *, space: dict[str, Any], member_id: str, starts_at: datetime, ends_at: datetime, starts_on: date,
) -> str:
    """A space is taken for a time; the booking's id."""
    booking_id = new_id("bkg")
    tx.run(Q.add_booking, id=booking_id, space_id=space["id"], number=space["number"], member_id=member_id,
           starts_at=starts_at, ends_at=ends_at, starts_on=starts_on, on=tx.on)
    return booking_id


def lock_booking(tx: Tx, booking_id: str) -> dict[str, Any]:
    """A booking, locked, or a refusal."""
    row = tx.one(Q.lock_booking, booking_id=booking_id)
    if row is None:
        raise NotFound(kind="booking", id=booking_id)
    return row


def cancel_booking(tx: Tx, booking_id: str) -> None:
    """It is given back."""
    tx.run(Q.cancel_booking, booking_id=booking_id, on=tx.on)
