"""How much of a full month was worked: days and hours beside those of a full-timer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.payroll.wages.errors import DayTooLong, MonthsCrossed
from shared.money import Money

WEEKDAYS = 5
SHOWN = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """What was worked out of what a full-timer works in the month, in the same unit (days or hours)."""

    worked: Decimal
    full: Decimal
    days: int

    @property
    def share(self) -> Decimal:
        """The share of a full month, at most 1."""
        return min(self.worked / self.full, Decimal(1))

    @property
    def shown_share(self) -> Decimal:
        """The share as people read it: six decimals. Amounts are worked out with the exact one."""
        return self.share.quantize(SHOWN)

    def full_time(self, pay: Money) -> Money:
        """The pay grossed up to a full month, rounded half up."""
        return Money.rounded(pay.amount * self.full / min(self.worked, self.full), pay.currency)

    def part_of(self, amount: Money) -> Money:
        """The share of a full month's amount, rounded half up."""
        return Money.rounded(amount.amount * min(self.worked, self.full) / self.full, amount.currency)


FULL_MONTH = Occupation(worked=Decimal(1), full=Decimal(1), days=20)
NO_DAYS = Occupation(worked=Decimal(1), full=Decimal(1), days=1)  # of a pay that is not for days


def month_of(first: date, last: date) -> str:
    """The calendar month of a period, as 2026-11; a period across two months is refused."""
    if (first.year, first.month) != (last.year, last.month):
        raise MonthsCrossed(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
    return f"{first:%Y-%m}"


def assert_lawful_days(
    hours: Mapping[date, Decimal], *, beside: Mapping[date, Decimal], limit: Decimal,
) -> None:
    """No day is longer, with what other contracts take of it, than the law lets it be; the limit is within."""
    for day, asked in sorted(hours.items()):
        taken = beside.get(day, Decimal(0))
        if asked + taken > limit:
            raise DayTooLong(day=day.isoformat(), hours=str(asked + taken), limit=str(limit),
                             left=str(max(limit - taken, Decimal(0))))


def weekdays_in_month(day: date) -> int:
    """Mondays to Fridays in the day's month, public holidays included: the days of a five-day week."""
    first = day.replace(day=1)
    days = (first + timedelta(days=n) for n in range(31))
    return sum(one.month == first.month and one.weekday() < WEEKDAYS for one in days)
