"""Days: when a wage falls due, when the bank works, how much of a month was worked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.payroll.countries.be.calendar import bank_closing_days, public_holidays
from services.payroll.countries.be.occupation import occupation_of
from services.payroll.orders.rules import PayDay, bank_day_on_or_after
from services.payroll.orders.rules import pay_day as pay_day_of
from services.payroll.wages.errors import DayTooLong, MonthsCrossed, NothingWorked
from services.payroll.wages.rules.occupation import Occupation, assert_lawful_days, month_of, weekdays_in_month

CLOSED = bank_closing_days(date(2026, 11, 23))
WEEKLY = Decimal(38)
FULL = Decimal("7.6")


def pay_day(completed_on: date, days: int, closed: frozenset[date], known_on: date) -> PayDay:
    return pay_day_of(completed_on + timedelta(days=days), closed, known_on)


@pytest.mark.parametrize(("completed", "due", "pay"), [
    ("2026-11-23", "2026-11-30", "2026-11-27"),  # a Monday: carried out on Friday, credited on Monday at the latest
    ("2026-11-24", "2026-12-01", "2026-11-30"),  # a Tuesday
    ("2026-11-21", "2026-11-28", "2026-11-26"),  # due on a Saturday: credited on Friday
    ("2026-11-22", "2026-11-29", "2026-11-26"),  # due on a Sunday
    ("2026-11-04", "2026-11-11", "2026-11-09"),  # due on Armistice Day
    ("2026-12-19", "2026-12-26", "2026-12-23"),  # Saturday, after Christmas: credited on Thursday
    ("2026-03-30", "2026-04-06", "2026-04-01"),  # Easter Monday, and Good Friday before it
])
def test_a_payment_is_carried_out_a_bank_day_before_the_last_on_which_it_may_be_credited(
        completed: str, due: str, pay: str) -> None:
    done = date.fromisoformat(completed)
    found = pay_day(done, 7, CLOSED, known_on=done)
    assert (found.due_on.isoformat(), found.pay_on.isoformat(), found.late) == (due, pay, False)


def test_work_registered_after_its_pay_day_is_paid_on_the_next_bank_day_and_flagged() -> None:
    done = date(2026, 11, 14)  # due on Saturday the 21st, carried out on Thursday the 19th
    on_the_day = pay_day(done, 7, CLOSED, known_on=date(2026, 11, 19))
    assert (on_the_day.pay_on, on_the_day.late) == (date(2026, 11, 19), False)
    after = pay_day(done, 7, CLOSED, known_on=date(2026, 11, 20))
    assert (after.pay_on, after.late) == (date(2026, 11, 20), True)


@pytest.mark.parametrize("year", range(2025, 2029))
def test_on_every_day_of_four_years_the_account_is_credited_by_the_due_day(year: int) -> None:
    closed = bank_closing_days(date(year, 7, 1))
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    for done in (day for day in days if day.year == year):
        found = pay_day(done, 7, closed, known_on=done)
        credited = bank_day_on_or_after(found.pay_on + timedelta(days=1), closed)
        assert credited <= found.due_on == done + timedelta(days=7)
        assert not found.late


def worked_out(hours: dict[date, Decimal], holidays: frozenset[date] = frozenset()) -> Occupation:
    return occupation_of(hours, contract=(min(hours), max(hours)), public_holidays=holidays, weekly=WEEKLY)


def weekdays(first: date, count: int) -> list[date]:
    days = (first + timedelta(days=n) for n in range(40))
    return [day for day in days if day.weekday() < 5][:count]


def test_a_month_worked_on_every_weekday_is_a_full_month() -> None:
    hours = dict.fromkeys(weekdays(date(2026, 9, 1), 22), FULL)
    assert worked_out(hours, public_holidays(date(2026, 9, 1))).share == 1


def test_a_public_holiday_inside_the_work_counts_as_worked() -> None:
    holidays = public_holidays(date(2026, 11, 1))
    worked = [day for day in weekdays(date(2026, 11, 2), 21) if day not in holidays]
    assert worked_out(dict.fromkeys(worked, FULL), holidays).share == 1
    assert worked_out(dict.fromkeys(worked, FULL)).share == Decimal(20) / 21


def test_a_public_holiday_on_the_first_day_of_the_contract_is_paid_and_one_before_it_is_not() -> None:
    days = weekdays(date(2026, 5, 4), 3)
    labour_day = frozenset({date(2026, 5, 1)})
    inside = occupation_of(dict.fromkeys(days, FULL), contract=(date(2026, 5, 1), days[-1]),
                           public_holidays=labour_day, weekly=WEEKLY)
    assert (inside.days, worked_out(dict.fromkeys(days, FULL), labour_day).days) == (4, 3)


def test_full_days_count_in_days_and_shorter_days_in_hours() -> None:
    ten = weekdays(date(2026, 9, 1), 10)
    full_days = worked_out(dict.fromkeys(ten, FULL))
    assert (full_days.worked, full_days.full) == (10, 22)
    short_days = worked_out(dict.fromkeys(ten, FULL - Decimal("0.1")))
    assert short_days.worked == Decimal("75.0")
    assert short_days.full == WEEKLY * 13 / 3
    assert short_days.days == 10


def test_more_than_a_full_month_is_a_full_month() -> None:
    hours = dict.fromkeys((date(2026, 9, 1) + timedelta(days=n) for n in range(30)), FULL)
    assert worked_out(hours).share == 1


def test_a_period_across_two_months_is_refused() -> None:
    with pytest.raises(MonthsCrossed):
        worked_out({date(2026, 9, 30): FULL, date(2026, 10, 1): FULL})
    assert month_of(date(2026, 9, 1), date(2026, 9, 30)) == "2026-09"


def test_no_hours_are_no_work() -> None:
    with pytest.raises(NothingWorked):
        worked_out({date(2026, 9, 1): Decimal(0)})


def test_a_five_day_week_has_21_days_in_november_2026() -> None:
    assert weekdays_in_month(date(2026, 11, 15)) == 21
    assert weekdays_in_month(date(2027, 2, 1)) == 20


def test_a_day_over_all_contracts_is_no_longer_than_nine_hours_and_the_refusal_says_what_would_do() -> None:
    """FPS Employment: 9 hours a day for who works at most five and a half days a week; 7.6 of them are taken."""
    monday, limit = date(2026, 9, 7), Decimal(9)
    assert_lawful_days({monday: Decimal("1.4")}, beside={monday: FULL}, limit=limit)
    with pytest.raises(DayTooLong) as refused:
        assert_lawful_days({monday: FULL}, beside={monday: FULL}, limit=limit)
    assert refused.value.details == {"day": "2026-09-07", "hours": "15.2", "limit": "9", "left": "1.4"}
    with pytest.raises(DayTooLong):
        assert_lawful_days({monday: Decimal("9.1")}, beside={}, limit=limit)
    assert_lawful_days({monday: limit}, beside={date(2026, 9, 8): FULL}, limit=limit)
