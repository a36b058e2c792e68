"""A run's day lies within three bank days of the clock."""

from datetime import date

import pytest

from services.payroll.countries.be.calendar import bank_closing_days
from services.payroll.orders.rules import PartId
from services.payroll.runs.errors import RunNeedsSecondPerson
from services.payroll.runs.rules import assert_near, bank_days_between, in_rounds

TODAY = date(2026, 12, 24)  # a Thursday; the 25th is closed, then a week-end
CLOSED = bank_closing_days(TODAY)


def test_a_batch_holds_so_many_parts_and_one_of_a_worker_whose_parts_stay_in_their_order() -> None:
    due = [(PartId(f"ord_{n}", part), f"mbr_{n}") for n in range(5) for part in (1, 2)]
    rounds = in_rounds(due, 2)
    batches = [batch for batches in rounds for batch in batches]
    assert [len(batch) for batch in batches] == [2, 2, 1, 2, 2, 1]
    assert sorted(part for batch in batches for part in batch) == sorted(part for part, _ in due)
    worker = dict(due)
    for batch in batches:
        assert len({worker[part] for part in batch}) == len(batch)
    for n in range(5):
        assert [part.part for batch in batches for part in batch if part.order_id == f"ord_{n}"] == [1, 2]
    for batches in rounds:  # whatever order the batches of a round are worked out in, the first wage is there
        assert len({part.part for batch in batches for part in batch}) == 1
    assert in_rounds([], 2) == []


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
