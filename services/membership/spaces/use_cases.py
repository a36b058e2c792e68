"""Rooms and desks: opened, booked, given back."""

from datetime import datetime
from typing import Any

from services.membership.admission.reads import assert_place
from services.membership.countries.protocol import law
from services.membership.members.reads import lock_current_member
from services.membership.spaces import reads, rules, store
from shared.clock import day_of
from shared.postgres import Tx


def open_space(tx: Tx, *, city: str, kind: str, name: str, places: int) -> dict[str, str]:
    """A room or desk can be booked from now on."""
    assert_place(tx, city)
    return {"space_id": store.add_space(tx, city=city, kind=kind, name=name, places=places), "name": name}


def close_space(tx: Tx, *, space_id: str) -> dict[str, str]:
    """A room or desk cannot be booked any more; bookings that stand, stand."""
    space = reads.get_space(tx, space_id)
    store.save_closed(tx, space_id)
    return {"space_id": space_id, "name": space.name}


def book_space(
    tx: Tx, *, space_id: str, member_id: str, starts_at: datetime, ends_at: datetime,
) -> dict[str, Any]:
    """Take a room or desk for some hours; the database sees to it that two bookings never overlap."""
    lock_current_member(tx, member_id)
    space = reads.get_space(tx, space_id)
    rules.assert_not_closed(space)
    starts_on = day_of(starts_at, law(tx).zone)
    rules.assert_bookable(
        starts_at=starts_at, ends_at=ends_at, starts_on=starts_on, on=tx.on,
        most_hours=tx.tables.integer("space_booking_most_hours", tx.on),
        days_ahead=tx.tables.integer("space_booking_days_ahead", tx.on))
    booking_id = store.add_booking(tx, space, member_id=member_id, starts_at=starts_at, ends_at=ends_at,
                                   starts_on=starts_on)
    return {"booking_id": booking_id, "space_id": space_id, "starts_on": starts_on}


def release_spaces(tx: Tx, *, member_id: str) -> None:
    """Who is no member any more has booked nothing."""
    store.give_back_all(tx, member_id)


def give_space_back(tx: Tx, *, booking_id: str) -> dict[str, Any]:
    """Give a booking back, in time."""
    booking = reads.lock_booking(tx, booking_id)
    rules.assert_can_be_given_back(booking, on=tx.on, by_desk="desk" in tx.roles,
                                   days_before=tx.tables.integer("space_cancellation_days", tx.on))
    store.save_given_back(tx, booking_id)
    return {"booking_id": booking_id, "space_id": booking.space_id, "starts_on": booking.starts_on}
