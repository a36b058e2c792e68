"""Questions about trainings, rooms and desks."""

from datetime import date
from typing import Any

from services.membership.store.spaces import Q
from shared.postgres import Tx


def list_trainings(tx: Tx, *, language: str, after: str, limit: int) -> list[dict[str, Any]]:
    """The catalogue."""
    return [{**row, "training_id": row["id"]}
            for row in tx.all(Q.list_trainings, language=language, after=after, limit=limit)]


def list_spaces(tx: Tx, *, city: str, after: str, limit: int) -> list[dict[str, Any]]:
    """Rooms and desks that can be booked."""
    return [{**row, "space_id": row["id"]} for row in tx.all(Q.list_spaces, city=city, after=after, limit=limit)]


def list_space_bookings(tx: Tx, *, space_id: str, since: date | None, limit: int) -> list[dict[str, Any]]:
    """When a space is taken."""
    return [{**row, "booking_id": row["id"]}
            for row in tx.all(Q.list_bookings, space_id=space_id, since=since or tx.on, limit=limit)]


def member_of_booking(tx: Tx, *, booking_id: str, **_: Any) -> str | None:
    """Whose booking it is, for the door's `self`."""
    row = tx.one(Q.member_of_booking, booking_id=booking_id)
    return row["member_id"] if row else None
