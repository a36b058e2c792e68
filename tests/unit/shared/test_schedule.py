"""When a job is due: each day once, what was missed once, on its days only."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from shared.schedule import Missed, Schedule, bank_days_apart, due_days, late_since

MONDAY = date(2026, 11, 23)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def test_a_job_is_due_from_its_time_on_and_not_before() -> None:
    daily = Schedule(at=time(6))
    assert due_days(daily, at(MONDAY, "05:59"), MONDAY - timedelta(days=1)) == []
    assert due_days(daily, at(MONDAY, "06:00"), MONDAY - timedelta(days=1)) == [MONDAY]
    assert due_days(daily, at(MONDAY, "23:00"), MONDAY) == []


def test_a_new_house_has_missed_nothing() -> None:
    assert due_days(Schedule(), at(MONDAY, "12:00"), None) == [MONDAY]


@pytest.mark.parametrize(("missed", "days"), [(Missed.ONCE, 1), (Missed.EACH, 4), (Missed.SKIP, 1)])
def test_missed_days_are_caught_up_as_the_job_says(missed: Missed, days: int) -> None:
    found = due_days(Schedule(missed=missed), at(MONDAY, "12:00"), MONDAY - timedelta(days=4))
    assert len(found) == days
    assert found[-1] == MONDAY


def test_a_missed_day_before_todays_time_is_caught_up_once_or_skipped() -> None:
    last = MONDAY - timedelta(days=3)
    assert due_days(Schedule(missed=Missed.ONCE), at(MONDAY, "05:00"), last) == [MONDAY - timedelta(days=1)]
    assert due_days(Schedule(missed=Missed.SKIP), at(MONDAY, "05:00"), last) == []


def test_a_job_of_bank_days_rests_at_the_weekend() -> None:
    friday, sunday = MONDAY - timedelta(days=3), MONDAY - timedelta(days=1)
    bank = Schedule(bank_days_only=True, missed=Missed.EACH)
    assert due_days(bank, at(sunday, "12:00"), friday) == []
    assert due_days(bank, at(MONDAY, "12:00"), friday) == [MONDAY]


def test_a_job_of_some_days_of_the_month_runs_on_these() -> None:
    assert Schedule(days=(1, 15)).falls_on(date(2026, 11, 15))
    assert not Schedule(days=(1, 15)).falls_on(date(2026, 11, 16))


def test_a_job_is_late_from_the_oldest_day_that_did_not_end_well() -> None:
    daily, thursday = Schedule(at=time(6)), MONDAY - timedelta(days=4)
    assert late_since(daily, at(MONDAY, "12:00"), MONDAY) is None
    assert late_since(daily, at(MONDAY, "05:59"), MONDAY - timedelta(days=1)) is None
    assert late_since(daily, at(MONDAY, "06:00"), MONDAY - timedelta(days=1)) == at(MONDAY, "06:00")
    assert late_since(daily, at(MONDAY, "12:00"), thursday) == at(MONDAY - timedelta(days=3), "06:00")
    assert late_since(daily, at(MONDAY, "12:00"), None) == at(MONDAY, "06:00")


def test_wages_are_not_late_at_a_weekend_and_late_on_monday() -> None:
    wages, friday = Schedule(at=time(6, 30), bank_days_only=True), MONDAY - timedelta(days=3)
    assert late_since(wages, at(MONDAY - timedelta(days=1), "23:00"), friday) is None
    assert late_since(wages, at(MONDAY, "09:00"), friday) == at(MONDAY, "06:30")


def test_a_job_of_every_few_minutes_is_late_from_its_next_turn_on() -> None:
    often, done = Schedule(at=time(6), every_minutes=10), at(MONDAY, "11:00")
    assert late_since(often, at(MONDAY, "11:09"), MONDAY, done) is None
    assert late_since(often, at(MONDAY, "11:30"), MONDAY, done) == at(MONDAY, "11:10")


@pytest.mark.parametrize(("other", "apart"), [
    (MONDAY, 0), (date(2026, 11, 26), 3), (date(2026, 11, 27), 4), (date(2026, 11, 20), 1), (date(2026, 11, 18), 3),
    (date(2026, 11, 17), 4),
])
def test_bank_days_apart_are_counted_without_weekends(other: date, apart: int) -> None:
    assert bank_days_apart(MONDAY, other) == bank_days_apart(other, MONDAY) == apart


def test_a_schedule_tells_itself_in_words() -> None:
    assert Schedule(bank_days_only=True, after=("seal",)).in_words() == "on bank days at 06:00 after seal"
    assert Schedule(every_minutes=10, at=time(0)).in_words() == "daily every 10 min from 00:00"
