"""What others who take part in the activity work of an order: per month so many days and hours, for an amount each.

The lines of the price are what one works oneself; each other's work is a lump sum of their own beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.datastructures import ImmutableMultiDict

from services.portal.frame.acting import CURRENCY
from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from shared.money import Money

MOST_DAYS, LONGEST_DAY = 31, 24
DAYS_WRONG = N_("Write on how many days they work, from 1 to 31.")
HOURS_WRONG = N_("Write how many hours they work in all, at most 24 on a day.")
AMOUNT_WRONG = N_("Write what their work costs, without VAT.")
Fellow = tuple[str, str]  # the id of a member and their name


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherShare:
    """What one other person works in a month (2026-12), as it was typed."""

    member_id: str
    month: str
    days: str = ""
    hours: str = ""
    amount: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether they work nothing in this month."""
        return not (self.days or self.hours or self.amount)

    @property
    def net(self) -> Money:
        """What their work costs."""
        return Money.of(read_amount(self.amount) or "0", CURRENCY)

    @property
    def money(self) -> dict[str, str]:
        """What their work costs, on the wire."""
        return {"amount": str(self.net.amount), "currency": CURRENCY}

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong with it, by field."""
        days, hours = int(self.days) if self.days.isdecimal() else 0, Decimal(read_amount(self.hours) or 0)
        wrong = {"days": (not 0 < days <= MOST_DAYS, DAYS_WRONG),
                 "hours": (not 0 < hours <= max(days, 1) * LONGEST_DAY, HOURS_WRONG),
                 "amount": (not self.net, AMOUNT_WRONG)}
        return {name: sentence for name, (is_wrong, sentence) in wrong.items() if is_wrong}


def shares_of(known: Sequence[OtherShare], fellows: Sequence[Fellow], months: Sequence[date]) -> list[OtherShare]:
    """A share of each other in each month, in the order in which the form asks: as it was typed, or blank."""
    typed = {(one.member_id, one.month): one for one in known}
    return [typed.get((member_id, f"{month:%Y-%m}"), OtherShare(member_id=member_id, month=f"{month:%Y-%m}"))
            for member_id, _ in fellows for month in months]


def read_shares(form: ImmutableMultiDict[str, str], fellows: Sequence[Fellow]) -> tuple[OtherShare, ...]:
    """The shares as they were typed, of those whom the activity names."""
    names, known = ("member_id", "month", "days", "hours", "amount"), {member_id for member_id, _ in fellows}
    rows = zip(*(form.getlist(name) for name in names), strict=False)
    shares = [OtherShare(**dict(zip(names, (text.strip()[:12] if name != "member_id" else text
                                            for name, text in zip(names, row, strict=True)), strict=True)))
              for row in rows]
    return tuple(one for one in shares if one.member_id in known and not one.is_blank)


def faults_of_shares(shares: Sequence[OtherShare]) -> dict[str, str]:
    """What is wrong with the shares, by field."""
    return {f"{name}-{place}": sentence for place, one in enumerate(shares, start=1) if not one.is_blank
            for name, sentence in one.faults.items()}


def requests(shares: Sequence[OtherShare], periods: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Who works what, as invoicing wants it; `periods` holds description and days of the part of each month."""
    for member_id in dict.fromkeys(one.member_id for one in shares):
        yield {"member_id": member_id, "parts": [
            {**periods[one.month], "days": int(one.days), "hours": str(read_amount(one.hours)), "amount": one.money}
            for one in shares if one.member_id == member_id]}
