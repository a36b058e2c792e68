"""Trainings: offered, scheduled, enrolled in."""

from datetime import datetime
from typing import Any

from services.membership.members.reads import lock_current_member
from services.membership.sessions import use_cases as sessions
from services.membership.sessions.rules import NewSession, SessionKind
from services.membership.trainings import reads, rules, store
from shared.postgres import Tx


def offer_training(tx: Tx, *, title: str, about: str, language: str) -> dict[str, str]:
    """Put a training into the catalogue."""
    return {"training_id": store.add_training(tx, title=title, about=about, language=language), "title": title}


def end_training(tx: Tx, *, training_id: str) -> dict[str, str]:
    """A training is not offered any more; sessions that stand take place."""
    training = reads.get_training(tx, training_id)
    store.save_ended(tx, training_id)
    return {"training_id": training_id, "title": training.title}


def schedule_training_session(
    tx: Tx, *, training_id: str, place: str, host_id: str, capacity: int, starts_at: datetime, ends_at: datetime,
) -> dict[str, Any]:
    """Schedule a session of a training that is offered."""
    training = reads.get_training(tx, training_id)
    rules.assert_offered(training)
    return sessions.schedule_session(tx, NewSession(
        kind=SessionKind.TRAINING, training_id=training_id, title=training.title, language=training.language,
        place=place, host_id=host_id, capacity=capacity, starts_at=starts_at, ends_at=ends_at))


def enrol(tx: Tx, *, session_id: str, member_id: str) -> dict[str, Any]:
    """A member takes a seat in a training, or a place on its waiting list."""
    lock_current_member(tx, member_id)
    return sessions.book_seat(tx, session_id=session_id, kind=SessionKind.TRAINING, person=member_id,
                              member_id=member_id, name="")
