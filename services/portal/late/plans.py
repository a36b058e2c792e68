"""A payment plan as a form asks for it: so many equal parts, one a month."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

CENT = Decimal("0.01")
MOST_PARTS = 36
MONTHS = 12


def instalments(amount: Mapping[str, str], count: int, first: date) -> list[dict[str, Any]]:
    """The parts of an amount, one a month from a day on; the cents that are left over go to the first ones."""
    cents = int(Decimal(amount["amount"]) / CENT)
    share, left = divmod(cents, count)
    return [{"due_on": month_after(first, part).isoformat(),
             "amount": {"amount": str((share + (part < left)) * CENT), "currency": amount["currency"]}}
            for part in range(count)]


def month_after(day: date, count: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + count, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
