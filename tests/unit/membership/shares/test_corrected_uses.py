"""What is beyond a member's calls pays first what they owe us; parts are not more than a payment brought."""

from datetime import date

import pytest

from services.membership.shares.errors import PartsTooMuch
from services.membership.shares.rules import Part, Payment, Use, UseKind, repay, rest_of
from shared.money import Money

SURPLUS = Use(use=UseKind.SURPLUS, amount=Money.of("10.00"), member_id="mbr_a")
CALL = Use(use=UseKind.CALL, amount=Money.of("30.00"), call_id="shc_a", member_id="mbr_a")
PAYMENT = Payment(id="pay_a", amount=Money.of("30.00"), booked_on=date(2026, 2, 1))


@pytest.mark.parametrize(("owed", "expected"), [
    ("0.00", [("surplus", "10.00")]), ("4.00", [("receivable", "4.00"), ("surplus", "6.00")]),
    ("10.00", [("receivable", "10.00")]), ("11.00", [("receivable", "10.00")]),
])
def test_a_surplus_pays_what_is_owed_and_no_more(owed: str, expected: list[tuple[str, str]]) -> None:
    uses = repay([CALL, SURPLUS], Money.of(owed))
    assert uses[0] == CALL
    assert [(use.use, use.amount) for use in uses[1:]] == [(kind, Money.of(amount)) for kind, amount in expected]


def test_what_no_part_names_is_the_rest() -> None:
    part = Part(call_id="shc_a", amount=Money.of("30.00"))
    assert rest_of(PAYMENT, [part]) == Money.of("0.00")
    assert rest_of(PAYMENT, []) == PAYMENT.amount
    with pytest.raises(PartsTooMuch):
        rest_of(PAYMENT, [part, Part(call_id="shc_b", amount=Money.of("0.01"))])
