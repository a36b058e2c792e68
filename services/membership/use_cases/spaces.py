"""Trainings and work spaces: offered, enrolled in, booked, given back."""

from datetime import datetime
from typing import Any

from services.membership.domain import spaces as rules
from services.membership.domain.errors import BookingCancelledBefore, NotMember, SpaceClosed, TrainingEnded
from services.membership.store import members
from services.membership.store import spaces as store
from services.membership.use_cases import sessions
from shared.clock import ZONES, day_of
from shared.postgres import Tx


def offer_training(tx: Tx, *, title: str, about: str, language: str) -> dict[str, Any]:
    """Put a training into the catalogue."""
    return {"training_id": store.add_training(tx, title=title, about=about, language=language), "title": title}


def end_training(tx: Tx, *, training_id: str) -> dict[str, Any]:
    """A training is not offered any more; sessions that stand take place."""
    training = store.get_training(tx, training_id)
    store.end_training(tx, training_id)
    return {"training_id": training_id, "title": training["title"]}


def schedule_training_session(tx: Tx, *, training_id: str, **session: Any) -> dict[str, Any]:
    """Schedule a session of a training that is offered."""
    training = store.get_training(tx, training_id)
    if training["ended_on"]:
        raise TrainingEnded(training_id=training_id)
    return sessions.schedule_session(tx, kind="training", training_id=training_id, title=training["title"],
                                     language=training["language"], **session)


def enrol(tx: Tx, *, session_id: str, member_id: str) -> dict[str, Any]:
    """A member takes a seat in a training, or a place on its waiting list."""
    _assert_member(tx, member_id)
    return sessions.book_seat(tx, session_id=session_id, kind="training", person=member_id, member_id=member_id,
                              name="")


def _assert_member(tx: Tx, member_id: str) -> None:
    if not members.lock_member(tx, member_id).is_member_on(tx.on):
        raise NotMember(member_id=member_id, day=tx.on.isoformat())


def open_space(tx: Tx, *, city: str, kind: str, name: str, places: int) -> dict[str, Any]:
    """A room or desk can be booked from now on."""
    sessions.assert_place(tx, city)
    return {"space_id": store.add_space(tx, city=city, kind=kind, name=name, places=places), "name": name}


def close_space(tx: Tx, *, space_id: str) -> dict[str, Any]:
    """A room or desk cannot be booked any more; bookings that stand, stand."""
    space = store.get_space(tx, space_id)
    store.close_space(tx, space_id)
    return {"space_id": space_id, "name": space["name"]}


def book_space(
    tx: Tx, *, space_id: str, member_id: str, starts_at: datetime, ends_at: datetime,
) -> dict[str, Any]:
    """Take a room or desk for some hours; the database sees to it that two bookings never overlap."""
    _assert_member(tx, member_id)
    space = store.get_space(tx, space_id)
    if space["closed_on"]:
        raise SpaceClosed(space_id=space_id, closed_on=space["closed_on"].isoformat())
    starts_on = day_of(starts_at, ZONES[tx.tables.country])
    rules.assert_bookable(
        starts_at=starts_at, ends_at=ends_at, starts_on=starts_on, on=tx.on,
        most_hours=tx.tables.integer("space_booking_most_hours", tx.on),
        days_ahead=tx.tables.integer("space_booking_days_ahead", tx.on))
    booking_id = store.add_booking(tx, space=space, member_id=member_id, starts_at=starts_at, ends_at=ends_at,
                                   starts_on=starts_on)
    return {"booking_id": booking_id, "space_id": space_id, "starts_on": starts_on}


def give_space_back(tx: Tx, *, booking_id: str) -> dict[str, Any]:
    """Give a booking back, in time."""
    booking = store.lock_booking(tx, booking_id)
    if booking["cancelled_on"]:
        raise BookingCancelledBefore(booking_id=booking_id, cancelled_on=booking["cancelled_on"].isoformat())
    rules.assert_can_be_given_back(
        starts_on=booking["starts_on"], on=tx.on, by_desk="desk" in tx.roles,
        days_before=tx.tables.integer("space_cancellation_days", tx.on))
    store.cancel_booking(tx, booking_id)
    return {"booking_id": booking_id, "space_id": booking["space_id"], "starts_on": booking["starts_on"]}
