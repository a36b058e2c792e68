"""Days of rest: legal holidays, and days on which no payment in euro is carried out."""

from datetime import date
from functools import cache

import holidays
import holidays.countries  # with the law: three hundred modules are not loaded while a call waits
import holidays.financial

EURO = "XECB"


def public_holidays(country: str, around: date, *, region: str | None = None) -> frozenset[date]:
    """The legal holidays of a country, with those of one of its regions, from the year before to the year after."""
    return _legal(country, region, around.year)


def closed_to_the_euro(around: date) -> frozenset[date]:
    """The closing days of the euro payment system in the same years."""
    return _closed(around.year)


@cache
def _legal(country: str, region: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=region, years=range(year - 1, year + 2)))


@cache
def _closed(year: int) -> frozenset[date]:
    return frozenset(holidays.financial_holidays(EURO, years=range(year - 1, year + 2)))
