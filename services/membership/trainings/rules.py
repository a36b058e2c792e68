"""Trainings: offered until they end."""

from dataclasses import dataclass
from datetime import date

from services.membership.trainings.errors import TrainingEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A training of the catalogue."""

    id: str
    title: str
    language: str
    ended_on: date | None


def assert_offered(training: Training) -> None:
    """Sessions are scheduled of what is offered."""
    if training.ended_on:
        raise TrainingEnded(training_id=training.id)
