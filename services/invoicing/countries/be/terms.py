"""Days that Belgian law lets pass before a consumer who is late may be charged anything."""

from datetime import date, timedelta

import holidays
import holidays.countries  # with the law: three hundred modules are not loaded while a call waits

from services.invoicing.countries.be.vat import HOME
from shared.parameters import Tables

SATURDAY = 5


def charges_from(tables: Tables, *, reminded_on: date, by_mail: bool) -> date:
    """The first day after the fourteen that follow a first reminder (art. XIX.2 CEL, since 1 September 2023).

    They begin on the day after it was sent electronically, or on the third working day after it was posted.
    """
    row = tables.row("reminder_wait_days", reminded_on)
    begins_on = reminded_on + timedelta(days=1) if by_mail else _working_day(reminded_on, row.integer("posted"))
    return begins_on + timedelta(days=row.integer())


def _working_day(day: date, count: int) -> date:
    closed = holidays.country_holidays(HOME, years=[day.year, day.year + 1])
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY or day in closed:
            day += timedelta(days=1)
    return day
