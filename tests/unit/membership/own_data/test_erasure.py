"""Erasure is for those who left and are owed nothing; the books keep names for seven years."""

from datetime import date

import pytest

from services.membership.members.rules import Member
from services.membership.own_data.errors import MoneyOwed, StillMember
from services.membership.own_data.rules import assert_erasable, books_begin, kept_until

LEFT = date(2027, 6, 30)


def erase(*, left_on: date | None = LEFT, on: date = LEFT, claims: int = 0) -> None:
    assert_erasable(Member(id="mbr_1", language="fr", founder=False, accepted_on=date(2026, 1, 1), shares=0,
                           admitted_on=date(2026, 1, 1), left_on=left_on, left_reason=""), open_claims=claims, on=on)


def test_who_left_and_is_owed_nothing_may_ask() -> None:
    erase()
    for left_on, on in ((None, LEFT), (LEFT, date(2027, 6, 29))):
        with pytest.raises(StillMember):
            erase(left_on=left_on, on=on)
    with pytest.raises(MoneyOwed):
        erase(claims=1)


def test_books_are_kept_from_the_first_of_january_after_the_year() -> None:
    assert kept_until(LEFT, years=7) == date(2034, 12, 31)
    assert kept_until(date(2027, 1, 1), years=7) == date(2034, 12, 31)


def test_the_books_of_a_year_are_given_up_on_the_day_after_the_last_of_keeping() -> None:
    for booked_on in (date(2027, 1, 1), date(2027, 12, 31)):
        last = kept_until(booked_on, years=7)
        assert books_begin(last, years=7) <= booked_on < books_begin(date(2035, 1, 1), years=7)
