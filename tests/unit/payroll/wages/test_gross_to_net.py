"""Gross to net for white-collar workers, against published figures; to the cent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.payroll.countries.be.gross_to_net import PayRules, gross_to_net
from services.payroll.countries.be.pay_rules import pay_rules
from services.payroll.countries.be.social_security import special_contribution
from services.payroll.countries.be.withholding import withhold
from services.payroll.wages.errors import HouseholdNotSupported, StrategyUnknown
from services.payroll.wages.rules.lines import amount_of
from services.payroll.wages.rules.occupation import FULL_MONTH, Occupation
from services.payroll.wages.rules.pay import GrossToNet, MonthSoFar
from services.payroll.workers.rules import Household, HouseholdKind
from shared.countries import load_tables
from shared.errors import ParameterMissing
from shared.money import Money

TABLES = load_tables("services.payroll", "BE")
SINGLE = Household()
FAMILY = Household(kind=HouseholdKind.COUPLE_ONE_INCOME, children=2)
SEPTEMBER = date(2026, 9, 30)


def rules(on: date = SEPTEMBER, household: Household = SINGLE, strategy: str = "month") -> PayRules:
    found = pay_rules(TABLES, contract="white_collar", household=household, worked_on=on, paid_on=on)
    return replace(found, strategy=strategy)


def worked_out(gross: str, on: date = SEPTEMBER, household: Household = SINGLE,
               occupation: Occupation = FULL_MONTH) -> GrossToNet:
    return gross_to_net(Money.of(gross), household=household, occupation=occupation, rules=rules(on, household))


PUBLISHED = [  # on, household, gross, contribution, bonus A, bonus B, taxable, fiscal bonus, tax, special, net
    (date(2026, 9, 30), SINGLE, "2200.00", "287.54", "127.54", "160.00", "2200.00", "126.33", "126.28", "10.44",
     "2063.28"),
    (date(2026, 9, 30), SINGLE, "3000.00", "392.10", "110.54", "0.00", "2718.44", "36.63", "437.87", "19.24",
     "2261.33"),
    (date(2026, 9, 30), SINGLE, "4500.00", "588.15", "0.00", "0.00", "3911.85", "0.00", "1035.98", "44.01",
     "2831.86"),
    (date(2026, 9, 30), FAMILY, "4000.00", "522.80", "0.00", "0.00",
     "3477.20", "0.00", "269.18", "34.35", "3173.67"),
    (date(2025, 2, 28), SINGLE, "2500.00", "326.75", "120.59", "74.97", "2368.81", "79.35", "261.87", "13.74",
     "2093.20"),
    (date(2025, 2, 28), SINGLE, "3500.00", "457.45", "0.00", "0.00", "3042.55", "0.00", "637.57", "24.74",
     "2380.24"),
]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: f"{case[0]}-{case[2]}")
def test_a_published_payslip_is_met_to_the_cent(case: tuple[object, ...]) -> None:
    on, household, gross, *expected = case
    wage = worked_out(gross, on, household)  # type: ignore[arg-type]
    found = [wage["onss_employee"], wage["work_bonus_a"], wage["work_bonus_b"], wage["taxable"],
             wage["fiscal_bonus_a"] + wage["fiscal_bonus_b"], wage["withholding"], wage["special_contribution"],
             wage.net]
    assert [str(one.amount) for one in found] == expected


@pytest.mark.parametrize(("taxable", "tax"), [("3000.00", "596.93"), ("2000.00", "167.01"), ("0.00", "0.00")])
def test_the_official_example_of_the_2026_scale_is_met(taxable: str, tax: str) -> None:
    nothing = Money.zero()
    assert withhold(Money.of(taxable), nothing, nothing, SINGLE, rules().withholding)[-1].amount == Money.of(tax)


@pytest.mark.parametrize(("reference", "bonus"), [
    ("2937.93", "127.54"), ("2937.94", "127.54"), ("2987.93", "113.85"), ("3403.62", "0.00"), ("3403.63", "0.00"),
])
def test_part_a_of_the_work_bonus_is_full_to_its_lower_limit_and_gone_above_its_upper(
        reference: str, bonus: str) -> None:
    assert rules().work_bonus.a.at(Money.of(reference)) == Money.of(bonus)


def test_the_bonus_is_never_more_than_the_contribution_and_part_b_is_cut_first() -> None:
    wage = worked_out("1500.00")
    assert wage["work_bonus_a"] == Money.of("127.54")
    assert wage["work_bonus_a"] + wage["work_bonus_b"] == wage["onss_employee"]


def test_half_a_month_has_half_the_bonus_of_the_wage_grossed_up() -> None:
    half = Occupation(worked=Decimal(11), full=Decimal(22), days=11)
    wage = worked_out("1500.00", occupation=half)
    assert wage["work_bonus_a"] == Money.of("55.27")  # half of 110.54, the bonus of 3000.00
    assert worked_out("3000.00", occupation=half)["work_bonus_a"] == Money.zero()


@pytest.mark.parametrize(("pay", "household", "due"), [
    ("1945.38", "single", "0.00"), ("1945.39", "single", "0.00"), ("2190.18", "single", "10.33"),
    ("3737.00", "single", "27.35"), ("4100.00", "single", "39.62"), ("6038.82", "single", "60.94"),
    ("9000.00", "single", "60.94"),
    ("1095.09", "couple_two_incomes", "0.00"), ("1095.10", "couple_two_incomes", "5.15"),
    ("1945.37", "couple_two_incomes", "5.15"), ("1945.38", "couple_two_incomes", "5.15"),
    ("2190.18", "couple_two_incomes", "14.44"), ("9000.00", "couple_two_incomes", "51.64"),
    ("1945.38", "couple_one_income", "0.00"), ("2190.18", "couple_one_income", "14.44"),
    ("9000.00", "couple_one_income", "60.94"),
])
def test_the_special_contribution_changes_at_the_limits_of_its_bands(pay: str, household: str, due: str) -> None:
    rule = rules(household=Household(kind=HouseholdKind(household))).special_contribution
    assert special_contribution(Money.of(pay), rule).amount == Money.of(due)


@pytest.mark.parametrize(("children", "reduction"), [(1, "624.00"), (8, "21996.00"), (9, "25860.00")])
def test_each_child_lowers_the_tax_of_a_year_by_the_table(children: int, reduction: str) -> None:
    family = Household(children=children)
    wage = worked_out("20000.00", household=family)
    assert wage["family_reduction"] == Money.of(reduction)


def test_a_disabled_child_counts_twice_and_a_lone_parent_has_one_reduction_more() -> None:
    disabled = worked_out("6000.00", household=Household(children=1, disabled_children=1))
    assert disabled["family_reduction"] == Money.of("1656.00")
    lone = worked_out("6000.00", household=Household(kind=HouseholdKind.LONE_PARENT, children=1))
    assert lone["family_reduction"] == Money.of("1248.00")


@pytest.mark.parametrize("household", [
    Household(kind=HouseholdKind.COUPLE_LOW_INCOME), Household(kind=HouseholdKind.COUPLE_LOW_PENSION),
    Household(dependants_over_65=1), Household(children=1, disabled_children=2),
    Household(kind=HouseholdKind.LONE_PARENT),
])
def test_a_household_without_certain_rules_is_refused_not_guessed(household: Household) -> None:
    with pytest.raises(HouseholdNotSupported):
        worked_out("3000.00", household=household)


@pytest.mark.parametrize(("worked_on", "paid_on", "parameter"), [
    (date(2025, 1, 31), date(2025, 2, 7), "work_bonus.white"), (date(2026, 12, 31), date(2027, 1, 7), "withholding"),
])
def test_a_day_without_a_table_is_refused_by_its_name(worked_on: date, paid_on: date, parameter: str) -> None:
    with pytest.raises(ParameterMissing) as refused:
        pay_rules(TABLES, contract="white_collar", household=SINGLE, worked_on=worked_on, paid_on=paid_on)
    assert refused.value.details["parameter"] == parameter


def test_several_contracts_of_one_month_are_one_month_provisionally() -> None:
    found = pay_rules(TABLES, contract="white_collar", household=SINGLE, worked_on=SEPTEMBER, paid_on=SEPTEMBER,
                      several=True)
    assert (found.strategy, found.strategy_rule.provisional) == ("month_cumulative", True)


def test_a_net_is_never_below_nothing_and_what_it_cannot_bear_is_left_to_a_later_pay() -> None:
    two_incomes = Household(kind=HouseholdKind.COUPLE_TWO_INCOMES)
    half, by_month = Occupation(worked=Decimal(11), full=Decimal(22), days=11), rules(SEPTEMBER, two_incomes,
                                                                                   "month_cumulative")
    first = gross_to_net(Money.of("1094.00"), household=two_incomes, occupation=half, rules=by_month)
    second = gross_to_net(Money.of("2.00"), household=two_incomes, occupation=half, rules=by_month,
                          so_far=MonthSoFar(lines=first.lines, occupation=half))
    assert first["special_contribution"] == Money.zero()
    assert second["special_contribution"] == Money.of("5.15")
    assert second.net == Money.zero()
    left = second["carried_over"]
    assert left > Money.zero()
    later, alone = (gross_to_net(Money.of("1000.00"), household=two_incomes, occupation=half, carried=carried,
                                 rules=rules(household=two_incomes)) for carried in (left, None))
    assert later["carried_in"] == left
    assert later.net == alone.net - left


def test_what_was_left_over_is_taken_only_as_far_as_a_pay_bears_it() -> None:
    wage = gross_to_net(Money.of("1.00"), household=SINGLE, occupation=FULL_MONTH, rules=rules(),
                        carried=Money.of("5.00"))
    assert wage.net == Money.zero()
    assert wage["carried_in"] < Money.of("5.00")


def test_an_unknown_strategy_is_refused() -> None:
    with pytest.raises(StrategyUnknown):
        gross_to_net(Money.of("1.00"), household=SINGLE, occupation=FULL_MONTH, rules=rules(strategy="guess"))


def test_month_cumulative_withholds_on_two_halves_what_it_withholds_on_the_whole() -> None:
    half = Occupation(worked=Decimal(11), full=Decimal(22), days=11)
    by_month = rules(strategy="month_cumulative")
    first = gross_to_net(Money.of("1400.00"), household=SINGLE, occupation=half, rules=by_month)
    second = gross_to_net(Money.of("1600.00"), household=SINGLE, occupation=half, rules=by_month,
                          so_far=MonthSoFar(lines=first.lines, occupation=half))
    assert first.net + second.net == worked_out("3000.00").net
    assert first["withholding"] + second["withholding"] == Money.of("437.87")
    assert second["gross"] == Money.of("1600.00")


@pytest.mark.parametrize(("days", "taxable", "tax"), [(1, "150.00", "29.85"), (10, "1500.00", "298.47"),
                                                      (20, "3000.00", "596.93")])
def test_the_day_rule_taxes_a_short_contract_as_a_share_of_a_month_of_twenty_days(
        days: int, taxable: str, tax: str) -> None:
    free = rules(strategy="day_rule_20")
    free = replace(free, contribution=replace(free.contribution, rate=Decimal(0)))  # so that gross is taxable
    worked = Occupation(worked=Decimal(days), full=Decimal(20), days=days)
    assert gross_to_net(Money.of(taxable), household=SINGLE, occupation=worked, rules=free)["withholding"] == \
        Money.of(tax)


@given(cents=st.integers(min_value=1, max_value=2_000_000))
def test_every_line_is_rounded_to_the_cent_and_the_lines_make_the_net(cents: int) -> None:
    wage = gross_to_net(Money(cents), household=SINGLE, occupation=FULL_MONTH, rules=rules())
    parts = {line.code: line.amount.cents for line in wage.lines}
    assert wage.net.cents == (
        cents - parts["onss_employee"] + parts["work_bonus_a"] + parts["work_bonus_b"] - parts["withholding"]
        - parts["special_contribution"])
    assert 0 <= wage.net.cents <= cents
    assert all(line.rule.id and line.rule.source for line in wage.lines)


@given(cents=st.integers(min_value=1, max_value=1_500_000), more=st.integers(min_value=100, max_value=100_000))
def test_a_euro_more_of_gross_never_lowers_the_net(cents: int, more: int) -> None:
    less = gross_to_net(Money(cents), household=SINGLE, occupation=FULL_MONTH, rules=rules())
    greater = gross_to_net(Money(cents + more), household=SINGLE, occupation=FULL_MONTH, rules=rules())
    assert greater.net >= less.net


def test_the_taxable_pay_counts_the_bonus_once() -> None:
    wage = worked_out("2500.00", date(2025, 2, 28))
    assert amount_of(wage.lines, "taxable") == Money.of("2500.00") - Money.of("326.75") + Money.of("195.56")
