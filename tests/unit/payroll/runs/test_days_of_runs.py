"""A run's day lies within three bank days of the clock."""

from datetime import date

import pytest

from services.payroll.countries.be.calendar import bank_closing_days
from services.payroll.runs.errors import RunNeedsSecondPerson
from services.payroll.runs.rules import assert_near, bank_days_between

TODAY = date(2026, 12, 24)  # a Thursday; the 25th is closed, then a week-end
CLOSED = bank_closing_days(TODAY)


@pytest.mark.parametrize(("on", "days"), [
    (date(2026, 12, 24), 0), (date(2026, 12, 27), 0), (date(2026, 12, 30), 3), (date(2026, 12, 31), 4),
    (date(2026, 12, 21), 3), (date(2026, 12, 18), 4)])
def test_bank_days_are_counted_both_ways(on: date, days: int) -> None:
    assert bank_days_between(on, TODAY, CLOSED) == days
    assert bank_days_between(TODAY, on, CLOSED) == days


@pytest.mark.parametrize("on", [date(2026, 12, 30), date(2026, 12, 21)])
def test_a_run_within_three_bank_days_needs_nobody_else(on: date) -> None:
    assert_near(on, today=TODAY, closed=CLOSED, approved=False)


@pytest.mark.parametrize("on", [date(2026, 12, 31), date(2026, 12, 18), date(2027, 2, 24)])
def test_any_other_needs_a_second_person(on: date) -> None:
    with pytest.raises(RunNeedsSecondPerson):
        assert_near(on, today=TODAY, closed=CLOSED, approved=False)
    assert_near(on, today=TODAY, closed=CLOSED, approved=True)
