"""A student's hours under the solidarity contribution: reserved beforehand, of one quota a year over all contracts.

An order is a student's when the worker studies on all its days, it lies in one quarter (a Dimona STU is of one), its
hours are known and the quota has room for them, with what other employers use of it. Any other order has ordinary
contributions. Once its work has begun an order keeps its kind, unless more is worked than the quota has room for, or it
was declared late: what is not paid yet has ordinary contributions then. Provisional: also the hours that the quota had
room for, which go on counting, until the return is corrected.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from services.payroll.orders.rules import Order
from services.payroll.students.errors import StudiesOutsideYear
from services.payroll.workers.rules import ContractKind

MONTHS_OF_A_QUARTER = 3
STUDENT, ORDINARY = ContractKind.STUDENT, ContractKind.WHITE_COLLAR


class OrdinaryBecause(StrEnum):
    """Why a student's order has ordinary contributions."""

    NO_STUDIES = "no_studies"
    TWO_QUARTERS = "two_quarters"
    HOURS_UNKNOWN = "hours_unknown"
    QUOTA_USED = "quota_used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Studies:
    """What a worker stated for a calendar year: when they study, and the hours of the quota used by other employers."""

    member_id: str
    year: int
    from_on: date
    until_on: date
    hours_elsewhere: int
    certificate: str

    def include(self, starts_on: date, ends_on: date) -> bool:
        """Whether they study on all these days."""
        return self.from_on <= starts_on and ends_on <= self.until_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The hours of a year: how many there are, and how many other contracts, here and elsewhere, have of them."""

    hours: int
    used: int

    @property
    def left(self) -> int:
        """How many nobody has."""
        return max(self.hours - self.used, 0)


def assert_in_year(studies: Studies) -> None:
    """First and last day lie in the year, in their order."""
    if not date(studies.year, 1, 1) <= studies.from_on <= studies.until_on <= date(studies.year, 12, 31):
        raise StudiesOutsideYear(from_on=studies.from_on.isoformat(), until_on=studies.until_on.isoformat(),
                                 year=studies.year)


def planned_hours(order: Order) -> int | None:
    """The hours of an order, rounded up to whole ones as the authority counts them; nothing where a part names none."""
    hours = [part.hours for part in order.parts]
    known = sum((one for one in hours if one), Decimal(0))
    return int(known.to_integral_value(ROUND_CEILING)) if known and all(hours) else None


def why_ordinary(order: Order, studies: Studies | None, quota: Quota) -> OrdinaryBecause | None:
    """Why an order has ordinary contributions; nothing when it is a student's."""
    if studies is None or not studies.include(order.starts_on, order.ends_on):
        return OrdinaryBecause.NO_STUDIES
    if _quarter(order.starts_on) != _quarter(order.ends_on):
        return OrdinaryBecause.TWO_QUARTERS
    hours = planned_hours(order)
    if hours is None:
        return OrdinaryBecause.HOURS_UNKNOWN
    return OrdinaryBecause.QUOTA_USED if hours > quota.left else None


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // MONTHS_OF_A_QUARTER


def as_decided(order: Order, studies: Studies | None, quota: Quota) -> Order:
    """The order with its kind of contract and, of a student's, the hours that it reserves."""
    if why_ordinary(order, studies, quota) is not None:
        return order
    return replace(order, contract=STUDENT, planned_hours=planned_hours(order))


def after_work(order: Order, worked: Sequence[Decimal], quota: Quota, *, late: bool) -> Order:
    """A student's order after work was reported: more hours are reserved if there is room, or it becomes ordinary.

    Only what was declared before its first hour is under the solidarity contribution.
    """
    hours = int(sum(worked, Decimal(0)).to_integral_value(ROUND_CEILING))
    if late or hours > max(order.planned_hours or 0, quota.left):
        return replace(order, contract=ORDINARY)
    return replace(order, planned_hours=max(hours, order.planned_hours or 0))
