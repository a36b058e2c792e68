"""Shares are lots with what was paid in on each; transfers and exits move exactly that."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.register.errors import SharesMissing
from services.membership.register.rules import Holding, is_negative_on_some_day, lots_of, take_from
from shared.money import Money

DAY = date(2026, 3, 1)


def held(lot: str, shares: int, cents: int, days: int = 0) -> Holding:
    return Holding(effective_on=DAY + timedelta(days=days), lot=lot, shares=shares, amount=Money(cents))


def test_two_nominals_stay_apart_and_the_oldest_goes_first() -> None:
    lots = lots_of([held("b", 1, 4000, days=9), held("a", 2, 6000)])
    assert [(lot.name, lot.shares, lot.paid_in) for lot in lots] == [("a", 2, Money(6000)), ("b", 1, Money(4000))]
    taken = take_from(lots, 3)
    assert [lot.paid_in for lot in taken] == [Money(6000), Money(4000)]
    assert [lot.paid_in for lot in take_from(lots, 1)] == [Money(3000)]


def test_nobody_gives_more_than_they_hold() -> None:
    with pytest.raises(SharesMissing) as refused:
        take_from(lots_of([held("a", 1, 3000)]), 2)
    assert refused.value.code == "holding_too_small"


def test_what_left_before_lots_had_names_left_the_oldest() -> None:
    lots = lots_of([held("a", 1, 3000), held("b", 1, 4000, days=1), held("", -1, -3000, days=2)])
    assert [lot.name for lot in lots] == ["b"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5), st.sampled_from([3000, 4000])), min_size=1,
                max_size=6, unique_by=lambda one: one[0]), st.integers(0, 15))
def test_what_is_taken_and_what_stays_is_all_there_was(parts: list[tuple[str, int, int]], shares: int) -> None:
    lots = lots_of(held(name, count, count * nominal) for name, count, nominal in parts)
    shares = min(shares, sum(lot.shares for lot in lots))
    taken = take_from(lots, shares)
    assert sum(lot.shares for lot in taken) == shares
    rest = lots_of([*(held(lot.name, lot.shares, lot.paid_in.cents) for lot in lots),
                    *(held(lot.name, -lot.shares, -lot.paid_in.cents, days=1) for lot in taken)])
    assert sum(lot.paid_in.cents for lot in (*rest, *taken)) == sum(lot.paid_in.cents for lot in lots)


def test_a_day_is_looked_at_in_the_evening() -> None:
    assert not is_negative_on_some_day([held("a", -1, -3000), held("a", 1, 3000)])
    assert is_negative_on_some_day([held("a", -1, -3000), held("a", 1, 3000, days=1)])
