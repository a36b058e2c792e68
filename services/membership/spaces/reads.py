"""Questions about rooms and desks."""

from datetime import date
from typing import Any

from services.membership.spaces.rules import Booking, Space
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_space(tx: Tx, space_id: str) -> Space:
    """A room or desk, or a refusal."""
    return Space(**tx.require(Q.get_space, NotFound(kind="space", id=space_id), space_id=space_id))


def list_spaces(tx: Tx, *, city: str, after: str, limit: int) -> list[dict[str, Any]]:
    """Rooms and desks that can be booked."""
    return [{**row, "space_id": row["id"]} for row in tx.all(Q.list_spaces, city=city, after=after, limit=limit)]


def lock_booking(tx: Tx, booking_id: str) -> Booking:
    """A booking, locked, or a refusal."""
    return Booking(**tx.require(Q.lock_booking, NotFound(kind="booking", id=booking_id), booking_id=booking_id))


def list_space_bookings(tx: Tx, *, space_id: str, since: date | None, limit: int) -> list[dict[str, Any]]:
    """When a space is taken."""
    return [{**row, "booking_id": row["id"]}
            for row in tx.all(Q.list_bookings, space_id=space_id, since=since or tx.on, limit=limit)]


def member_of_booking(tx: Tx, *, booking_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Whose booking it is, for `self`."""
    row = tx.one(Q.member_of_booking, booking_id=booking_id)
    return row["member_id"] if row else None


def list_own_bookings(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """A member's bookings from today on, the first one first."""
    return tx.all(Q.list_own_bookings, member_id=member_id, on=tx.on)
