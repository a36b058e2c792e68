"""The report of work: which days of a part were worked, and how many hours on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_

LONGEST_DAY = Decimal(24)
WEEK = 7
SATURDAY = 5
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was chosen, and what is wrong with it by field."""

    part: int
    days: tuple[date, ...]
    hours: str
    errors: Mapping[str, str]

    def request(self, order_id: str) -> dict[str, Any]:
        """The command for invoicing: the work was complete on its last day."""
        hours = read_amount(self.hours)
        return {"order_id": order_id, "part": self.part, "completed_on": max(self.days).isoformat(),
                "days": [{"on": day.isoformat(), "hours": hours} for day in self.days]}


def first_open(order: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part whose work is reported next, if the order is signed, or agreed without, and one is open."""
    if order["state"] not in {"signed", "agreed"}:
        return None
    return next((part for part in order["parts"] if not part["completed_on"]), None)


def proposed(part: Mapping[str, Any]) -> Report:
    """A report as the form first shows it: the weekdays of the period, the hours that were ordered."""
    days = tuple(day for day in _period(part) if day.weekday() < SATURDAY)
    hours = (Decimal(part["hours"]) / part["days"]).quantize(HUNDREDTH) if part["days"] else Decimal("7.60")
    return Report(part=part["part"], days=days, hours=str(hours), errors={})


def read_report(part: Mapping[str, Any], days: Sequence[str], hours: str) -> Report:
    """The form as it was sent."""
    wanted = set(days)
    chosen = tuple(day for day in _period(part) if day.isoformat() in wanted)
    errors: dict[str, str] = {}
    if not chosen:
        errors["days"] = N_("Choose the days on which you worked.")
    read = read_amount(hours)
    if read is None or not 0 < Decimal(read) <= LONGEST_DAY:
        errors["hours"] = N_("Write how many hours you worked on such a day, between 0 and 24.")
    return Report(part=part["part"], days=chosen, hours=hours, errors=errors)


def weeks_of(part: Mapping[str, Any]) -> list[list[date | None]]:
    """The weeks of a part's period, Monday first; None where a day lies outside."""
    days = set(_period(part))
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    count = ((last - monday).days // WEEK) + 1
    return [[day if day in days else None for day in (monday + timedelta(days=WEEK * week + n) for n in range(WEEK))]
            for week in range(count)]


def _period(part: Mapping[str, Any]) -> list[date]:
    first, last = date.fromisoformat(part["starts_on"]), date.fromisoformat(part["ends_on"])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
