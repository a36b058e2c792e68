"""What a bank's verdict does to a payment, whichever way the two come."""

import pytest

from services.payroll.payments.rules import BankReport, BankVerdict, PaymentState, follows_report

ACCEPTED, REJECTED = BankVerdict(PaymentState.ACCEPTED), BankVerdict(PaymentState.REJECTED, "AC04")


@pytest.mark.parametrize("state", sorted(PaymentState))
def test_acceptance_follows_on_sending_a_rejection_also_on_acceptance_and_nothing_on_what_is_past(
    state: PaymentState,
) -> None:
    assert follows_report(state, ACCEPTED) == (state == PaymentState.SENT)
    assert follows_report(state, REJECTED) == (state in {PaymentState.SENT, PaymentState.ACCEPTED})
    assert not follows_report(state, None)


def test_what_the_bank_says_of_a_payment_stands_above_what_it_says_of_the_file() -> None:
    report = BankReport(message_id="W", verdicts={"one": REJECTED, "two": None}, on_all=ACCEPTED)
    assert [report.verdict_on(wage_id) for wage_id in ("one", "two", "three")] == [REJECTED, None, ACCEPTED]
