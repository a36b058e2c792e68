"""Completing work."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.invoicing.completion.errors import (
    DayDoubled,
    HoursNotValid,
    PartCompleted,
    WorkInTheFuture,
    WorkOutsideItsPeriod,
)
from services.invoicing.completion.rules import WorkReport, complete
from services.invoicing.events import WorkDay
from services.invoicing.orders.errors import OrderNotInState
from services.invoicing.orders.rules.order import Employment, OrderState, Span
from tests.unit.invoicing.orders.orders import TODAY, order, terms

SPAN = Span(known_on=TODAY, starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 30))
EMPLOYED = Employment(declared=SPAN, insured=SPAN)


def report(*days: int, hours: str = "7.60", completed: int = 11, registered: int = 12) -> WorkReport:
    return WorkReport(completed_on=date(2026, 9, completed), registered_on=date(2026, 9, registered),
                      days=tuple(WorkDay(on=date(2026, 9, day), hours=Decimal(hours)) for day in days or (10, 11)))


def test_the_last_part_completes_the_order() -> None:
    two = order(terms(), terms())
    once, first = complete(two, 1, report=report(), employment=EMPLOYED)
    assert (once.state, first.last) == (OrderState.SIGNED, False)
    whole, last = complete(once, 2, report=report(), employment=EMPLOYED)
    assert (whole.state, last.last) == (OrderState.COMPLETED, True)
    with pytest.raises(PartCompleted):
        complete(whole, 2, report=report(), employment=EMPLOYED)


@pytest.mark.parametrize(("work", "refusal"), [
    (report(10, 10), DayDoubled), (report(hours="0"), HoursNotValid), (report(hours="24.01"), HoursNotValid),
    (report(9), WorkOutsideItsPeriod), (report(12, completed=12), WorkOutsideItsPeriod),
    (report(11, completed=10), WorkOutsideItsPeriod), (report(registered=10), WorkInTheFuture)])
def test_impossible_days_are_refused(work: WorkReport, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        complete(order(), 1, report=work, employment=EMPLOYED)


@pytest.mark.parametrize(("employment", "undeclared"), [
    (EMPLOYED, False), (replace(EMPLOYED, declared=None), True), (replace(EMPLOYED, insured=None), True),
    (Employment(), True)])
def test_work_that_payroll_did_not_clear_is_completed_and_flagged(employment: Employment, *, undeclared: bool) -> None:
    done, told = complete(order(), 1, report=report(), employment=employment)
    assert (done.state, told.undeclared) == (OrderState.COMPLETED, undeclared)


def test_unsigned_work_is_not_completed() -> None:
    with pytest.raises(OrderNotInState):
        complete(order(state=OrderState.SENT), 1, report=report(), employment=EMPLOYED)


@pytest.mark.parametrize(("registered", "late"), [(18, False), (19, True)])
def test_work_is_late_after_the_day_its_wage_fell_due(registered: int, late: bool) -> None:
    assert report(registered=registered).is_late(7) is late
