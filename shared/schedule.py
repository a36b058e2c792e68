"""When a job runs: pure, so that a year of days can be tried in a moment."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

SATURDAY = 5
LONGEST_LOOK_BACK = timedelta(days=40)  # a day missed longer ago is for a person


class Missed(Enum):
    """What a day means on which the house stood still."""

    ONCE = "the last missed day is caught up, for it does the work of those before it"
    EACH = "every missed day is caught up, in order"
    SKIP = "a missed day is left out: the next one does its work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a job is due, in the country's civil time, after which jobs of the same day, and who is told of a failure.

    `every_minutes`: again and again through the day, from `at` on. `days`: the days of the month, none for every day.
    """

    at: time = time(6, 0)
    days: Collection[int] = ()
    bank_days_only: bool = False
    every_minutes: int = 0
    after: tuple[str, ...] = ()
    missed: Missed = Missed.ONCE
    told: str = "operator"

    def falls_on(self, day: date) -> bool:
        """Whether the job has a run on this day."""
        if self.bank_days_only and day.weekday() >= SATURDAY:
            return False
        return not self.days or day.day in self.days

    def in_words(self) -> str:
        """The schedule in a few words."""
        days = f"on day {', '.join(map(str, self.days))}" if self.days else "daily"
        days = "on bank days" if self.bank_days_only and not self.days else days
        often = f"every {self.every_minutes} min from" if self.every_minutes else "at"
        after = f" after {', '.join(self.after)}" if self.after else ""
        return f"{days} {often} {self.at:%H:%M}{after}"


def due_days(schedule: Schedule, now: datetime, last: date | None) -> list[date]:
    """The days whose run is due now, oldest first, when `last` is the last day that was run; `now` in civil time."""
    today = now.date()
    days = [day for day in _days_since(last, today) if schedule.falls_on(day)
            and (day < today or now.time() >= schedule.at)]
    if schedule.missed is Missed.SKIP:
        return [day for day in days if day == today]
    return days if schedule.missed is Missed.EACH else days[-1:]


def late_since(
    schedule: Schedule, now: datetime, last: date | None, done_at: datetime | None = None,
) -> datetime | None:
    """Since when a run is due that has not ended well, the oldest one; `last` is the last day that did, `now` civil.

    `done_at` is when a run last ended well: one that runs again and again is late from its next turn on.
    """
    today = now.date()
    if schedule.every_minutes and done_at and last == today:
        again = done_at.astimezone(now.tzinfo) + timedelta(minutes=schedule.every_minutes)
        return again if again <= now and schedule.falls_on(today) else None
    due = (datetime.combine(day, schedule.at, now.tzinfo) for day in _days_since(last, today) if schedule.falls_on(day))
    return next((instant for instant in due if instant <= now), None)


def _days_since(last: date | None, today: date) -> Iterator[date]:
    """The days after the last run; only today when there was none, for a new house has missed nothing."""
    day = max(last + timedelta(days=1), today - LONGEST_LOOK_BACK) if last else today
    while day <= today:
        yield day
        day += timedelta(days=1)


def bank_days_apart(one: date, other: date) -> int:
    """How many bank days (Monday to Friday) lie between two days, the later one counted."""
    first, last = sorted((one, other))
    return sum((first + timedelta(days=number)).weekday() < SATURDAY for number in range(1, (last - first).days + 1))
