"""The quote's form, read from the address."""

from datetime import date

import pytest
from starlette.datastructures import QueryParams

from services.portal.frame.months import months_around
from services.portal.quote.form import read_form

TODAY = date(2026, 11, 26)
WHOLE = [("amount", "1200"), ("month", "2026-12"), ("day", "2026-12-01"), ("day", "2026-12-02"), ("hours", "7,6"),
         ("household", "single"), ("children", "0"), ("go", "quote")]


def _form(**changed: str) -> object:
    return read_form(QueryParams([(name, changed.get(name, value)) for name, value in WHOLE]), TODAY)


def test_a_whole_form_becomes_the_question_for_payroll() -> None:
    form = read_form(QueryParams(WHOLE), TODAY)
    assert form.errors == {}
    asked = form.request({"amount": "1122.00", "currency": "EUR"})
    assert asked["ends_on"] == "2026-12-02"
    assert asked["days"] == [{"on": "2026-12-01", "hours": "7.60"}, {"on": "2026-12-02", "hours": "7.60"}]
    assert (asked["household"], asked["children"]) == ("single", 0)


@pytest.mark.parametrize(("field", "value"), [
    ("amount", ""), ("amount", "0"), ("amount", "much"), ("hours", "0"), ("hours", "24,5"), ("household", "castle"),
    ("children", "some"), ("children", "31"),
])
def test_what_is_wrong_is_said_at_its_field(field: str, value: str) -> None:
    assert set(_form(**{field: value}).errors) == {field}  # type: ignore[attr-defined]


def test_without_days_there_is_an_error_at_the_days() -> None:
    form = read_form(QueryParams([pair for pair in WHOLE if pair[0] != "day"]), TODAY)
    assert set(form.errors) == {"days"}


def test_days_of_another_month_are_not_taken_along() -> None:
    form = read_form(QueryParams([*WHOLE, ("day", "2027-01-04"), ("day", "no day")]), TODAY)
    assert form.days == (date(2026, 12, 1), date(2026, 12, 2))


def test_an_empty_form_complains_about_nothing() -> None:
    form = read_form(QueryParams(""), TODAY)
    assert (form.errors, form.month, form.wanted) == ({}, date(2026, 11, 1), False)


def test_weeks_begin_on_monday_and_hold_every_day_once() -> None:
    weeks = read_form(QueryParams("month=2026-12"), TODAY).weeks
    days = [day for week in weeks for day in week if day]
    assert days == [date(2026, 12, number) for number in range(1, 32)]
    assert all(day.weekday() == place for week in weeks for place, day in enumerate(week) if day)


def test_the_months_around_follow_each_other() -> None:
    months = months_around(TODAY)
    assert (months[0], months[1], months[2], months[-1]) == (
        date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 11, 1))
