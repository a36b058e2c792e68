"""When a resignation in Belgium takes effect: each side of the window, and of the founders' years."""

from datetime import date

import pytest

from services.membership.countries.be.leaving import Window, resign
from services.membership.exits.errors import FounderTooEarly, ResignationWindowClosed

CALENDAR = Window(first_month=1, months=6)
JULY = Window(first_month=7, months=6)


def leave(on: date, *, founder: bool = False, window: Window = CALENDAR, from_year: int = 3) -> date:
    return resign(on=on, window=window, founder=founder, founded_on=date(2016, 12, 1), founders_from_year=from_year)


def test_a_resignation_on_the_last_day_of_month_six_takes_effect_that_day() -> None:
    assert leave(date(2027, 1, 1)) == leave(date(2027, 6, 30)) == date(2027, 6, 30)


def test_a_day_later_the_window_is_closed_and_the_refusal_says_when_the_next_opens() -> None:
    for day in (date(2027, 7, 1), date(2027, 12, 31)):
        with pytest.raises(ResignationWindowClosed) as refused:
            leave(day)
        assert refused.value.details == {"closed_on": "2027-06-30", "opens_on": "2028-01-01"}


def test_a_financial_year_that_begins_in_july_has_its_window_until_december() -> None:
    assert leave(date(2027, 7, 1), window=JULY) == leave(date(2027, 12, 31), window=JULY) == date(2027, 12, 31)
    with pytest.raises(ResignationWindowClosed):
        leave(date(2028, 1, 1), window=JULY)


def test_founders_may_leave_from_the_third_financial_year_and_others_before() -> None:
    assert leave(date(2017, 6, 30)) == date(2017, 6, 30)
    with pytest.raises(FounderTooEarly):
        leave(date(2017, 6, 30), founder=True)
    assert leave(date(2018, 1, 1), founder=True) == date(2018, 6, 30)
