"""The question behind an employment: which hours, which monthly wage, and how long the budget carries them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.portal.frame.acting import CURRENCY, read_day
from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

MONTHS = 12
FULL_WEEK = "38"
PLACES = {"weekly_hours_out_of_range": "weekly_hours", "wage_below_least": "gross", "hours_without_wage": "gross"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The question as it was typed, and what is wrong with it by field."""

    starts_on: str
    weekly_hours: str
    gross: str
    faults: Mapping[str, str]

    def request(self, member_id: str) -> dict[str, Any]:
        """The question for payroll."""
        return {"member_id": member_id, "starts_on": read_day(self.starts_on),
                "weekly_hours": read_amount(self.weekly_hours), "months": MONTHS,
                "gross": {"amount": read_amount(self.gross), "currency": CURRENCY}}


def read_question(form: Mapping[str, str], today: date) -> WhatIf:
    """The question as a form or an address says it; the next month's first day and a full week stand there at first."""
    known = {"starts_on": form.get("starts_on", next_month(today).isoformat()),
             "weekly_hours": form.get("weekly_hours", FULL_WEEK), "gross": form.get("gross", "")}
    hours, gross = read_amount(known["weekly_hours"]), read_amount(known["gross"])
    faults = {name: words for name, (wrong, words) in {
        "starts_on": (read_day(known["starts_on"]) is None, N_("Choose the first day.")),
        "weekly_hours": (not hours or not Decimal(hours), N_("Write how many hours a week.")),
        "gross": (not gross or not Decimal(gross), N_("Write the gross wage of a month.")),
    }.items() if wrong}
    return WhatIf(**known, faults=faults)


async def answered(visit: Visit, asked: Mapping[str, Any]) -> tuple[Any, dict[str, str]]:
    """What payroll works out, or why it cannot, at the field that it is about."""
    try:
        found = (await visit.wave(quote=("payroll.quote_employment", asked)))["quote"]
    except RemoteRefusal as refusal:
        return None, {PLACES.get(refusal.code, ""): visit.sentence(refusal)}
    return (None, {"": visit.words(N_("Payroll cannot be asked right now; please try again in a few minutes."))}) \
        if isinstance(found, PartAway) else (found, {})


def next_month(today: date) -> date:
    """The first day of the month after this one."""
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1)
