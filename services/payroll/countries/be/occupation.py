"""How much of a full month was worked, as the work bonus counts it (law of 20/12/1999)."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from services.payroll.wages.errors import NothingWorked
from services.payroll.wages.rules.occupation import WEEKDAYS, Occupation, month_of, weekdays_in_month

WEEKS_PER_MONTH = Decimal(13) / 3


def occupation_of(
    hours: Mapping[date, Decimal], *, contract: tuple[date, date], public_holidays: Collection[date], weekly: Decimal,
) -> Occupation:
    """The occupation of one calendar month.

    A full working day on every day paid counts in days (J/D), else hours count (H/U). Public holidays from the first
    to the last day of the contract are paid, so they count as worked (law of 4/1/1974).
    """
    worked = {day: spent for day, spent in hours.items() if spent > 0}
    if not worked:
        raise NothingWorked
    month = month_of(min(worked), max(worked))
    holidays = sum(
        contract[0] <= day <= contract[1] and f"{day:%Y-%m}" == month and day.weekday() < WEEKDAYS and day not in worked
        for day in public_holidays)
    days, spent = len(worked) + holidays, sum(worked.values(), Decimal(0))
    if spent >= len(worked) * weekly / WEEKDAYS:
        return Occupation(worked=Decimal(days), full=Decimal(weekdays_in_month(min(worked))), days=days)
    return Occupation(worked=spent + holidays * weekly / WEEKDAYS, full=weekly * WEEKS_PER_MONTH, days=days)
