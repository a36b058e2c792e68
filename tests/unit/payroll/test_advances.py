"""The algebra of advances: what is open is always the share of the cost that the client has not paid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.payroll.domain.advance import Advance, covered, lose, settle
from services.payroll.domain.events import AdvanceLost, AdvanceOpened, AdvanceRecovered
from shared.money import Money, total

ON = date(2026, 10, 7)
COSTS = st.integers(min_value=1, max_value=2_000_000)
TOTALS = st.integers(min_value=1, max_value=3_000_000)
PAID = st.integers(min_value=0, max_value=3_000_000)


def fresh(cost: int) -> Advance:
    nothing = Money.zero()
    return Advance(
        advance_id="adv_1", order_id="ord_1", part=1, wage_id="wag_1", invoice_id="inv_1", member_id="mbr_1",
        client_id="cli_1", cost=Money(cost), amount=nothing, recovered=nothing, lost=nothing)


def after(advance: Advance, paid: int, whole: int) -> tuple[Advance, list[object]]:
    settled, events = settle(advance, paid_so_far=Money(paid), invoice_total=Money(whole), on=ON)
    return settled, list(events)


def test_the_whole_cost_is_advanced_when_the_client_has_paid_nothing() -> None:
    advance, (opened,) = after(fresh(439_870), 0, 618_743)
    assert isinstance(opened, AdvanceOpened)
    assert opened.amount == advance.open == Money(439_870)


def test_nothing_is_advanced_when_the_client_paid_before_the_wage() -> None:
    advance, events = after(fresh(439_870), 618_743, 618_743)
    assert events == []
    assert not advance.amount


def test_what_the_client_paid_before_the_wage_is_not_advanced() -> None:
    advance, (opened,) = after(fresh(1_000), 250, 1_000)
    assert isinstance(opened, AdvanceOpened)
    assert opened.amount == Money(750)
    advance, (recovered,) = after(advance, 1_000, 1_000)
    assert isinstance(recovered, AdvanceRecovered)
    assert (recovered.amount, recovered.open) == (Money(750), Money(0))


@pytest.mark.parametrize(("paid", "share"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2)])
def test_the_covered_share_is_rounded_half_up(paid: int, share: int) -> None:
    assert covered(Money(2), Money(paid), Money(6)) == Money(share)


@given(cost=COSTS, whole=TOTALS, steps=st.lists(PAID, max_size=8))
def test_payments_and_reversals_in_any_order_end_with_exactly_all_recovered(
        cost: int, whole: int, steps: list[int]) -> None:
    advance, said = after(fresh(cost), 0, whole)
    for paid in [*steps, whole]:
        advance, events = after(advance, paid, whole)
        said += events
        assert advance.open == Money(cost) - covered(Money(cost), Money(paid), Money(whole))
        assert Money(0) <= advance.recovered <= advance.amount <= Money(cost)
    assert not advance.open
    opened = total(event.amount for event in said if isinstance(event, AdvanceOpened))
    recovered = total(event.amount for event in said if isinstance(event, AdvanceRecovered))
    assert opened == recovered == advance.amount == Money(cost)


@given(cost=COSTS, whole=TOTALS, before=PAID, later=st.lists(PAID, max_size=5))
def test_what_was_never_advanced_is_advanced_when_a_payment_is_taken_back(
        cost: int, whole: int, before: int, later: list[int]) -> None:
    advance = fresh(cost)
    for paid in [before, *later, 0]:
        advance, _ = after(advance, paid, whole)
        assert advance.open + covered(Money(cost), Money(paid), Money(whole)) == Money(cost)
    assert advance.open == Money(cost)


@given(cost=COSTS, whole=TOTALS, paid=PAID)
def test_a_default_loses_exactly_what_is_open_and_ends_the_matter(cost: int, whole: int, paid: int) -> None:
    advance, _ = after(after(fresh(cost), 0, whole)[0], paid, whole)
    still_open = advance.open
    advance, lost = lose(advance, on=ON)
    assert [event.amount for event in lost if isinstance(event, AdvanceLost)] == ([still_open] if still_open else [])
    assert not advance.open
    assert lose(advance, on=ON)[1] == []
    if still_open:
        assert after(advance, whole, whole)[1] == []


def test_the_same_payment_twice_changes_nothing() -> None:
    advance, _ = after(fresh(1_000), 0, 1_000)
    advance, first = after(advance, 400, 1_000)
    assert len(first) == 1
    assert after(advance, 400, 1_000)[1] == []
