"""What becomes of a turnover."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.budgets.errors import ExpensesTooLarge
from services.invoicing.budgets.rules import FeeRule, divide_turnover, kept_back
from shared.money import Money

FEE = FeeRule(rate=Decimal("0.065"), source="test")
CENTS = st.integers(min_value=1, max_value=10**9)


@given(CENTS, st.integers(min_value=0, max_value=10**9))
def test_fee_expenses_and_budget_are_the_turnover_to_the_cent(net: int, expenses: int) -> None:
    try:
        found = divide_turnover(Money(net), rule=FEE, expenses=Money(expenses))
    except ExpensesTooLarge:
        assert expenses > net - Money(net).times(FEE.rate).cents
        return
    assert found.fee + found.expenses + found.budget == Money(net)
    assert found.budget >= Money(0)
    assert sum(line.amount.cents for line in found.lines) == net


@pytest.mark.parametrize(("net", "fee"), [("1000.00", "65.00"), ("0.07", "0.00"), ("0.08", "0.01"), ("1.00", "0.07"),
                                          ("4950.00", "321.75")])
def test_the_fee_is_six_and_a_half_percent_rounded_half_up(net: str, fee: str) -> None:
    assert divide_turnover(Money.of(net), rule=FEE, expenses=Money(0)).fee == Money.of(fee)


@pytest.mark.parametrize(("approved", "there", "kept"), [
    ("467.50", "0.00", "467.50"), ("467.51", "0.00", "467.50"),  # half of what is left after the fee, at most
    ("100.00", "40.00", "60.00"), ("40.00", "40.00", "0.00"), ("40.00", "90.00", "0.00"), ("40.00", "-10.00", "50.00"),
])
def test_a_turnover_keeps_back_what_approved_expenses_lack_up_to_their_share(
    approved: str, there: str, kept: str,
) -> None:
    assert kept_back(Money.of("1000.00"), rule=FEE, approved=Money.of(approved), there=Money.of(there),
                     share=Decimal("0.5")) == Money.of(kept)
