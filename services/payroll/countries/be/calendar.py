"""Belgium's days: public holidays (paid), and days on which no payment is carried out."""

from datetime import date

import holidays

CODE = "BE"
SUNDAY = 6


def public_holidays(around: date) -> frozenset[date]:
    """Legal public holidays from the year before to the year after a day; Sundays that the lists also name are not."""
    return _named(around, ("public",))


def bank_closing_days(around: date) -> frozenset[date]:
    """Days on which wages cannot be paid: public and bank holidays, and the closing days of the euro payment system."""
    euro = holidays.financial_holidays("XECB", years=_years(around))
    return _named(around, ("public", "bank")) | frozenset(euro)


def _named(around: date, categories: tuple[str, ...]) -> frozenset[date]:
    found = holidays.country_holidays(CODE, years=_years(around), categories=categories)
    return frozenset(day for day in found if day.weekday() != SUNDAY)


def _years(around: date) -> range:
    return range(around.year - 1, around.year + 2)
