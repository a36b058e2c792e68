"""Periods that returns cover, and what is owed for them."""

from dataclasses import replace
from datetime import date

import pytest

from services.payroll.dues.errors import DueDayPassed, DueNotInState, DuePaidOtherwise, PeriodNotOver, ReturnAnswered
from services.payroll.dues.rules import (
    Due,
    DueState,
    DueWaitsFor,
    ReturnPeriod,
    ReturnState,
    answered,
    assert_debt,
    assert_in_time,
    assert_over,
    assert_paid,
    costs_of_return,
    due_of,
    period_around,
    sent_again,
)
from services.payroll.wages.rules.pay import Creditor
from shared.money import Money

DUE = Due(due_id="due_" + "a" * 32, creditor=Creditor.SOCIAL_SECURITY, return_id="soc_1", entity="main",
          amount=Money.of("10.00"), due_on=date(2026, 10, 31))


@pytest.mark.parametrize(("day", "months", "first", "after"), [
    (date(2026, 9, 30), 3, date(2026, 7, 1), date(2026, 10, 1)),
    (date(2026, 12, 31), 3, date(2026, 10, 1), date(2027, 1, 1)),
    (date(2026, 12, 1), 1, date(2026, 12, 1), date(2027, 1, 1)),
])
def test_a_period_is_the_one_in_which_a_day_lies(day: date, months: int, first: date, after: date) -> None:
    assert period_around(day, months=months) == ReturnPeriod(starts_on=first, ends_before=after)


def test_a_period_names_its_months_across_no_year() -> None:
    assert period_around(date(2026, 12, 1), months=3).months == ["2026-10", "2026-11", "2026-12"]


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    period = period_around(date(2026, 9, 1), months=3)
    assert_over(period, on=date(2026, 10, 1))
    with pytest.raises(PeriodNotOver):
        assert_over(period, on=date(2026, 9, 30))


def test_a_return_is_answered_once_and_sent_again_only_when_it_was_refused() -> None:
    assert answered(ReturnState.CLOSED, return_id="soc_1", accepted=True) is ReturnState.ACCEPTED
    assert answered(ReturnState.CLOSED, return_id="soc_1", accepted=False) is ReturnState.REFUSED
    assert sent_again(ReturnState.REFUSED, return_id="soc_1") is ReturnState.CLOSED
    for state in (ReturnState.ACCEPTED, ReturnState.CLOSED):
        with pytest.raises(ReturnAnswered):
            sent_again(state, return_id="soc_1")
    with pytest.raises(ReturnAnswered):
        answered(ReturnState.REFUSED, return_id="soc_1", accepted=True)


@pytest.mark.parametrize(("cents", "waits_for"), [(1, DueWaitsFor.PAYROLL_CLERK), (-1, DueWaitsFor.AUTHORITY)])
def test_a_debt_waits_for_a_clerk_and_a_claim_for_the_authority(cents: int, waits_for: DueWaitsFor) -> None:
    assert replace(DUE, amount=Money(cents)).waits_for is waits_for


def test_only_a_debt_is_paid_and_only_to_the_cent() -> None:
    assert_debt(DUE)
    with pytest.raises(DueNotInState):
        assert_debt(replace(DUE, amount=Money(-1)))
    sent = replace(DUE, state=DueState.SENT)
    assert_paid(sent, paid=Money.of("10.00"))
    with pytest.raises(DuePaidOtherwise):
        assert_paid(sent, paid=Money.of("9.99"))
    with pytest.raises(DueNotInState):
        assert_paid(DUE, paid=Money.of("10.00"))


def test_what_the_bank_gives_back_of_a_paid_due_is_all_of_it_or_less_its_costs() -> None:
    paid = replace(DUE, state=DueState.PAID)
    assert costs_of_return(paid, returned=Money.of("10.00")) == Money(0)
    assert costs_of_return(paid, returned=Money.of("0.01")) == Money.of("9.99")
    for returned in ("10.01", "0.00", "-10.00"):
        with pytest.raises(DuePaidOtherwise):
            costs_of_return(paid, returned=Money.of(returned))
    with pytest.raises(DueNotInState):
        costs_of_return(replace(DUE, state=DueState.SENT), returned=Money.of("10.00"))


def test_a_payment_leaves_until_the_day_on_which_it_is_carried_out() -> None:
    proposed = replace(DUE, state=DueState.PROPOSED, execute_on=date(2026, 10, 29))
    assert_in_time(proposed, on=date(2026, 10, 29))
    with pytest.raises(DueDayPassed):
        assert_in_time(proposed, on=date(2026, 10, 30))


@pytest.mark.parametrize(("named", "found"), [
    ("due" + "a" * 32, DUE.due_id), (DUE.due_id, DUE.due_id), ("wag" + "a" * 32, None), ("due" + "a" * 31, None)])
def test_a_movement_names_a_due_by_its_end_to_end_id(named: str, found: str | None) -> None:
    assert due_of(named) == found
