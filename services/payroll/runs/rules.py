"""Which day a pay run may be for."""

from collections.abc import Collection
from datetime import date, timedelta

from services.payroll.orders.rules import is_bank_day
from services.payroll.runs.errors import RunNeedsSecondPerson

MOST_BANK_DAYS = 3
ACT = "pay_wages"


def bank_days_between(one: date, other: date, closed: Collection[date]) -> int:
    """How many bank days lie between two days, the later one included; of the same day none."""
    first, last = sorted((one, other))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_bank_day(day, closed) for day in days)


def assert_near(on: date, *, today: date, closed: Collection[date], approved: bool) -> None:
    """A run's day lies within three bank days of the clock; any other needs a second person."""
    if not approved and bank_days_between(on, today, closed) > MOST_BANK_DAYS:
        raise RunNeedsSecondPerson(day=on.isoformat(), today=today.isoformat(), limit=str(MOST_BANK_DAYS))
