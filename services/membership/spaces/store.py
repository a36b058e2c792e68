"""Rooms, desks and their bookings."""

from collections.abc import Mapping
from datetime import date, datetime

from services.membership.spaces.errors import SpaceKnown, SpaceTaken
from services.membership.spaces.rules import Space
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "spaces_one_of_a_name": SpaceKnown,
    "space_bookings_do_not_overlap": SpaceTaken,
}


def add_space(tx: Tx, *, city: str, kind: str, name: str, places: int) -> str:
    """A room or desk; its id."""
    space_id = new_id("spc")
    tx.run(Q.add_space, id=space_id, city=city, kind=kind, name=name, places=places)
    return space_id


def save_closed(tx: Tx, space_id: str) -> None:
    """It cannot be booked any more."""
    tx.run(Q.close_space, space_id=space_id, on=tx.on)


def add_booking(
    tx: Tx, space: Space, *, member_id: str, starts_at: datetime, ends_at: datetime, starts_on: date,
) -> str:
    """A space is taken for a time; the booking's id."""
    booking_id = new_id("bkg")
    tx.run(Q.add_booking, id=booking_id, space_id=space.id, number=space.number, places=space.places,
           member_id=member_id, starts_at=starts_at, ends_at=ends_at, starts_on=starts_on, on=tx.on)
    return booking_id


def give_back_all(tx: Tx, member_id: str) -> None:
    """What somebody booked and has not begun is free again."""
    tx.run(Q.give_back_all, member_id=member_id, on=tx.on)


def save_given_back(tx: Tx, booking_id: str) -> None:
    """It is given back."""
    tx.run(Q.cancel_booking, booking_id=booking_id, on=tx.on)
