"""Periods that returns cover, and what is owed for them."""

from dataclasses import replace
from datetime import date

import pytest

from services.payroll.dues.errors import (
    DueDayPassed,
    DueNotInState,
    DuePaidOtherwise,
    DuesNotAlike,
    MoreThanSettled,
    PeriodNotOver,
    ReturnAnswered,
)
from services.payroll.dues.rules import (
    Due,
    DueState,
    DueWaitsFor,
    IncomingPayment,
    ReturnPeriod,
    ReturnState,
    SentPayment,
    SentState,
    after_settling,
    answered,
    assert_alike,
    assert_debt,
    assert_in_time,
    assert_over,
    assert_receivable,
    assert_unassigned,
    assert_under_way,
    costs_of_return,
    excess,
    payment_of,
    period_around,
    sent_again,
    set_off,
)
from services.payroll.wages.rules.pay import Creditor
from shared.money import Money

DUE = Due(due_id="due_" + "a" * 32, creditor=Creditor.SOCIAL_SECURITY, return_id="soc_1", entity="main",
          amount=Money.of("10.00"), due_on=date(2026, 10, 31), since=date(2026, 10, 2), settled=Money(0))
CLAIM = replace(DUE, due_id="due_" + "c" * 32, amount=Money.of("-4.00"))
SENT = SentPayment(payment_id=DUE.due_id, due_id=DUE.due_id, document_id="doc_1", amount=Money.of("10.00"),
                   state=SentState.SENT, times=0)


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


def test_a_payment_too_many_at_the_bank_is_the_clerks_to_stop() -> None:
    paid = replace(DUE, settled=DUE.amount, state=DueState.PAID)
    assert paid.waits_for is DueWaitsFor.NOBODY
    assert replace(paid, under_way=True).waits_for is DueWaitsFor.PAYROLL_CLERK


def test_only_a_debt_is_proposed_and_only_what_is_at_the_bank_is_rejected() -> None:
    assert_debt(DUE)
    with pytest.raises(DueNotInState):
        assert_debt(CLAIM)
    assert assert_under_way(DUE, SENT) is SENT
    with pytest.raises(DueNotInState):
        assert_under_way(DUE, None)


@pytest.mark.parametrize(("settled", "beyond"), [("0.00", "0.00"), ("4.00", "4.00"), ("10.00", "10.00")])
def test_the_bank_pays_what_it_was_asked_and_what_is_beyond_the_due_is_told_apart(settled: str, beyond: str) -> None:
    due = replace(DUE, settled=Money.of(settled))
    assert excess(due, SENT, paid=Money.of("10.00")) == Money.of(beyond)
    for paid in ("9.99", "10.01"):
        with pytest.raises(DuePaidOtherwise):
            excess(due, SENT, paid=Money.of(paid))


def test_what_the_bank_gives_back_of_a_payment_is_all_of_it_or_less_its_costs() -> None:
    paid = replace(SENT, state=SentState.PAID, times=1)
    assert costs_of_return(paid, returned=Money.of("10.00")) == Money(0)
    assert costs_of_return(paid, returned=Money.of("0.01")) == Money.of("9.99")
    for returned in ("10.01", "0.00", "-10.00"):
        with pytest.raises(DuePaidOtherwise):
            costs_of_return(paid, returned=Money.of(returned))
    with pytest.raises(DueNotInState):
        costs_of_return(SENT, returned=Money.of("10.00"))


def test_a_due_is_paid_when_nothing_is_open_and_a_piece_gives_a_proposal_up() -> None:
    proposed = replace(DUE, state=DueState.PROPOSED, approval_id="apr_1")
    part = after_settling(proposed, Money.of("9.99"), on=DUE.due_on)
    assert (part.state, part.approval_id, part.paid_on, part.open) == (DueState.WAITING, None, None, Money.of("0.01"))
    whole = after_settling(part, Money.of("0.01"), on=DUE.due_on)
    assert (whole.state, whole.paid_on) == (DueState.PAID, DUE.due_on)
    again = after_settling(replace(whole, under_way=True), Money.of("-10.00"), on=DUE.due_on)
    assert (again.state, again.paid_on) == (DueState.SENT, None)


def test_a_claim_is_set_off_as_far_as_it_goes_against_an_open_debt_of_the_same_entity_to_the_same_authority() -> None:
    assert_alike(CLAIM, DUE)
    assert set_off(CLAIM, DUE) == Money.of("4.00")
    assert set_off(CLAIM, replace(DUE, settled=Money.of("7.00"))) == Money.of("3.00")
    settled = replace(CLAIM, settled=CLAIM.amount)
    for claim, due in ((DUE, CLAIM), (settled, DUE), (CLAIM, replace(DUE, settled=DUE.amount)),
                       (CLAIM, replace(DUE, entity="two")), (CLAIM, replace(DUE, creditor=Creditor.TAX_AUTHORITY))):
        with pytest.raises(DuesNotAlike):
            assert_alike(claim, due)
    with pytest.raises(DueNotInState):
        assert_alike(CLAIM, replace(DUE, state=DueState.PROPOSED))


@pytest.mark.parametrize(("due", "most"), [(CLAIM, 400), (replace(DUE, settled=Money(250)), 250)])
def test_what_comes_in_settles_a_claim_or_gives_back_what_was_paid_and_is_used_once(due: Due, most: int) -> None:
    assert_receivable(due, Money(most))
    with pytest.raises(MoreThanSettled):
        assert_receivable(due, Money(most + 1))
    incoming = IncomingPayment(movement_id="mov_1", amount=Money(900), unassigned=Money(most), booked_on=DUE.due_on)
    assert_unassigned(incoming, Money(most))
    with pytest.raises(MoreThanSettled):
        assert_unassigned(incoming, Money(most + 1))


def test_a_payment_leaves_until_the_day_on_which_it_is_carried_out() -> None:
    proposed = replace(DUE, state=DueState.PROPOSED, execute_on=date(2026, 10, 29))
    assert_in_time(proposed, on=date(2026, 10, 29))
    with pytest.raises(DueDayPassed):
        assert_in_time(proposed, on=date(2026, 10, 30))


@pytest.mark.parametrize(("named", "found"), [
    ("due" + "a" * 32, DUE.due_id), (DUE.due_id, DUE.due_id), ("wag" + "a" * 32, None), ("due" + "a" * 31, None)])
def test_a_movement_names_a_payment_of_a_due_by_its_end_to_end_id(named: str, found: str | None) -> None:
    assert payment_of(named) == found
