"""Belgium's days: public holidays (paid), and days on which no payment is carried out."""

from datetime import date
from functools import cache

import holidays
import holidays.countries  # with the law: three hundred modules are not loaded while a call waits
import holidays.financial

CODE = "BE"
SUNDAY = 6


def public_holidays(around: date) -> frozenset[date]:
    """Legal public holidays from the year before to the year after a day; Sundays that the lists also name are not."""
    return _named(around.year, ("public",))


def bank_closing_days(around: date) -> frozenset[date]:
    """Days on which wages cannot be paid: public and bank holidays, and the closing days of the euro payment system."""
    return _named(around.year, ("public", "bank")) | _closed_to_the_euro(around.year)


@cache
def _named(year: int, categories: tuple[str, ...]) -> frozenset[date]:
    found = holidays.country_holidays(CODE, years=_years(year), categories=categories)
    return frozenset(day for day in found if day.weekday() != SUNDAY)


@cache
def _closed_to_the_euro(year: int) -> frozenset[date]:
    return frozenset(holidays.financial_holidays("XECB", years=_years(year)))


def _years(year: int) -> range:
    return range(year - 1, year + 2)
