"""Completing work: only what was ordered, only when employment was declared and insured before its first day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from services.invoicing.domain.errors import (
    DayDoubled,
    EmploymentNotDeclared,
    EmploymentNotInsured,
    HoursNotValid,
    OrderNotInState,
    PartCompleted,
    WorkInTheFuture,
    WorkOutsideItsPeriod,
)
from services.invoicing.domain.events import WorkCompleted, WorkDay
from services.invoicing.domain.order import Order, Part

HOURS_OF_A_DAY = Decimal(24)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What payroll said of an order: declared or insured for these days (both included), known on this day."""

    known_on: date
    starts_on: date
    ends_on: date

    def stood_for(self, days: Sequence[WorkDay]) -> bool:
        """Whether it stood before the first of these days and holds on every one of them."""
        first = first_day(days)
        return self.known_on < first and self.starts_on <= first and max(day.on for day in days) <= self.ends_on


@dataclass(frozen=True, kw_only=True)
class Employment:
    """What invoicing has heard from payroll about an order."""

    declared: Span | None = None
    insured: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the member registers: the days worked, when the part was done, and on which day this is said."""

    completed_on: date
    registered_on: date
    days: Sequence[WorkDay]

    def is_late(self, allowed_days: int) -> bool:
        """Whether it was registered after the day on which its wage fell due."""
        return self.registered_on > self.completed_on + timedelta(days=allowed_days)


def first_day(days: Sequence[WorkDay]) -> date:
    """The first day worked."""
    return min(day.on for day in days)


def complete(
    order: Order, number: int, *, registration: Registration, employment: Employment,
) -> tuple[Order, WorkCompleted]:
    """One part is done. Refuses undeclared or uninsured work, days outside the part, and a part done before."""
    part = order.part(number)
    if part.completed_on:
        raise PartCompleted(order_id=order.order_id, part=number, completed_on=part.completed_on.isoformat())
    if order.state != "signed":
        raise OrderNotInState(order_id=order.order_id, state=order.state, needed="signed")
    _assert_days_possible(part, registration)
    _assert_employed(order.order_id, registration.days, employment)
    done = _with_part(order, replace(part, completed_on=registration.completed_on))
    return done, WorkCompleted(
        order_id=order.order_id, part=number, member_id=order.member_id, activity_id=order.activity_id,
        completed_on=registration.completed_on, registered_on=registration.registered_on, days=registration.days,
        last=done.state == "completed",
    )


def _with_part(order: Order, done: Part) -> Order:
    parts = tuple(done if part.part == done.part else part for part in order.parts)
    state = "completed" if all(part.completed_on for part in parts) else order.state
    return replace(order, parts=parts, state=state)


def _assert_days_possible(part: Part, registration: Registration) -> None:
    if registration.completed_on > registration.registered_on:
        raise WorkInTheFuture(completed_on=registration.completed_on.isoformat(),
                              today=registration.registered_on.isoformat())
    seen: set[date] = set()
    for day in registration.days:
        if day.on in seen:
            raise DayDoubled(day=day.on.isoformat())
        if not 0 < day.hours <= HOURS_OF_A_DAY:
            raise HoursNotValid(hours=str(day.hours), day=day.on.isoformat())
        seen.add(day.on)
    last = min(part.ends_on, registration.completed_on)
    for on in sorted(seen):
        if not part.starts_on <= on <= last:
            raise WorkOutsideItsPeriod(day=on.isoformat(), starts_on=part.starts_on.isoformat(),
                                       ends_on=last.isoformat())


def _assert_employed(order_id: str, days: Sequence[WorkDay], employment: Employment) -> None:
    first = first_day(days).isoformat()
    if employment.declared is None or not employment.declared.stood_for(days):
        raise EmploymentNotDeclared(order_id=order_id, first_day=first)
    if employment.insured is None or not employment.insured.stood_for(days):
        raise EmploymentNotInsured(order_id=order_id, first_day=first)
