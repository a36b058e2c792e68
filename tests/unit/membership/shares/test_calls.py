"""What a payment is used for: nothing is lost, nothing is used twice, the named call comes first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.events import CallReason, WithdrawalReason
from services.membership.shares.errors import CallStateWrong
from services.membership.shares.rules import Call, call_shares, settled_now, take_back, use_payment, withdraw_call
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
    assert settled_now([old, named], changed) == changed


def test_a_call_falls_due_some_days_after_it_was_made() -> None:
    assert call(1).due_on == DAY + timedelta(days=30)


def test_a_call_is_withdrawn_as_long_as_nothing_was_paid() -> None:
    assert withdraw_call(call(1), reason=WithdrawalReason.MEMBER_LEFT, on=DAY)[0].state == "withdrawn"
    for paid in (1, 2999, 3000):
        with pytest.raises(CallStateWrong):
            withdraw_call(call(1, paid=paid), reason=WithdrawalReason.MEMBER_LEFT, on=DAY)
