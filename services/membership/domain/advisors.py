"""Advisors: who gets the next member, who answers for an absent one, until when an answer is owed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisor:
    """An advisor with how many members he accompanies. working_share: 1 is full time."""

    id: str
    languages: tuple[str, ...]
    cities: tuple[str, ...]
    specialities: tuple[str, ...]
    working_share: Decimal
    members: int

    def load(self) -> Fraction:
        """Members per full-time post."""
        return Fraction(self.members) / Fraction(self.working_share)


def choose_advisor(
    advisors: Iterable[Advisor], *, language: str, city: str, activity: str, members_per_advisor: int,
) -> Advisor | None:
    """Who gets a new member: one who speaks the language, has room, is near, knows the field, has the lightest load.

    Each wish gives way to the one before it; the language never gives way. The same question has one answer.
    """
    speaking = [advisor for advisor in advisors if language in advisor.languages]
    if not speaking:
        return None
    return min(speaking, key=lambda advisor: (
        advisor.load() >= members_per_advisor, city not in advisor.cities, activity not in advisor.specialities,
        advisor.load(), advisor.id))


def add_working_days(day: date, count: int, *, holidays: Collection[date]) -> date:
    """The working day so many working days later; Saturdays, Sundays and holidays do not count."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            count -= 1
    return day
