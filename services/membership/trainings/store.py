"""The catalogue of trainings."""

from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_training(tx: Tx, *, title: str, about: str, language: str) -> str:
    """A training that is offered; its id."""
    training_id = new_id("trn")
    tx.run(Q.add_training, id=training_id, on=tx.on, title=title, about=about, language=language)
    return training_id


def save_ended(tx: Tx, training_id: str) -> None:
    """A training is not offered any more."""
    tx.run(Q.end_training, training_id=training_id, on=tx.on)
