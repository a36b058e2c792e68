"""The weeks ahead: what stands at the bank, what comes and what goes, out of what three services know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.portal.frame.languages import N_

WEEKS, DAYS = 13, 7
FLOWS = {
    "invoices": N_("invoices, as their clients pay"), "orders": N_("ordered work, without VAT"),
    "ordered_budgets": N_("budgets of ordered work"), "vat": N_("VAT"), "expenses": N_("expenses to refund"),
    "client_money": N_("money of clients"),
}
OWED = {
    "budgets": N_("budgets of work that is done"), "wages": N_("wages"), "social_security": N_("social security"),
    "withholding": N_("withholding tax"),
}
SHARES = N_("shares of leavers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What moves for something in a week (negative: it goes); `flow` names invoicing's documents behind it."""

    words: str
    amount: Decimal
    flow: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week, what moves in it, and what stands at the bank when it is over."""

    starts_on: date
    ends_on: date
    lines: Sequence[Line]
    leaves: Decimal


Dated = tuple[date, Line]


def expected(flows: Iterable[Mapping[str, Any]]) -> list[Dated]:
    """What invoicing expects."""
    return [(date.fromisoformat(one["starts_on"]), Line(words=FLOWS[one["flow"]], flow=one["flow"],
                                                        amount=Decimal(one["amount"]["amount"]))) for one in flows]


def owed(obligations: Iterable[Mapping[str, Any]], claims: Iterable[Mapping[str, Any]]) -> list[Dated]:
    """What payroll owes by due day, and membership to leavers."""
    found = [(one["due_on"], Line(words=OWED[one["owed_for"]], amount=-Decimal(one["amount"]["amount"])))
             for one in obligations]
    found += [(one["due_on"], Line(words=SHARES, amount=-Decimal(one["amount"]["amount"]))) for one in claims]
    return [(date.fromisoformat(day), line) for day, line in found]


def weeks_from(start: date, bank: Decimal, moves: Iterable[Dated]) -> list[Week]:
    """Week by week from a day; what was due before counts in the first, what comes later in none."""
    sums: list[dict[tuple[str, str], Decimal]] = [{} for _ in range(WEEKS)]
    for day, line in moves:
        place, where = max(0, (day - start).days // DAYS), (line.words, line.flow)
        if place < WEEKS:
            sums[place][where] = sums[place].get(where, Decimal(0)) + line.amount
    found = []
    for place, week in enumerate(sums):
        bank += sum(week.values(), Decimal(0))
        begins = start + timedelta(days=place * DAYS)
        lines = [Line(words=words, flow=flow, amount=amount) for (words, flow), amount in week.items() if amount]
        found.append(Week(starts_on=begins, ends_on=begins + timedelta(days=DAYS - 1), lines=lines, leaves=bank))
    return found
