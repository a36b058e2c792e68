"""The quote's form: read from the address, so that the page can be shared; nothing in it says who asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.datastructures import QueryParams

from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.months import month_of, weeks_of

HOUSEHOLDS = {
    "single": N_("I live alone, or with people who do not count for my tax"),
    "lone_parent": N_("I live alone with my children"),
    "couple_two_incomes": N_("I have a partner who earns their own living"),
    "couple_one_income": N_("I have a partner without income of their own"),
}
FULL_DAY = "7.60"
LONGEST_DAY = Decimal(24)
MOST_CHILDREN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteForm:
    """What was typed and chosen, as it was, and what is wrong with it by field."""

    amount: str
    month: date
    days: tuple[date, ...]
    hours: str
    household: str
    children: str
    disabled_children: str
    wanted: bool
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def weeks(self) -> list[list[date | None]]:
        """The month's weeks, Monday first; None where a day is of another month."""
        return weeks_of(self.month)

    def request(self, budget: dict[str, str]) -> dict[str, Any]:
        """The question for payroll."""
        return {
            "contract": "white_collar", "budget": budget, "household": self.household,
            "children": int(self.children), "disabled_children": int(self.disabled_children),
            "ends_on": max(self.days).isoformat(),
            "days": [{"on": day.isoformat(), "hours": read_amount(self.hours)} for day in self.days],
        }


def read_form(query: QueryParams, today: date) -> QuoteForm:
    """The form as the address has it; checked only when a figure is asked for."""
    month = month_of(query.get("month", ""), today)
    days = tuple(sorted({day for text in query.getlist("day") if (day := _day(text)) and _same_month(day, month)}))
    typed = {"amount": query.get("amount", ""), "hours": query.get("hours", FULL_DAY),
             "household": query.get("household", "single"), "children": query.get("children", "0").strip() or "0",
             "disabled_children": query.get("disabled_children", "0").strip() or "0"}
    wanted = query.get("go") == "quote"
    return QuoteForm(month=month, days=days, wanted=wanted, **typed, errors=_faults(typed, days) if wanted else {})


def _faults(typed: dict[str, str], days: Sequence[date]) -> dict[str, str]:
    faults: dict[str, str] = {}
    amount = read_amount(typed["amount"])
    if amount is None or Decimal(amount) <= 0:
        faults["amount"] = N_("Write the amount of the order in euro, without VAT: for example 1200 or 1200.50.")
    if not days:
        faults["days"] = N_("Choose the days on which you work: without days there is no true figure.")
    hours = read_amount(typed["hours"])
    if hours is None or not 0 < Decimal(hours) <= LONGEST_DAY:
        faults["hours"] = N_("Write how many hours you work on such a day, between 0 and 24.")
    if typed["household"] not in HOUSEHOLDS:
        faults["household"] = N_("Choose one of the answers.")
    if not (_is_count(typed["children"]) and _is_count(typed["disabled_children"])):
        faults["children"] = N_("Write how many children, as a whole number.")
    return faults


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= MOST_CHILDREN


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)
