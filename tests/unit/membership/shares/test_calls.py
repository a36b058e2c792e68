"""What a payment is used for: nothing is lost, nothing is used twice, the named call comes first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.events import CallReason, WithdrawalReason
from services.membership.register.rules import Holding
from services.membership.shares.errors import CallStateWrong, EarlierSharesUnpaid
from services.membership.shares.rules import (
    Call,
    assert_earlier_paid,
    call_shares,
    corrections,
    take_back,
    use_payment,
    waive_rest,
    withdraw_call,
)
from shared.money import Money

DAY = date(2027, 3, 1)
CALLS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 12000), st.integers(0, 60)), max_size=5)


def call(number: int, shares: int = 1, paid: int = 0, due: int = 0) -> Call:
    made, _ = call_shares(
        call_id=f"shc_{number}", member_id="mbr_1", reason=CallReason.VOLUNTARY, year=2027, shares=shares,
        nominal=Money.of("30.00"), communication=f"{number:012d}", due_days=30 + due, on=DAY)
    changed, _ = use_payment(Money(paid), named=made, others=[], owner="mbr_1", on=DAY)
    return changed[0] if changed else made


@given(CALLS, st.integers(1, 60000), st.integers(0, 4))
def test_the_uses_of_a_payment_add_up_to_it_and_no_call_is_overpaid(
    asked: list[tuple[int, int, int]], cents: int, place: int,
) -> None:
    calls = [call(n, shares, paid, due) for n, (shares, paid, due) in enumerate(asked)]
    named = calls[place % len(calls)] if calls else None
    changed, uses = use_payment(Money(cents), named=named, others=calls, owner="mbr_1" if named else "", on=DAY)
    assert sum(use.amount.cents for use in uses) == cents
    assert all(use.amount.cents > 0 for use in uses)
    assert all(one.paid <= one.amount for one in changed)
    assert len({one.id for one in changed}) == len(changed)
    left_open = {one.id: one for one in calls} | {one.id: one for one in changed}
    if any(use.use == "surplus" for use in uses):
        assert not [one for one in left_open.values() if one.is_open]


@given(CALLS, st.integers(1, 60000))
def test_taking_back_what_was_used_opens_the_calls_as_they_were(asked: list[tuple[int, int, int]], cents: int) -> None:
    calls = {one.id: one for one in (call(n, shares, paid, due) for n, (shares, paid, due) in enumerate(asked))}
    changed, uses = use_payment(Money(cents), named=None, others=calls.values(), owner="mbr_1", on=DAY)
    parts = {use.call_id: use.amount for use in uses if use.use == "call"}
    for one in changed:
        undone = take_back(one, parts[one.id])
        assert (undone.paid, undone.settled_on) == (calls[one.id].paid, None)


def test_the_named_call_is_paid_before_older_ones() -> None:
    old, named = call(1), call(2, due=10)
    changed, _ = use_payment(Money.of(30), named=named, others=[old, named], owner="mbr_1", on=DAY)
    assert [one.id for one in changed] == ["shc_2"]
    assert [one.settled_on for one in changed] == [DAY]


def test_a_call_falls_due_some_days_after_it_was_made() -> None:
    assert call(1).due_on == DAY + timedelta(days=30)


def test_a_call_is_withdrawn_as_long_as_nothing_was_paid() -> None:
    assert withdraw_call(call(1), reason=WithdrawalReason.MEMBER_LEFT, on=DAY)[0].state == "withdrawn"
    for paid in (1, 2999, 3000):
        with pytest.raises(CallStateWrong):
            withdraw_call(call(1, paid=paid), reason=WithdrawalReason.MEMBER_LEFT, on=DAY)


FLOWS = st.lists(st.tuples(st.integers(0, 20), st.sampled_from([-3000, -2000, -1000, 1000, 2000, 3000])), max_size=8)


def known(changes: list[tuple[int, int]]) -> list[tuple[date, Money]]:
    return [(DAY + timedelta(days=days), Money(cents)) for days, cents in changes]


def shares_on(day: date, entered: list[Holding]) -> int:
    return sum(held.shares for held in entered if held.effective_on <= day)


@given(FLOWS)
def test_whatever_comes_in_whichever_order_a_share_exists_exactly_while_its_call_is_paid_whole(
    changes: list[tuple[int, int]],
) -> None:
    one, entered = call(1), []
    for count in range(1, len(changes) + 1):  # heard one after the other, their days forwards and backwards
        heard = known(changes[:count])
        entered += corrections(one, flows=heard, known=entered)
        for day in {day for day, _ in heard}:
            whole = sum(flow.cents for on, flow in heard if on <= day) >= one.amount.cents
            assert shares_on(day, entered) == (1 if whole else 0)
        assert corrections(one, flows=heard, known=entered) == []


def test_a_part_that_was_taken_back_before_the_rest_came_takes_the_share_away_from_its_first_day() -> None:
    one = call(1)
    paid = known([(0, 1000), (19, 2000)])
    [entered] = corrections(one, flows=paid, known=[])
    assert (entered.effective_on, entered.shares, entered.amount) == (DAY + timedelta(days=19), 1, Money(3000))
    [gone] = corrections(one, flows=[*paid, *known([(14, -1000)])], known=[entered])
    assert (gone.effective_on, gone.shares, gone.amount) == (DAY + timedelta(days=19), -1, Money(-3000))


def quarter(paid: int = 0) -> Call:
    made, _ = call_shares(
        call_id="shc_1", member_id="mbr_1", reason=CallReason.FIRST, year=2027, shares=2, nominal=Money.of("30.00"),
        communication="1", due_days=30, on=DAY, first=Money.of("15.00"), rest_due_on=date(2032, 3, 1))
    return use_payment(Money(paid), named=made, others=[], owner="mbr_1", on=DAY)[0][0] if paid else made


@pytest.mark.parametrize(("paid", "exists", "due_on"), [
    (0, False, date(2027, 3, 31)), (1499, False, date(2027, 3, 31)), (1500, True, date(2032, 3, 1))])
def test_a_part_is_enough_where_the_country_says_so_and_the_rest_is_due_later(
    paid: int, exists: bool, due_on: date,
) -> None:
    call = quarter(paid)
    assert (call.exists, call.next_due_on, call.is_open) == (exists, due_on, True)


def test_what_is_paid_of_the_rest_adds_to_the_same_shares() -> None:
    paid = known([(0, 1000), (1, 600), (2, 4400), (3, -4400), (4, -1600)])
    moved = sorted(corrections(quarter(), flows=paid, known=[]), key=lambda held: held.effective_on)
    assert [((held.effective_on - DAY).days, held.shares, held.amount.cents) for held in moved] == [
        (1, 2, 1600), (2, 0, 4400), (3, 0, -4400), (4, -2, -1600)]


def test_who_leaves_owes_no_rest() -> None:
    waived, rest = waive_rest(quarter(2000), on=DAY)
    assert (waived.amount, waived.is_open, waived.exists, rest) == (Money.of("20.00"), False, True, Money.of("40.00"))


def test_further_shares_wait_for_all_but_the_last() -> None:
    paid, last, other = call(1, paid=3000), call(2), call(3)
    assert_earlier_paid([paid, last])
    with pytest.raises(EarlierSharesUnpaid):
        assert_earlier_paid([paid, last, other])
    assert_earlier_paid([paid, withdraw_call(last, reason=WithdrawalReason.LAPSED, on=DAY)[0], other])


PARTS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from([-3000, -1000, 500, 1000, 1500, 3000])), max_size=6)


@given(first=PARTS, second=PARTS)
def test_whatever_is_heard_later_each_evening_is_right_and_shares_move_with_what_is_paid_on_them(
    first: list[tuple[int, int]], second: list[tuple[int, int]],
) -> None:
    line: list[Holding] = []
    for flows in (known(first), known(second)):
        line += corrections(quarter(), flows=flows, known=line)
        for day in (DAY + timedelta(days=n) for n in range(7)):
            paid = sum(flow.cents for on, flow in flows if on <= day)
            held = [one for one in line if one.effective_on <= day]
            assert (sum(one.shares for one in held), sum(one.amount.cents for one in held)) == (
                (2, min(paid, 6000)) if paid >= 1500 else (0, 0))
    assert all(one.amount.cents and one.shares * one.amount.cents >= 0 for one in line)
