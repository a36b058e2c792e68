"""What falls due on which day, as whoever plans the treasury asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.payroll.wages.rules.pay import Creditor
from shared.money import Money


class OwedFor(StrEnum):
    """What is owed."""

    BUDGETS = "budgets"  # completed work whose wage is not worked out: its whole employment budget, at the most
    WAGES = "wages"
    SOCIAL_SECURITY = "social_security"
    WITHHOLDING = "withholding"


OWED_TO = {Creditor.SOCIAL_SECURITY: OwedFor.SOCIAL_SECURITY, Creditor.TAX_AUTHORITY: OwedFor.WITHHOLDING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What is owed for something on a day (negative: what an authority owes back), by how many wages, parts or dues.

    `declared` tells that a return states it, or that the bank is asked for it; else it is what was booked so far.
    """

    owed_for: OwedFor
    due_on: date
    amount: Money
    count: int
    declared: bool


def by_due_day(found: Iterable[Obligation], *, until: date) -> list[Obligation]:
    """What falls due by a day, the earliest first, each kind of a day once."""
    days: dict[tuple[date, OwedFor, bool, str], Obligation] = {}
    for one in found:
        where = (one.due_on, one.owed_for, one.declared, one.amount.currency)
        known = days.get(where)
        days[where] = one if known is None else replace(
            known, amount=known.amount + one.amount, count=known.count + one.count)
    return [days[where] for where in sorted(days) if where[0] <= until and days[where].amount]
