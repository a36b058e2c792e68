"""Every line of a calculation carries over: its amount follows from the base, rate, threshold and bounds it shows."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.payroll.countries.be.gross_to_net import gross_to_net
from services.payroll.countries.be.pay_rules import pay_rules
from services.payroll.wages.rules.lines import Line, Rule
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import MonthSoFar
from services.payroll.workers.rules import Household, HouseholdKind
from shared.money import Money
from tests.unit.payroll.builders import SEPTEMBER, TABLES, pay_of

HOUSEHOLDS = st.builds(
    Household, kind=st.sampled_from([HouseholdKind.SINGLE, HouseholdKind.COUPLE_ONE_INCOME,
                                     HouseholdKind.COUPLE_TWO_INCOMES]), children=st.integers(0, 9))
OCCUPATIONS = st.builds(lambda days: Occupation(worked=Decimal(days), full=Decimal(22), days=days), st.integers(1, 22))


def broken(lines: tuple[Line, ...]) -> list[str]:
    return [f"{line.code} {line.amount} of {line}" for line in lines if not line.follows]


@settings(max_examples=300)
@given(cents=st.integers(3, 1_500_000), household=HOUSEHOLDS, occupation=OCCUPATIONS)
def test_every_line_from_budget_to_net_follows_from_what_it_shows(
        cents: int, household: Household, occupation: Occupation) -> None:
    assert broken(pay_of(str(Money(cents).amount), household=household, occupation=occupation).lines) == []


@settings(max_examples=100)
@given(first=st.integers(1, 300_000), second=st.integers(1, 300_000), household=HOUSEHOLDS, occupation=OCCUPATIONS,
       strategy=st.sampled_from(["month_cumulative", "day_rule_20"]))
def test_every_line_of_a_second_contract_of_the_month_follows_too(
        first: int, second: int, household: Household, occupation: Occupation, strategy: str) -> None:
    rules = replace(pay_rules(TABLES, contract="white_collar", household=household, worked_on=SEPTEMBER,
                              paid_on=SEPTEMBER), strategy=strategy)
    before = gross_to_net(Money(first), household=household, occupation=occupation, rules=rules)
    after = gross_to_net(Money(second), household=household, occupation=occupation, rules=rules,
                         so_far=MonthSoFar(lines=before.lines, occupation=occupation), carried=Money(100))
    assert broken((*before.lines, *after.lines)) == []


@pytest.mark.parametrize(("line", "follows"), [
    ({"base": "100.00", "rate": "0.5", "amount": "50.00"}, True),
    ({"base": "100.00", "rate": "0.5", "amount": "50.01"}, False),
    ({"base": "100.00", "over": "90.00", "rate": "0.5", "plus": "3.00", "amount": "8.00"}, True),
    ({"base": "100.00", "rate": "0.5", "limit": "20.00", "amount": "20.00"}, True),
    ({"base": "100.00", "less": "150.00", "least": "0.00", "amount": "0.00"}, True),
    ({"amount": "7.00"}, True)])
def test_a_line_is_checked_by_its_own_figures(line: dict[str, str], follows: bool) -> None:
    figures = {name: Decimal(value) if name == "rate" else Money.of(value) for name, value in line.items()}
    assert Line(code="x", label="x", rule=Rule(id="r", source="s"), **figures).follows is follows  # type: ignore[arg-type]
