"""Questions and what lies on a desk: until when an answer is owed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.membership.desk.errors import AnsweredBefore

SATURDAY = 5


class ItemKind(StrEnum):
    """What was heard of others and lies on a desk."""

    CLIENT_OVERDUE = "client_overdue"
    ADVANCE_OPEN = "advance_open"
    COVER_ENDING = "cover_ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a member asked."""

    id: str
    member_id: str
    answered_on: date | None


def assert_unanswered(question: Question) -> None:
    """A question is answered once; what is added is another question."""
    if question.answered_on:
        raise AnsweredBefore(question_id=question.id, answered_on=question.answered_on.isoformat())


def add_working_days(day: date, count: int, *, holidays: Collection[date]) -> date:
    """The working day so many working days later; Saturdays, Sundays and holidays do not count."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            count -= 1
    return day
