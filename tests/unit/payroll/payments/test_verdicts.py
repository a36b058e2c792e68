"""What a bank's verdict does to a payment, whichever way the two come."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.payroll.payments.errors import MoreThanOverpaid, NoPaymentAtTheBank, NotOverpaid, PaidAmountDiffers
from services.payroll.payments.rules import (
    BankReport,
    BankVerdict,
    PaymentState,
    Transfer,
    WagePayment,
    assert_asked,
    assert_comes_back,
    assert_overpaid,
    costs_of_return,
    follows_report,
    set_off,
    under_way,
)
from shared.money import Money

ACCEPTED, REJECTED = BankVerdict(PaymentState.ACCEPTED), BankVerdict(PaymentState.REJECTED, "AC04")
NET, NINE, TEN = Money.of("100.03"), datetime(2026, 10, 6, 9, tzinfo=UTC), datetime(2026, 10, 6, 10, tzinfo=UTC)


def transfer(number: int = 1, state: PaymentState = PaymentState.SENT, times: int = 0) -> Transfer:
    return Transfer(transfer_id=f"wag_{number}", batch_id=f"bat_{number}", amount=NET, state=state, times=times,
                    verdict_at=NINE)


def wage(*transfers: Transfer, state: PaymentState = PaymentState.SENT, owed: Money = NET) -> WagePayment:
    return WagePayment(wage_id="wag_1", order_id="ord_1", part=1, activity_id="act_1", member_id="mbr_1", net=NET,
                       owed=owed, state=state, transfers=transfers)


@pytest.mark.parametrize("state", sorted(PaymentState))
def test_acceptance_follows_on_sending_a_rejection_also_on_acceptance_and_nothing_on_what_is_past(
    state: PaymentState,
) -> None:
    assert follows_report(transfer(state=state), ACCEPTED, None) == (state == PaymentState.SENT)
    assert follows_report(transfer(state=state), REJECTED, None) == (
        state in {PaymentState.SENT, PaymentState.ACCEPTED})
    assert not follows_report(transfer(state=state), None, TEN)


def test_a_later_report_takes_an_earlier_one_back_and_an_earlier_one_that_comes_late_does_not() -> None:
    rejected, accepted = transfer(state=PaymentState.REJECTED), transfer(state=PaymentState.ACCEPTED)
    assert [follows_report(rejected, ACCEPTED, at) for at in (TEN, NINE, None)] == [True, False, False]
    assert [follows_report(accepted, REJECTED, at) for at in (TEN, NINE)] == [True, False]
    by_hand = replace(rejected, verdict_at=None)
    assert follows_report(by_hand, ACCEPTED, NINE), "somebody wrote it off, and then the bank accepted it"


def test_what_is_paid_is_paid_however_and_what_is_beyond_is_seen() -> None:
    first, second = transfer(1, PaymentState.REJECTED), transfer(2)
    asked_again = wage(first, state=PaymentState.TO_SEND)
    assert asked_again.after(first.moved(1)).state is PaymentState.PAID, "the first one paid it, nothing else leaves"
    sent_again = wage(first, second)
    late = sent_again.after(first.moved(1))
    assert (late.state, late.open, under_way(late)) == (PaymentState.PAID, Money(0), second)
    twice = late.after(second.moved(1))
    assert (twice.state, twice.open) == (PaymentState.PAID, -NET)
    assert twice.after(second.moved(1).moved(-1)).open == Money(0)
    assert late.after(first.moved(1).moved(-1)).state is PaymentState.SENT, "the second is still at the bank"
    with pytest.raises(NoPaymentAtTheBank):
        under_way(twice)


def test_a_return_that_is_heard_before_its_debit_changes_nothing_until_that_comes() -> None:
    early = wage(transfer()).after(transfer().moved(-1))
    assert (early.state, early.open) == (PaymentState.SENT, NET)
    both = early.after(early.transfers[0].moved(1))
    assert (both.state, both.open) == (PaymentState.RETURNED, NET)


def test_what_comes_back_makes_good_what_was_paid_twice_and_no_more() -> None:
    twice = wage(transfer(1, PaymentState.PAID, 1), transfer(2, PaymentState.PAID, 1), state=PaymentState.PAID)
    assert_overpaid(twice)
    assert_comes_back(twice, NET)
    with pytest.raises(MoreThanOverpaid):
        assert_comes_back(twice, NET + Money(1))
    settled = twice.recovered(NET)
    assert (settled.state, settled.open) == (PaymentState.PAID, Money(0))
    with pytest.raises(NotOverpaid):
        assert_overpaid(settled)
    given_back = settled.after(transfer(2, PaymentState.PAID, 1).moved(-1))
    assert (given_back.state, given_back.open) == (PaymentState.RETURNED, NET), "what the worker gave back is owed"


@pytest.mark.parametrize(("net", "piece"), [("100.04", "20.00"), ("100.05", "20.01"), ("600.00", "100.03")])
def test_a_fifth_of_a_net_wage_at_most_is_kept_back_for_what_was_paid_twice(net: str, piece: str) -> None:
    """Law of 12/4/1965 art. 23, worked by hand: a fifth of 100.04 is 20.008, of 100.05 it is 20.01."""
    twice = wage(transfer(1, PaymentState.PAID, 2))
    assert set_off(twice, Money.of(net), share=Decimal("0.2")) == Money.of(piece)


def test_the_bank_pays_what_it_was_asked_and_gives_back_no_more() -> None:
    assert_asked(wage(), transfer(), paid=NET)
    with pytest.raises(PaidAmountDiffers):
        assert_asked(wage(), transfer(), paid=NET - Money(1))
    assert costs_of_return(wage(), transfer(), returned=NET - Money(500)) == Money.of("5.00")
    for wrong in (Money(0), NET + Money(1)):
        with pytest.raises(PaidAmountDiffers):
            costs_of_return(wage(), transfer(), returned=wrong)


def test_what_the_bank_says_of_a_payment_stands_above_what_it_says_of_the_file() -> None:
    report = BankReport(message_id="W", verdicts={"one": REJECTED, "two": None}, on_all=ACCEPTED)
    assert [report.verdict_on(wage_id) for wage_id in ("one", "two", "three")] == [REJECTED, None, ACCEPTED]
