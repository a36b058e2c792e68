"""Trainings: offered, scheduled, enrolled in."""

from typing import Any

from services.membership.members.reads import lock_current_member
from services.membership.sessions import use_cases as sessions
from services.membership.sessions.rules import NewSession, SessionKind
from services.membership.trainings import reads, rules, store
from services.membership.trainings.errors import FeeNotOpen
from services.membership.trainings.rules import SessionPlan, TrainingText
from shared.postgres import Tx


def offer_training(tx: Tx, *, text: TrainingText, is_draft: bool) -> dict[str, str]:
    """Put a training into the catalogue, or write a draft that only the desk sees."""
    rules.assert_priced_in(text, str(tx.tables.value("currency", tx.on)))
    return {"training_id": store.add_training(tx, text, is_draft=is_draft), "title": text.title}


def rewrite_training(tx: Tx, *, training_id: str, text: TrainingText) -> dict[str, str]:
    """Write a draft anew."""
    rules.assert_priced_in(text, str(tx.tables.value("currency", tx.on)))
    rules.assert_draft(reads.get_training(tx, training_id))
    store.save_text(tx, training_id, text)
    return {"training_id": training_id, "title": text.title}


def publish_training(tx: Tx, *, training_id: str) -> dict[str, str]:
    """Members see a draft and its sessions from now on."""
    training = reads.get_training(tx, training_id)
    rules.assert_draft(training)
    store.save_published(tx, training_id)
    return {"training_id": training_id, "title": training.title}


def end_training(tx: Tx, *, training_id: str) -> dict[str, str]:
    """A training is not offered any more; sessions that stand take place."""
    training = reads.get_training(tx, training_id)
    store.save_ended(tx, training_id)
    return {"training_id": training_id, "title": training.title}


def schedule_training_session(tx: Tx, *, training_id: str, place: str, plan: SessionPlan) -> dict[str, Any]:
    """Schedule a session of a training that is offered, or of a draft, on one day or several."""
    training = reads.get_training(tx, training_id)
    rules.assert_offered(training)
    return sessions.schedule_session(tx, NewSession(
        kind=SessionKind.TRAINING, training_id=training_id, title=training.title, language=training.language,
        place=place, host_id=plan.host_id, trainer=plan.trainer, capacity=plan.capacity,
        starts_at=plan.days[0].starts_at, ends_at=plan.days[0].ends_at, further=plan.days[1:]))


def enrol(tx: Tx, *, session_id: str, member_id: str) -> dict[str, Any]:
    """A member takes a seat in a published training for its price, or a place on its waiting list."""
    lock_current_member(tx, member_id)
    training = reads.training_of_session(tx, session_id)
    rules.assert_published(training)
    taken = sessions.book_seat(tx, session_id=session_id, kind=SessionKind.TRAINING, person=member_id,
                               member_id=member_id, name="", price_cents=training.price_cents)
    return {**taken, "price": reads.in_currency(tx, training.price_cents)}


def settle_fee(tx: Tx, *, seat_id: str) -> None:
    """Nothing is open of a seat: it was paid, or is given."""
    if not store.save_fee_settled(tx, seat_id):
        raise FeeNotOpen(seat_id=seat_id)
