"""The algebra of advances: what is open is always the share of the cost that the client has not paid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.payroll.events import AdvanceLost, AdvanceOpened, AdvanceRecovered, AdvanceRegained
from services.payroll.fund.rules import (
    Advance,
    Aged,
    AgeOfDebt,
    expected_loss,
    give_up,
    lose,
    open_after,
    paid_for,
    regain,
    settle,
)
from services.payroll.invoices.rules import Claim, covered
from shared.money import Money, total

ON = date(2026, 10, 7)
COSTS = st.integers(min_value=1, max_value=2_000_000)
TOTALS = st.integers(min_value=1, max_value=3_000_000)
PAID = st.integers(min_value=0, max_value=3_000_000)


def fresh(cost: int) -> Advance:
    nothing = Money.zero()
    return Advance(
        advance_id="adv_1", activity_id="act_1", order_id="ord_1", part=1, wage_id="wag_1", invoice_id="inv_1",
        member_id="mbr_1", client_id="cli_1", cost=Money(cost), amount=nothing, recovered=nothing, lost=nothing,
        charged=nothing, regained=nothing)


def claim(paid: int, whole: int, credited: int = 0, written_off: int = 0, recovered: int = 0) -> Claim:
    return Claim(total=Money(whole), paid=Money(paid), credited=Money(credited), written_off=Money(written_off),
                 recovered=Money(recovered))


def after(advance: Advance, paid: int, whole: int, credited: int = 0, given_up: int = 0) -> tuple[
        Advance, list[object]]:
    settled, events = settle(advance, claim=claim(paid, whole, credited, given_up), on=ON)
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
    advance, published = after(fresh(cost), 0, whole)
    for paid in [*steps, whole]:
        advance, events = after(advance, paid, whole)
        published += events
        assert advance.open == Money(cost) - covered(Money(cost), Money(paid), Money(whole))
        assert Money(0) <= advance.recovered <= advance.amount <= Money(cost)
    assert not advance.open
    opened = total(event.amount for event in published if isinstance(event, AdvanceOpened))
    recovered = total(event.amount for event in published if isinstance(event, AdvanceRecovered))
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
def test_a_default_loses_exactly_what_is_open(cost: int, whole: int, paid: int) -> None:
    paid = min(paid, whole)
    advance, _ = after(after(fresh(cost), 0, whole)[0], paid, whole)
    still_open, gone = advance.open, claim(paid, whole, written_off=whole - paid)
    advance, lost = lose(advance, claim=gone, on=ON)
    assert [event.amount for event in lost if isinstance(event, AdvanceLost)] == ([still_open] if still_open else [])
    assert not advance.open
    assert lose(advance, claim=gone, on=ON)[1] == []
    assert after(advance, paid, whole, 0, whole - paid)[1] == []


@given(cost=COSTS, whole=TOTALS, paid=PAID)
def test_a_default_before_the_wage_is_advanced_and_lost_at_once(cost: int, whole: int, paid: int) -> None:
    paid = min(paid, whole)
    advance, events = open_after(fresh(cost), claim=claim(paid, whole, written_off=whole - paid), on=ON)
    assert not advance.open
    assert advance.lost == advance.amount == Money(cost) - covered(Money(cost), Money(paid), Money(whole))
    assert len(events) in {0, 2}


@given(cost=COSTS, whole=TOTALS, paid=PAID, credit=st.integers(min_value=0, max_value=3_000_000))
def test_what_is_left_of_a_claim_after_a_credit_recovers_exactly_all(
        cost: int, whole: int, paid: int, credit: int) -> None:
    """Without this, a client who paid all that was still claimed would be a debtor of the fund for ever."""
    paid, credit = min(paid, whole), min(credit, whole - min(paid, whole))
    advance, _ = after(after(fresh(cost), 0, whole)[0], paid, whole)
    advance, _ = after(advance, paid, whole, credit)
    assert Money(0) <= advance.open <= advance.amount
    advance, _ = after(advance, whole - credit, whole, credit)
    assert not advance.open
    assert advance.recovered == advance.amount


@given(cost=COSTS, whole=TOTALS, paid=PAID, back=PAID)
def test_a_payment_taken_back_after_a_default_is_carried_again_and_may_be_lost_too(
        cost: int, whole: int, paid: int, back: int) -> None:
    """A liquidator may have what was paid before the bankruptcy returned."""
    paid = min(paid, whole)
    left, given_up = paid - min(back, paid), whole - paid
    advance, _ = after(after(fresh(cost), 0, whole)[0], paid, whole)
    advance, _ = lose(advance, claim=claim(paid, whole, written_off=given_up), on=ON)
    advance, _ = after(advance, left, whole, 0, given_up)
    carried = Money(cost) - covered(Money(cost), Money(left + given_up), Money(whole))
    assert abs(advance.open.cents - carried.cents) <= 1
    assert Money(0) <= advance.recovered
    assert advance.amount <= Money(cost)
    advance, _ = lose(advance, claim=claim(left, whole, written_off=whole - left), on=ON)
    assert not advance.open
    assert advance.recovered + advance.lost == advance.amount


@given(cost=COSTS, whole=TOTALS, paid=PAID, later=st.lists(PAID, max_size=8))
def test_of_a_loss_the_fund_gets_back_the_share_that_comes_in_and_all_of_it_with_the_last_cent(
        cost: int, whole: int, paid: int, later: list[int]) -> None:
    paid = min(paid, whole - 1)
    given_up = whole - paid
    advance, _ = after(after(fresh(cost), 0, whole)[0], paid, whole)
    advance, _ = give_up(advance, claim=claim(paid, whole, 0, given_up), on=ON)
    before, published = advance, []
    for recovered in [*(min(one, given_up) for one in later), given_up]:
        advance, events = regain(advance, claim=claim(paid, whole, 0, given_up, recovered), on=ON)
        published += events
        assert advance.regained == covered(before.lost, Money(recovered), Money(given_up))
        assert (advance.open, advance.lost, advance.recovered) == (before.open, before.lost, before.recovered)
    assert advance.regained == advance.lost
    assert total(event.amount for event in published if isinstance(event, AdvanceRegained)) == before.lost


@given(cost=COSTS, whole=TOTALS, recovered=PAID)
def test_what_came_in_before_the_wage_was_worked_out_is_regained_the_moment_it_is_lost(
        cost: int, whole: int, recovered: int) -> None:
    recovered = min(recovered, whole)
    advance, events = open_after(fresh(cost), claim=claim(0, whole, 0, whole, recovered), on=ON)
    assert advance.lost == Money(cost)
    assert advance.regained == covered(Money(cost), Money(recovered), Money(whole))
    assert len(events) == 2 + bool(advance.regained)


def test_the_same_payment_twice_changes_nothing() -> None:
    advance, _ = after(fresh(1_000), 0, 1_000)
    advance, first = after(advance, 400, 1_000)
    assert len(first) == 1
    assert after(advance, 400, 1_000)[1] == []


def test_an_expected_loss_is_told_only_when_every_age_that_is_carried_has_its_rate() -> None:
    due, late = (Aged(age=age, exposure=Money.of(carried), loss_rate=rate) for age, carried, rate in (
        (AgeOfDebt.NOT_DUE, "1000.00", Decimal("0.01")), (AgeOfDebt.OVER_90, "100.00", None)))
    assert expected_loss([due], "EUR") == Money.of("10.00")
    assert expected_loss([due, late], "EUR") is None
    assert expected_loss([due, replace(late, exposure=Money.of("0.00"))], "EUR") == Money.of("10.00")
    assert expected_loss([due, replace(late, loss_rate=Decimal("0.5"))], "EUR") == Money.of("60.00")


def test_what_was_borne_is_divided_by_what_each_paid_in_and_no_cent_is_lost() -> None:
    borne, paid = Money(100, "EUR"), [Money(cents, "EUR") for cents in (1, 1, 1)]
    all_paid, shares = Money(3, "EUR"), []
    for place, one in enumerate(paid):
        shares.append(paid_for(borne, before=Money(place, "EUR"), paid_in=one, all_paid_in=all_paid).cents)
    assert shares == [33, 34, 33]
    assert paid_for(borne, before=Money(0, "EUR"), paid_in=Money(0, "EUR"), all_paid_in=Money(0, "EUR")).cents == 0
