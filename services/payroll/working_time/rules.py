"""What completed work may show: a day longer than the law lets it be, over all contracts; pay below the minimum.

The work was done, so it is paid; somebody answerable looks at it and says what becomes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FlagKind(StrEnum):
    """What is beyond the law."""

    DAY_TOO_LONG = "day_too_long"
    PAY_BELOW_MINIMUM = "pay_below_minimum"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFlag:
    """Something beyond the law in a completed part, on a day: how much it is, and what the law's bound is."""

    order_id: str
    part: int
    kind: FlagKind
    day: date
    found: str
    bound: str


def long_days(order_id: str, part: int, hours: Mapping[date, Decimal], *, limit: Decimal) -> list[WorkFlag]:
    """The days of a part on which more was worked, over all contracts, than the limit; the limit is within."""
    return [WorkFlag(order_id=order_id, part=part, kind=FlagKind.DAY_TOO_LONG, day=day, found=f"{total:f}",
                     bound=f"{limit:f}") for day, total in sorted(hours.items()) if total > limit]
