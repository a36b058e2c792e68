"""Trainings: offered until they end."""

from dataclasses import dataclass
from datetime import date

from services.membership.sessions.rules import Hours
from services.membership.trainings.errors import (
    PriceInOtherMoney,
    TrainingEnded,
    TrainingNotPublished,
    TrainingPublished,
)
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """What the catalogue says of a training. price: of a seat; nothing where it is free."""

    title: str
    about: str
    language: str
    topic: str = ""
    price: Money | None = None

    @property
    def price_cents(self) -> int:
        """What a seat costs, in cents."""
        return self.price.cents if self.price else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """When, by whom and for how many a training is held. host_id: who opens the door; trainer: who teaches."""

    days: tuple[Hours, ...]
    capacity: int
    host_id: str = ""
    trainer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A training of the catalogue."""

    id: str
    title: str
    language: str
    ended_on: date | None
    published_on: date | None = None
    price_cents: int = 0


def assert_offered(training: Training) -> None:
    """Sessions are scheduled of what is offered."""
    if training.ended_on:
        raise TrainingEnded(training_id=training.id)


def assert_priced_in(text: TrainingText, currency: str) -> None:
    """Prices are in the country's money."""
    if text.price and text.price.currency != currency:
        raise PriceInOtherMoney(currency=currency)


def assert_draft(training: Training) -> None:
    """Only what nobody has seen yet is rewritten, or published."""
    assert_offered(training)
    if training.published_on:
        raise TrainingPublished(training_id=training.id, published_on=training.published_on.isoformat())


def assert_published(training: Training) -> None:
    """Members enrol in what they can see."""
    if training.published_on is None:
        raise TrainingNotPublished(training_id=training.id)
