"""When a wage falls due and when the bank carries it out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PayDay:
    """`due_on` is the promise; `pay_on` the bank day on or before it, or the next one when that has passed (`late`)."""

    due_on: date
    pay_on: date
    late: bool


def pay_day(completed_on: date, delay_days: int, closed: Collection[date], known_on: date) -> PayDay:
    """The pay day of work completed on one day and known to payroll on another.

    Work registered so late that its bank day has passed is paid on the next bank day, and flagged.
    """
    due_on = completed_on + timedelta(days=delay_days)
    pay_on = bank_day_on_or_before(due_on, closed)
    late = known_on > pay_on
    return PayDay(due_on=due_on, pay_on=bank_day_on_or_after(known_on, closed) if late else pay_on, late=late)


def bank_day_on_or_before(day: date, closed: Collection[date]) -> date:
    """The last day not after this one on which the banks work."""
    while not _is_bank_day(day, closed):
        day -= timedelta(days=1)
    return day


def bank_day_on_or_after(day: date, closed: Collection[date]) -> date:
    """The first day not before this one on which the banks work."""
    while not _is_bank_day(day, closed):
        day += timedelta(days=1)
    return day


def _is_bank_day(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed
