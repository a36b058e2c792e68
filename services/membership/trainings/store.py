"""The catalogue of trainings."""

from services.membership.trainings.rules import TrainingText
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_training(tx: Tx, text: TrainingText, *, is_draft: bool) -> str:
    """A training that is offered, or a draft of one; its id."""
    training_id = new_id("trn")
    tx.run(Q.add_training, id=training_id, on=tx.on, published_on=None if is_draft else tx.on, title=text.title,
           about=text.about, language=text.language, topic=text.topic, price_cents=text.price_cents)
    return training_id


def save_text(tx: Tx, training_id: str, text: TrainingText) -> None:
    """A draft written anew, and with it the title of the sessions that were planned."""
    tx.run(Q.rewrite_training, training_id=training_id, title=text.title, about=text.about,
           language=text.language, topic=text.topic, price_cents=text.price_cents)
    tx.run(Q.retitle_sessions, training_id=training_id, title=text.title, language=text.language)


def save_published(tx: Tx, training_id: str) -> None:
    """Members see it from now on."""
    tx.run(Q.publish_training, training_id=training_id, on=tx.on)


def save_fee_settled(tx: Tx, seat_id: str) -> bool:
    """Nothing is open of a seat any more; whether that is news."""
    return tx.run(Q.settle_fee, seat_id=seat_id, on=tx.on, actor=tx.actor) == 1


def save_ended(tx: Tx, training_id: str) -> None:
    """A training is not offered any more."""
    tx.run(Q.end_training, training_id=training_id, on=tx.on)
