"""The country's days: public holidays (paid), and days on which no payment is carried out."""

from datetime import date

import holidays

from services.payroll.domain.errors import CalendarUnknown

KNOWN = frozenset({"BE"})
SUNDAY = 6


def public_holidays(country: str, around: date) -> frozenset[date]:
    """Legal public holidays from the year before to the year after a day; Sundays that the lists also name are not."""
    return _named(country, around, ("public",))


def bank_closing_days(country: str, around: date) -> frozenset[date]:
    """Days on which wages cannot be paid: public and bank holidays, and the closing days of the euro payment system."""
    euro = holidays.financial_holidays("XECB", years=_years(around))
    return _named(country, around, ("public", "bank")) | frozenset(euro)


def _named(country: str, around: date, categories: tuple[str, ...]) -> frozenset[date]:
    if country not in KNOWN:
        raise CalendarUnknown(country=country)
    found = holidays.country_holidays(country, years=_years(around), categories=categories)
    return frozenset(day for day in found if day.weekday() != SUNDAY)


def _years(around: date) -> range:
    return range(around.year - 1, around.year + 2)
