"""What the quarterly declaration states of a worker: contributions, reductions, time; what it refuses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.payroll.countries.be import LAW
from services.payroll.countries.be.dmfa import MOST_OCCUPATIONS, BelgianSocialReturns
from services.payroll.countries.be.pay_rules import quarterly_special_contribution
from services.payroll.countries.be.social_security import special_contribution
from services.payroll.countries.be.structural import structural_rule
from services.payroll.dues.rules import period_around
from services.payroll.social_returns.errors import (
    ReturnToBeSeen,
    SeveralWorkerKinds,
    TooManyEmployments,
    TooManyToPreview,
    WageAboveCap,
    WorkersLeftOut,
)
from services.payroll.social_returns.rules import (
    MOST_PREVIEWED,
    LeftOut,
    PeriodWage,
    SocialFigures,
    StatedWorker,
    WorkerPeriod,
    assert_named,
    assert_previewed,
)
from services.payroll.workers.rules import Household, HouseholdKind
from shared.countries import load_tables
from shared.errors import ParameterMissing
from shared.money import Money
from shared.parameters import Tables

TABLES = load_tables("services.payroll", "BE")
QUARTER = period_around(date(2026, 9, 1), months=3)
DMFA = LAW.social_returns()
WAGE = PeriodWage(
    wage_id="wag_1", order_id="ord_" + "0" * 31 + "1", contract="white_collar", starts_on=date(2026, 9, 1),
    ends_on=date(2026, 9, 30), gross=Money.of("3000.00"), days=22, worked_days=22, hours=Decimal("167.2"),
    booked=Money.of("1000.00"),
    lines={"work_bonus_a": Money.of("110.54"), "work_bonus_b": Money.of("0.00"),
           "special_contribution": Money.of("19.24")})
BLUE = replace(WAGE, wage_id="wag_2", order_id="ord_" + "0" * 31 + "2", contract="blue_collar")


def worker(*wages: PeriodWage) -> WorkerPeriod:
    return WorkerPeriod(member_id="mbr_1", household=Household(), wages=wages or (WAGE,))


def test_a_month_of_a_quarter_is_stated_with_every_contribution_and_reduction() -> None:
    """Mu = 22/65; S = 8863.64; R = 395.37 + 139.92; Ps = R x mu x 1.18, as the instructions work it out."""
    found = DMFA.state(TABLES, QUARTER, worker())
    assert {one["code"]: one["amount"] for one in found.record["contributions"]} == {
        "495": 114210, "256": 30, "809": 1110, "810": 270, "831": 690, "855": 5070, "859": 300, "856": 1924}
    assert found.record["deductions"] == [{"code": "0001", "amount": 11054}]
    (one,) = found.record["occupations"]
    assert (one["reduced"], one["days"], one["type"], one["mean"]) == (21379, 2200, "0", 3800)
    assert found.owed == Money(114210 + 30 + 1110 + 270 + 690 + 5070 + 300 + 1924 - 11054 - 21379)


def test_blue_collar_work_is_stated_on_108_per_cent_with_what_is_due_each_quarter_for_holidays() -> None:
    """3240.00 x (13.07 + 25.00 + 5.57 %), type 1; neither the fund of white-collar workers nor the yearly part."""
    found = DMFA.state(TABLES, QUARTER, worker(BLUE))
    assert {one["code"]: (one["type"], one["amount"]) for one in found.record["contributions"] if "base" in one} == {
        "015": ("1", 141394), "256": ("0", 32), "809": ("5", 1199), "810": ("0", 292), "855": ("0", 5476),
        "859": ("0", 324)}
    assert {one["base"] for one in found.record["contributions"] if "base" in one} == {324000}
    assert (found.record["class"], found.record["code"]) == ("010", "015")
    (one,) = found.record["occupations"]
    assert (one["amount"], one["committee"], one["reduced"]) == (300000, "100", 21379)


def test_a_quarter_of_two_kinds_has_a_record_for_each_and_one_special_contribution_on_both() -> None:
    """Mu is 44/65 in both: beta 1.18 + 0.28 x (44/65 - 0.55); the special contribution is on 3000.00 and 3240.00."""
    white, blue = replace(WAGE, lines={}), replace(BLUE, lines={})
    found = DMFA.state(TABLES, QUARTER, worker(white, blue))
    (second,) = found.record["beside"]
    assert [(one["code"], len(one["occupations"])) for one in (found.record, second)] == [("015", 1), ("495", 1)]
    assert [one["amount"] for one in found.record["contributions"] if one["code"] == "856"] == [1704]
    assert not [one for one in second["contributions"] if one["code"] == "856"]
    assert {one["reduced"] for part in (found.record, second) for one in part["occupations"]} == {22023}
    assert found.owed == found.contributions - found.reductions
    assert found.contributions.cents == sum(
        one["amount"] for part in (found.record, second) for one in part["contributions"])


def test_short_days_are_part_time_with_their_hours_and_a_holiday_counts_a_full_day() -> None:
    short = replace(WAGE, hours=Decimal(84), worked_days=21)
    (one,) = DMFA.state(TABLES, QUARTER, worker(short)).record["occupations"]
    assert (one["type"], one["mean"], one["days"], one["hours"]) == ("1", 2000, 2200, 9160)


@pytest.mark.parametrize(("ends_on", "told"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_an_employment_that_goes_on_has_no_last_day(ends_on: date, told: bool) -> None:
    (one,) = DMFA.state(TABLES, QUARTER, worker(replace(WAGE, ends_on=ends_on))).record["occupations"]
    assert ("until" in one) is told


def test_the_special_contribution_is_settled_on_the_quarter_and_never_below_what_the_wages_bore() -> None:
    """30.99 and 1.10 % of what 9000.00 exceeds 6570.54 by; for 3000.00 the quarter alone would owe nothing."""
    assert DMFA.state(TABLES, QUARTER, worker(replace(WAGE, gross=Money.of("9000.00")))).special == Money.of("57.71")
    assert DMFA.state(TABLES, QUARTER, worker()).special == Money.of("19.24")


@pytest.mark.parametrize(("household", "pay", "due"), [
    (HouseholdKind.SINGLE, "5836.14", "0.00"), (HouseholdKind.SINGLE, "6570.54", "30.99"),
    (HouseholdKind.SINGLE, "18116.46", "182.81"), (HouseholdKind.SINGLE, "18116.47", "182.82"),
    (HouseholdKind.COUPLE_TWO_INCOMES, "20000.00", "154.92"), (HouseholdKind.COUPLE_ONE_INCOME, "30000.00", "182.82"),
])
def test_the_quarterly_table_is_the_laws(household: HouseholdKind, pay: str, due: str) -> None:
    rule = quarterly_special_contribution(TABLES, QUARTER.last_day, Household(kind=household))
    assert special_contribution(Money.of(pay), rule).amount == Money.of(due)


@pytest.mark.parametrize(("share", "beta"), [
    ("0.274", "0"), ("0.275", "1.18"), ("0.55", "1.18"), ("0.65", "1.208"), ("0.80", "1.25"), ("1", "1")])
def test_how_much_of_a_quarter_was_worked_decides_what_is_left_of_the_structural_reduction(
    share: str, beta: str,
) -> None:
    assert structural_rule(TABLES, QUARTER.last_day, "category_1").beta(Decimal(share)) == Decimal(beta)


def test_what_the_form_has_no_room_for_is_refused() -> None:
    many = [replace(WAGE, order_id=f"ord_{n:032x}", gross=Money.of("10.00")) for n in range(MOST_OCCUPATIONS + 1)]
    DMFA.state(TABLES, QUARTER, worker(*many[1:]))
    with pytest.raises(TooManyEmployments):
        DMFA.state(TABLES, QUARTER, worker(*many))
    with pytest.raises(WageAboveCap):
        DMFA.state(TABLES, QUARTER, worker(replace(WAGE, gross=Money.of("88434.01"))))
    for kind in ("artist", "student", "flexi"):
        with pytest.raises(ParameterMissing):
            DMFA.state(TABLES, QUARTER, worker(replace(WAGE, contract=kind)))
        with pytest.raises(ParameterMissing):
            DMFA.state(TABLES, QUARTER, worker(WAGE, replace(BLUE, contract=kind)))


def test_kinds_whose_reductions_follow_different_rules_are_declared_by_hand() -> None:
    (row,) = TABLES.history("dmfa_occupation", "blue_collar")
    other = Tables("BE", {**{where: TABLES.history(*where) for where in TABLES.names()}, (
        "dmfa_occupation", "blue_collar"): [replace(row, fields={**row.fields, "category": "category_2"})]})
    with pytest.raises(SeveralWorkerKinds):
        DMFA.state(other, QUARTER, worker(WAGE, BLUE))


def test_a_quarter_for_which_a_rate_is_not_known_is_refused() -> None:
    with pytest.raises(ParameterMissing):
        DMFA.state(TABLES, period_around(date(2028, 1, 1), months=3), worker())


@pytest.mark.parametrize(("first", "due"), [
    (date(2026, 7, 1), date(2026, 10, 31)), (date(2026, 10, 1), date(2027, 1, 31)),
    (date(2026, 1, 1), date(2026, 4, 30))])
def test_a_quarter_is_due_on_the_last_day_of_the_month_after(first: date, due: date) -> None:
    assert DMFA.due_on(TABLES, period_around(first, months=3)) == due


@given(cents=st.lists(st.integers(min_value=1, max_value=2_000_000), min_size=1, max_size=4),
       days=st.integers(min_value=1, max_value=23), quarters=st.integers(min_value=2, max_value=36))
@example(cents=[2, 2, 2], days=11, quarters=17)
def test_whatever_was_worked_the_sums_are_those_of_the_record_and_nothing_is_negative(
    cents: list[int], days: int, quarters: int,
) -> None:
    wages = [replace(WAGE, wage_id=f"wag_{n}", order_id=f"ord_{n:032x}", gross=Money(gross), days=days,
                     worked_days=days, hours=Decimal(days * quarters) / 4, lines={}) for n, gross in enumerate(cents)]
    found = DMFA.state(TABLES, QUARTER, worker(*wages))
    assert BelgianSocialReturns().sums(found.record) == (found.contributions.cents, found.reductions.cents)
    assert Money(0) <= found.owed <= found.contributions
    assert sum(one["amount"] for one in found.record["occupations"]) == sum(cents)


def test_figures_add_up_worker_by_worker_and_the_pool_bears_what_is_beyond_the_booked() -> None:
    statement = DMFA.state(TABLES, QUARTER, worker())
    stated: dict[str, Any] = {"worker": worker(), "statement": statement, "undeclared": ("wag_1",)}
    one = StatedWorker(place=1, before=Money.of("1.00"), booked=Money.of("900.00"), **stated)
    two = SocialFigures.nothing("EUR").plus(one).plus(one)
    assert (two.workers, two.net) == (2, statement.owed + statement.owed - Money.of("2.00"))
    assert two.difference == two.net - Money.of("1800.00")


def test_whoever_closes_names_the_number_of_those_left_out() -> None:
    left = [LeftOut(member_id="mbr_1", code="x", why="y")]
    assert_named(left, leaving_out=1, workers=5)
    assert_named([], leaving_out=0, workers=5)
    with pytest.raises(ReturnToBeSeen):
        assert_named([], leaving_out=None, workers=5)
    for wrong in (0, 2):
        with pytest.raises(WorkersLeftOut):
            assert_named(left, leaving_out=wrong, workers=5)
def test_a_preview_states_so_many_workers_while_somebody_waits_and_no_more() -> None:
    assert_previewed(MOST_PREVIEWED)
    with pytest.raises(TooManyToPreview):
        assert_previewed(MOST_PREVIEWED + 1)
