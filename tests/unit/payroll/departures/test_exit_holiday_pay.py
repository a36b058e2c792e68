"""What is owed as holiday pay at the end of an employment, and what is withheld of it: the law worked by hand.

Royal decree of 30/3/1967 art. 46: 15.34 % of the gross of the year. Of nine months at 3,000.00, 27,000.00:
7.67 % = 2,070.90 simple, 6.80 % = 1,836.00 double, 0.87 % = 234.90 beyond, 4,141.80 in all. Social security 13.07 % of
2,070.90 = 270.67, and of 1,836.00 = 239.97; 3,631.16 is taxed. An ordinary year is 36,000.00, between 34,640 and
45,860: 42.39 % (annex III, point 53) = 1,539.25; net 2,091.91.
"""

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.countries.be import LAW
from services.payroll.countries.be.exit_pay import EXIT_PAY
from services.payroll.departures.rules import Exercise, ExerciseOwed, still_owed
from services.payroll.wages.rules.budget import budget_for, divide
from services.payroll.wages.rules.occupation import NO_DAYS
from services.payroll.wages.rules.pay import GrossToNet, HolidayPay, PayFacts, together
from services.payroll.workers.rules import Household
from shared.money import Money
from tests.unit.payroll.builders import TABLES

LAST = date(2026, 9, 30)


def owed(earned: str, *, untaken: str = "1", normal: str = "36000.00") -> HolidayPay:
    return LAW.exit_holiday_pay(TABLES, earned=Money.of(earned), untaken=Decimal(untaken), normal=Money.of(normal),
                                on=LAST)


def net_of(pay: HolidayPay, children: int = 0) -> GrossToNet:
    facts = PayFacts(contract="white_collar", household=Household(children=children), occupation=NO_DAYS,
                     worked_on=LAST, paid_on=date(2026, 10, 6), exit_pay=pay)
    found = LAW.gross_to_net(TABLES, pay.gross, facts)
    assert all(line.follows for line in found.lines)
    return found


def test_the_holiday_pay_of_nine_months_is_the_one_worked_by_hand() -> None:
    found = net_of(owed("27000.00"))
    told = {code: found[code].text for code in (
        "exit_simple", "exit_double", "exit_beyond", "gross", "onss_employee", "onss_holiday", "taxable",
        "withholding")}
    assert told == {"exit_simple": "2070.90", "exit_double": "1836.00", "exit_beyond": "234.90", "gross": "4141.80",
                    "onss_employee": "270.67", "onss_holiday": "239.97", "taxable": "3631.16", "withholding": "1539.25"}
    assert (found.net.text, found.strategy) == ("2091.91", EXIT_PAY)
    assert EXIT_PAY in LAW.alone, "it does not add up with the wages of its month"


def test_leave_that_was_taken_was_paid_so_only_its_double_pay_is_owed() -> None:
    pay = owed("36000.00", untaken="0")
    assert (pay.simple.text, pay.double.text, pay.beyond.text) == ("0.00", "2448.00", "313.20")


@pytest.mark.parametrize(("normal", "rate"), [
    ("10675.00", "0"), ("10675.01", "0.1917"), ("45860.00", "0.4239"), ("45860.01", "0.4744"), ("59900.01", "0.5350")])
def test_the_rate_follows_the_gross_of_an_ordinary_year_and_its_bound_is_within(normal: str, rate: str) -> None:
    found = net_of(owed("27000.00", normal=normal))
    assert found["withholding"] == found["taxable"].times(Decimal(rate))


@pytest.mark.parametrize(("children", "normal", "withheld"), [
    (1, "18000.00", "673.35"),  # 18,858 - 18,000 = 858.00 free; 2,773.16 x 26.25 % = 727.95, less 7.5 %: 54.60
    (1, "18858.00", "881.69"),  # nothing is free: 3,631.16 x 26.25 % = 953.18, less 7.5 %: 71.49 (953.18 - 71.49)
    (2, "28940.00", "1055.65"),  # above 22,470 nothing is free: 36.34 % = 1,319.56, less 20 %: 263.91
    (2, "28940.01", "1319.56"),  # a cent above the bound: nothing is taken off
    (5, "40520.00", "75.36"),  # 43,440 - 40,520 = 2,920.00 free; 711.16 x 42.39 % = 301.46, less 75 %: 226.10
    (6, "40520.01", "0.00"),  # 50,680 - 40,520.01 frees all of it
])
def test_children_free_a_part_and_take_off_a_share_up_to_the_bound(children: int, normal: str, withheld: str) -> None:
    assert net_of(owed("27000.00", normal=normal), children)["withholding"].text == withheld


def test_the_budget_is_what_wages_set_aside_for_it() -> None:
    pay = owed("27000.00")
    rule = LAW.exit_budget_rule(TABLES, pay, on=LAST)
    budget = budget_for(pay.gross, rule)
    assert divide(budget, rule).gross == pay.gross
    assert budget.text == "4705.08"  # 27,000 x (15.34 % + 7.67 % x 27.2 %) = 4,705.08
    assert divide(budget, rule).variable.text == "0.00"


@pytest.mark.parametrize(("days", "taken", "share"), [(20, 0, "1"), (20, 5, "0.75"), (20, 20, "0"), (20, 21, "0"),
                                                      (0, 0, "1")])
def test_of_the_year_before_the_days_not_taken_count(days: int, taken: int, share: str) -> None:
    exercise = Exercise(year=2025, earned=Money.of("1.00"), leave_days=days, taken_days=taken)
    assert exercise.untaken == Decimal(share)


def test_what_was_settled_before_is_owed_no_more_and_nothing_is_taken_back() -> None:
    def one(earned: str) -> ExerciseOwed:
        return ExerciseOwed(exercise=Exercise(year=2026, earned=Money.of(earned)), pay=owed(earned))

    assert still_owed([one("27000.00")], {2026: owed("27000.00")}) == []
    assert still_owed([one("26000.00")], {2026: owed("27000.00")}) == []
    (more,) = still_owed([one("28000.00")], {2026: owed("27000.00")})
    assert more.pay.gross.text == "153.40"
    assert together([more.pay, owed("27000.00")]).gross == owed("28000.00").gross
