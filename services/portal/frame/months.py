"""Months as a form offers them."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date

MONTHS_BACK, MONTHS_AHEAD = 1, 13
DECEMBER = 12


def month_of(text: str, otherwise: date) -> date:
    """The first day of a month written as 2026-12; of another day where it is not one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return otherwise.replace(day=1)


def months_around(today: date, also: Iterable[date] = ()) -> list[date]:
    """The months that a form offers: from the last one for a year, and those that were chosen before."""
    first = today.year * DECEMBER + today.month - 1
    near = {date(month // DECEMBER, month % DECEMBER + 1, 1)
            for month in range(first - MONTHS_BACK, first + MONTHS_AHEAD)}
    return sorted(near | set(also))


def weeks_of(month: date) -> list[list[date | None]]:
    """A month's weeks, Monday first; None where a day is of another month."""
    return [[day if day.month == month.month else None for day in week]
            for week in Calendar().monthdatescalendar(month.year, month.month)]
