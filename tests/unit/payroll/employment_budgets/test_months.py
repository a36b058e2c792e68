"""The months of an employment without an end: their wage, what brings it, how long the budget lasts, what then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from services.payroll.countries.be import LAW
from services.payroll.employment_budgets import rules
from services.payroll.employment_budgets.rules import Feed, Lent, Month
from services.payroll.employment_contracts.rules import OpenEndedEmployment, Terms
from services.payroll.wages.rules.budget import budget_for, divide
from shared.countries import load_tables
from shared.money import Money, total
from tests.unit.payroll.employment_contracts.test_terms_and_ends import employment, terms

TABLES = load_tables("services.payroll", "BE")
FIRST, SEPTEMBER = date(2026, 9, 1), (date(2026, 9, 1), date(2026, 9, 30))
AS_AGREED: Callable[[Terms, date], Money] = lambda held, _: held.gross  # noqa: E731 - a fact of these tests
RULE = LAW.budget_rule(TABLES, contract="white_collar", on=FIRST)


def month_of(of: OpenEndedEmployment, first: date, last: date) -> Month:
    found = rules.plan_month(of, first, last, wage_of=AS_AGREED)
    assert found is not None
    return found


def test_a_whole_month_pays_the_agreed_gross_for_every_weekday() -> None:
    month = month_of(employment(), *SEPTEMBER)
    assert (month.gross, len(month.hours), set(month.hours.values())) == (Money.of("3000.00"), 22, {Decimal("7.6")})


def test_a_part_timer_works_fewer_hours_on_every_weekday() -> None:
    month = month_of(employment(terms(hours="19", gross="1500.00")), *SEPTEMBER)
    assert (month.gross, sum(month.hours.values())) == (Money.of("1500.00"), Decimal("83.6"))


def test_a_first_month_that_is_not_whole_pays_its_weekdays() -> None:
    late = replace(employment(terms(from_on=date(2026, 9, 16))), starts_on=date(2026, 9, 16))
    month = month_of(late, *SEPTEMBER)  # the 16th to the 30th: 11 of 22
    assert (month.gross, len(month.hours)) == (Money.of("1500.00"), 11)


def test_a_last_month_that_is_not_whole_pays_its_weekdays() -> None:
    ended = replace(employment(), last_on=date(2026, 9, 10))
    month = month_of(ended, *SEPTEMBER)  # 8 of 22: 3000 x 8 / 22 = 1090.909...
    assert (month.gross, max(month.hours)) == (Money.of("1090.91"), date(2026, 9, 10))


def test_a_change_in_mid_month_pays_each_by_its_weekdays_and_rounds_once() -> None:
    changed = employment(terms(), terms(2, date(2026, 9, 16), "19", "1600.00"))
    month = month_of(changed, *SEPTEMBER)  # 11 of 3000 and 11 of 1600, of 22
    assert month.gross == Money.of("2300.00")
    assert {month.hours[date(2026, 9, 15)], month.hours[date(2026, 9, 16)]} == {Decimal("7.6"), Decimal("3.8")}


def test_a_month_of_unpaid_leave_is_no_month() -> None:
    on_leave = employment(terms(), terms(2, date(2026, 10, 1), "0", "0.00"))
    assert rules.plan_month(on_leave, date(2026, 10, 1), date(2026, 10, 31), wage_of=AS_AGREED) is None


def test_months_follow_each_other_up_to_the_last_day() -> None:
    ended = replace(employment(), last_on=date(2026, 10, 15))
    assert rules.next_days(ended) == SEPTEMBER
    october = rules.next_days(replace(ended, worked_out_until=date(2026, 9, 30)))
    assert october == (date(2026, 10, 1), date(2026, 10, 15))
    assert rules.next_days(replace(ended, worked_out_until=date(2026, 10, 15))) is None


def feed(number: int, left: str) -> Feed:
    return Feed(feed_id=f"fed_{number}", from_order_id="ord_1", from_part=number, invoice_id=f"inv_{number}",
                left=Money.of(left))


def test_the_oldest_budget_is_taken_first_and_what_lacks_is_told() -> None:
    slices, lacking, left = rules.slice_up(
        Lent(part=1, starts_at=0, amount=Money.of("10.00")), [feed(1, "4.00"), feed(2, "0.00"), feed(3, "5.00")])
    assert [(one.feed_id, one.starts_at, one.amount) for one in slices] == [
        ("fed_1", 0, Money.of("4.00")), ("fed_3", 400, Money.of("5.00"))]
    assert (lacking.starts_at, lacking.amount) == (900, Money.of("1.00"))
    assert [one.left for one in left] == [Money.zero()] * 3


def test_whatever_is_fed_and_needed_no_cent_is_lost() -> None:
    chance = Random(7)  # noqa: S311 - a history to be told again
    for _ in range(500):
        feeds = [feed(number, str(Decimal(chance.randrange(0, 500)) / 100)) for number in range(chance.randrange(6))]
        need = Lent(part=1, starts_at=chance.randrange(50), amount=Money(chance.randrange(1, 1500)))
        slices, lacking, left = rules.slice_up(need, feeds)
        taken = total((one.amount for one in slices), "EUR")
        assert taken + lacking.amount == need.amount
        assert taken + rules.sum_of(left, "EUR") == rules.sum_of(feeds, "EUR")
        assert not (lacking.amount and rules.sum_of(left, "EUR")), "nothing is lent while something is left"
        assert all(one.starts_at >= need.starts_at for one in slices)


@pytest.mark.parametrize("cents", [1_000_00, 2_233_61, 2_999_99, 3_000_00, 4_500_00, 12_345_67])
def test_a_month_takes_the_smallest_budget_that_pays_exactly_its_gross(cents: int) -> None:
    gross = Money(cents)
    budget = budget_for(gross, RULE)
    assert divide(budget, RULE).gross == gross
    assert divide(Money(budget.cents - 1), RULE).gross < gross


def ahead(of: OpenEndedEmployment, funds: str) -> list[rules.PlannedMonth]:
    return rules.look_ahead(of, Money.of(funds), cost_of=lambda month: budget_for(month.gross, RULE), wage_of=AS_AGREED,
                            since=rules.next_days(of))


@pytest.mark.parametrize(("funds", "months", "short"), [
    ("4781.29", 1, date(2026, 10, 1)), ("4781.28", 0, date(2026, 9, 1)), ("9562.58", 2, date(2026, 11, 1))])
def test_a_budget_carries_as_many_whole_months_as_it_pays_to_the_cent(funds: str, months: int, short: date) -> None:
    found = ahead(employment(), funds)
    assert (sum(one.carried for one in found), rules.short_from(found)) == (months, short)


def test_what_ends_before_the_budget_does_is_never_short() -> None:
    found = ahead(replace(employment(), last_on=date(2026, 9, 30)), "4781.29")
    assert (len(found), rules.short_from(found)) == (1, None)


@pytest.mark.parametrize(("on", "effective_on"), [
    (date(2026, 10, 5), None),  # eight weeks before 1 December are 6 October
    (date(2026, 10, 6), date(2026, 12, 1)),
    (date(2026, 11, 20), date(2027, 2, 1)),  # found late: nothing happens sooner than eight weeks after the warning
    (date(2026, 12, 4), date(2027, 2, 1)),
])
def test_nothing_happens_sooner_than_the_weeks_of_the_table(on: date, effective_on: date | None) -> None:
    assert rules.effective_day(date(2026, 12, 1), weeks=8, on=on) == effective_on


def test_hours_are_lowered_to_what_is_carried_at_the_same_pay_an_hour() -> None:
    found = rules.lower_hours(terms(), Money.of("2000.00"), least_hours=Decimal(15))
    # 38 x 2000 / 3000 = 25.33, to the quarter below; 3000 x 25.25 / 38
    assert found == (Decimal("25.25"), Money.of("1993.42"))


def test_hours_are_never_raised_and_too_few_are_none() -> None:
    def lowered(carried: str) -> tuple[Decimal, Money] | None:
        return rules.lower_hours(terms(), Money.of(carried), least_hours=Decimal(15))

    assert lowered("9000.00") == (Decimal(38), Money.of("3000.00"))
    assert lowered("1184.22") == (Decimal(15), Money.of("1184.21"))
    assert lowered("1184.20") is None


def test_a_day_more_of_employment_is_never_paid_less() -> None:
    grosses = [month_of(replace(employment(), last_on=FIRST + timedelta(days=n)), *SEPTEMBER).gross for n in range(30)]
    assert grosses == sorted(grosses)
    assert grosses[-1] == Money.of("3000.00")
