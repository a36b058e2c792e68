"""From budget to gross: every cent is somewhere, the remainder goes into the variable share."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.payroll.countries.be.pay_rules import budget_rule
from services.payroll.wages.errors import BudgetTooSmall
from services.payroll.wages.rules.budget import BudgetRule, budget_for, divide
from shared.countries import load_tables
from shared.errors import ParameterMissing
from shared.money import Money, total

TABLES = load_tables("services.payroll", "BE")
RULE = budget_rule(TABLES, contract="white_collar", on=date(2026, 9, 30))
CENTS = st.integers(min_value=2, max_value=10_000_000)
ONE_CENT = Money(1)


def ruled(e: str, h: str, o: str, v: str) -> BudgetRule:
    return replace(RULE, contributions=Decimal(e), holiday=Decimal(h), other=Decimal(o), variable=Decimal(v))


def test_935_euro_of_budget_pay_586_66_gross() -> None:
    shares = divide(Money.of("935.00"), RULE)
    assert str(shares.gross) == "586.66 EUR"
    assert str(shares.contributions + shares.holiday + shares.other) == "273.54 EUR"
    assert str(shares.variable) == "74.80 EUR"


def test_the_line_of_the_gross_wage_divides_what_the_variable_share_leaves() -> None:
    shares = divide(Money.of("4628.25"), RULE)
    line = next(line for line in shares.lines if line.code == "budget_gross")
    assert line.base == Money.of("4258.00")  # 4,628.25 less 370.25; not the whole budget
    assert line.base is not None
    assert line.rate is not None
    assert Money.rounded(line.base.amount / line.rate, "EUR") == line.amount == Money.of("2903.98")


@given(cents=CENTS, e=st.decimals("0", "0.6", places=4), h=st.decimals("0", "0.4", places=4),
       o=st.decimals("0.0001", "0.2", places=4), v=st.decimals("0", "0.3", places=4))
def test_every_cent_of_any_budget_is_in_exactly_one_share(
        cents: int, e: Decimal, h: Decimal, o: Decimal, v: Decimal) -> None:
    rule = ruled(str(e), str(h), str(o), str(v))
    try:
        shares = divide(Money(cents), rule)
    except BudgetTooSmall:
        assert cents * (1 - v) < rule.cost_of_one + 1  # less than a cent or two of gross
        return
    parts = [shares.gross, shares.contributions, shares.holiday, shares.other, shares.variable]
    assert total(parts) == Money(cents)
    assert min(part.cents for part in parts) >= 0
    assert abs(shares.variable.amount - Money(cents).amount * v) <= Decimal("0.02")


@given(cents=CENTS)
def test_a_gross_wage_asks_for_the_smallest_budget_that_pays_it(cents: int) -> None:
    budget = budget_for(Money(cents), RULE)
    assert divide(budget, RULE).gross >= Money(cents)
    if budget > ONE_CENT:
        with suppress(BudgetTooSmall):
            assert divide(budget - ONE_CENT, RULE).gross < Money(cents)


@given(cents=CENTS, more=st.integers(min_value=1, max_value=10_000))
def test_a_larger_budget_never_pays_less(cents: int, more: int) -> None:
    assert divide(Money(cents + more), RULE).gross >= divide(Money(cents), RULE).gross


@pytest.mark.parametrize("cents", [0, 1])
def test_a_budget_that_pays_no_cent_is_refused(cents: int) -> None:
    with pytest.raises(BudgetTooSmall):
        divide(Money(cents), ruled("0.272", "0.1743", "0.02", "0.9"))


def test_estimates_are_marked_until_they_are_trued_up() -> None:
    by_code = {line.code: line.rule for line in divide(Money.of("935.00"), RULE).lines}
    assert all(by_code[code].provisional for code in ("employer_contributions", "holiday_provision", "variable_share"))


def test_a_contract_without_estimates_is_refused_by_name() -> None:
    with pytest.raises(ParameterMissing) as refused:
        budget_rule(TABLES, contract="artist", on=date(2026, 9, 30))
    assert refused.value.details["parameter"] == "budget_employer_contributions.artist"


def test_blue_collar_holidays_are_paid_on_108_per_cent_each_quarter_and_once_a_year() -> None:
    """4781.20 x 0.92 / 1.484832, where 0.353916 = 1.08 x (0.272 + 0.0557), and 1.08 x 0.1027 waits for its notice."""
    rule = budget_rule(TABLES, contract="blue_collar", on=date(2026, 9, 30))
    shares = divide(Money.of("4781.20"), rule)
    assert rule.contributions == Decimal("1.08") * (Decimal("0.272") + Decimal("0.0557"))
    assert rule.holiday == Decimal("1.08") * Decimal("0.1027")
    assert [str(one.amount) for one in (shares.gross, shares.contributions, shares.holiday, shares.variable)] == [
        "2962.43", "1048.45", "328.58", "382.49"]
