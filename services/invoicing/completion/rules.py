"""Completing work: only what was ordered, on possible days.

Whether the work was declared and insured in time is payroll's to judge, which pays undeclared work, flags it and has it
regularised. To hold it up here would keep a wage from somebody who has worked.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from services.invoicing.completion.errors import (
    DayDoubled,
    HoursNotValid,
    PartCompleted,
    WorkInTheFuture,
    WorkOutsideItsPeriod,
)
from services.invoicing.events import WorkCompleted, WorkDay
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.orders.errors import OrderNotInState
from services.invoicing.orders.rules.order import Employment, Order, OrderState, Part

HOURS_OF_A_DAY = Decimal(24)


@dataclass(frozen=True, kw_only=True)
class WorkReport:
    """What the member reports: the days worked, when the part was done, and on which day this is told."""

    completed_on: date
    registered_on: date
    days: tuple[WorkDay, ...]

    @property
    def hours(self) -> Decimal:
        """All hours worked."""
        return sum((day.hours for day in self.days), Decimal(0))

    def is_late(self, allowed_days: int) -> bool:
        """Whether it was registered after the day on which its wage fell due."""
        return self.registered_on > self.completed_on + timedelta(days=allowed_days)


@dataclass(frozen=True, kw_only=True)
class Completion:
    """A part that was completed: its invoice, its budget, and its flags.

    `late` when it was told after its wage fell due, `undeclared` when payroll had not told that it may begin.
    """

    order: Order
    issued: Issued
    allocation_id: str
    late: bool
    undeclared: bool


def complete(
    order: Order, number: int, *, report: WorkReport, employment: Employment,
) -> tuple[Order, WorkCompleted]:
    """One part is done. Refuses days outside the part, and a part done before; undeclared work is flagged."""
    part = order.part(number)
    if part.completed_on:
        raise PartCompleted(order_id=order.order_id, number=order.number, part=number,
                            completed_on=part.completed_on.isoformat())
    if not order.is_binding:
        raise OrderNotInState(order_id=order.order_id, number=order.number, state=order.state, needed=OrderState.SIGNED)
    _assert_days_possible(part, report)
    done = _with_part(order, replace(part, completed_on=report.completed_on))
    return done, WorkCompleted(
        order_id=order.order_id, part=number, member_id=order.member_id, activity_id=order.activity_id,
        completed_on=report.completed_on, registered_on=report.registered_on, days=report.days,
        last=done.state == OrderState.COMPLETED, undeclared=employment.declared is None or employment.insured is None,
    )


def _with_part(order: Order, done: Part) -> Order:
    parts = tuple(done if part.part == done.part else part for part in order.parts)
    state = OrderState.COMPLETED if all(part.completed_on for part in parts) else order.state
    return replace(order, parts=parts, state=state)


def _assert_days_possible(part: Part, report: WorkReport) -> None:
    if report.completed_on > report.registered_on:
        raise WorkInTheFuture(completed_on=report.completed_on.isoformat(),
                              today=report.registered_on.isoformat())
    seen: set[date] = set()
    for day in report.days:
        if day.on in seen:
            raise DayDoubled(day=day.on.isoformat())
        if not 0 < day.hours <= HOURS_OF_A_DAY:
            raise HoursNotValid(hours=str(day.hours), day=day.on.isoformat())
        seen.add(day.on)
    last = min(part.ends_on, report.completed_on)
    for on in sorted(seen):
        if not part.starts_on <= on <= last:
            raise WorkOutsideItsPeriod(day=on.isoformat(), starts_on=part.starts_on.isoformat(),
                                       ends_on=last.isoformat())
