"""An employer, a worker and a wage worked out, for the tests of documents."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from services.payroll.countries.be import LAW
from services.payroll.wages.rules.budget import budget_for
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.occupation import FULL_MONTH, NO_DAYS, Occupation
from services.payroll.wages.rules.pay import DuePart, Pay, PayFacts, Wage, work_out
from services.payroll.workers.rules import Address, Employer, Household, Worker
from shared.countries import load_tables
from shared.money import Money

TABLES = load_tables("services.payroll", "BE")
SEPTEMBER = date(2026, 9, 30)
PAY_DAY = date(2026, 10, 7)
ADDRESS = Address(street="Rue Haute", building_number="1", postcode="1000", town="Bruxelles", country="BE")
EMPLOYER = Employer(
    valid_from=date(2020, 1, 1), name="Shared Company SC", address=ADDRESS, enterprise_number="0403019261",
    onss_number="100006", iban="BE71096123456769", bic="GKCCBEBB", accident_insurer="Ethias", accident_policy="7001")
WORKER = Worker(member_id="mbr_" + "a" * 32, first_name="Zoé", last_name="Vandenbroucke", language="fr",
                national_number="85073003328", iban="BE68539007547034")


def pay_of(budget: str = "4781.20", *, household: Household | None = None, occupation: Occupation = FULL_MONTH) -> Pay:
    """A budget worked out for a white-collar worker in September 2026."""
    facts = PayFacts(contract="white_collar", household=household or Household(), occupation=occupation,
                     worked_on=SEPTEMBER, paid_on=SEPTEMBER)
    rule = LAW.budget_rule(TABLES, contract="white_collar", on=SEPTEMBER)
    return work_out(Money.of(budget), rule=rule, to_net=lambda gross: LAW.gross_to_net(TABLES, gross, facts))


def hours_of_september() -> Mapping[date, Decimal]:
    """Twenty-two full days."""
    days = (date(2026, 9, 1) + timedelta(days=n) for n in range(30))
    return {day: Decimal("7.6") for day in days if day.weekday() < 5}


def wage_of_september(*, late: bool = False) -> Wage:
    """A month's wage."""
    due = DuePart(
        order_id="ord_1", part=1, activity_id="act_1", member_id=WORKER.member_id, contract="white_collar",
        starts_on=date(2026, 9, 1), ends_on=SEPTEMBER, due_on=PAY_DAY, pay_on=PAY_DAY, late=late,
        budget=Money.of("4781.20"), hours=hours_of_september())
    return Wage(wage_id="wag_" + "0" * 31 + "1", due=due,
                occupation=Occupation(worked=Decimal(22), full=Decimal(22), days=22), pay=pay_of())


def exit_wage(children: int = 0) -> Wage:
    """The holiday pay of nine months at 3,000.00, at the end of an employment."""
    pay = LAW.exit_holiday_pay(TABLES, earned=Money.of("27000.00"), untaken=Decimal(1), normal=Money.of("36000.00"),
                               on=SEPTEMBER)
    rule = LAW.exit_budget_rule(TABLES, pay, on=SEPTEMBER)
    facts = PayFacts(contract="white_collar", household=Household(children=children), occupation=NO_DAYS,
                     worked_on=SEPTEMBER, paid_on=PAY_DAY, exit_pay=pay)
    budget = budget_for(pay.gross, rule)
    due = replace(wage_of_september().due, part=2, starts_on=SEPTEMBER, budget=budget, hours={}, exit_pay=pay)
    return Wage(wage_id="wag_" + "0" * 31 + "2", due=due, occupation=NO_DAYS, pay=work_out(
        budget, rule=rule, to_net=lambda gross: LAW.gross_to_net(TABLES, gross, facts)))


def line_of(pay: Pay, code: str) -> Line:
    """The one line with a code."""
    (found,) = [line for line in pay.lines if line.code == code]
    return found
