"""Questions about trainings."""

from typing import Any

from services.membership.trainings.rules import Training
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_training(tx: Tx, training_id: str) -> Training:
    """A training, or a refusal."""
    row = tx.require(Q.get_training, NotFound(kind="training", id=training_id), training_id=training_id)
    return Training(**row)


def list_trainings(tx: Tx, *, language: str, after: str, limit: int) -> list[dict[str, Any]]:
    """The catalogue."""
    return [{**row, "training_id": row["id"]}
            for row in tx.all(Q.list_trainings, language=language, after=after, limit=limit)]


def list_own_trainings(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """A member's seats in sessions to come, the first one first."""
    return tx.all(Q.list_own_trainings, member_id=member_id, on=tx.on)
