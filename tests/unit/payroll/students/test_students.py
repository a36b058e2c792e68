"""A student's hours, and what is left of a student's gross: by the published rates, worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from services.payroll.countries.be import LAW
from services.payroll.countries.be.dimona import dimona_end, dimona_in
from services.payroll.countries.be.student import solidarity_rule, student_pay
from services.payroll.declarations.rules import Act, Declaration
from services.payroll.orders.rules import Order, OrderedPart
from services.payroll.students import rules
from services.payroll.students.errors import StudiesOutsideYear
from services.payroll.students.rules import OrdinaryBecause, Quota, Studies
from services.payroll.wages.rules.budget import budget_for, divide
from services.payroll.wages.rules.occupation import FULL_MONTH
from services.payroll.wages.rules.pay import Creditor, MonthSoFar, PayFacts
from services.payroll.workers.rules import ContractKind, Household
from shared.countries import load_tables
from shared.money import Money
from tests.unit.payroll.declarations.test_declarations import ACCEPTED, SENT, form, schema

TABLES = load_tables("services.payroll", "BE")
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
STUDIES = Studies(member_id="mbr_1", year=2026, from_on=date(2026, 1, 1), until_on=date(2026, 12, 31),
                  hours_elsewhere=0, certificate="a" * 64)
WHOLE = Quota(hours=650, used=0)


def order(*hours: str, starts_on: date = FIRST, ends_on: date = LAST) -> Order:
    parts = tuple(OrderedPart(part=n, starts_on=starts_on, ends_on=ends_on, hours=Decimal(one) if one else None)
                  for n, one in enumerate(hours, start=1))
    return Order(order_id="ord_1", activity_id="act_1", member_id="mbr_1", client_id="cli_1", client_country="BE",
                 contract="white_collar", signed_on=FIRST, starts_on=starts_on, ends_on=ends_on,
                 amount=Money.of("1000.00"), parts=parts)


def test_the_rule_of_a_students_pay_names_its_source() -> None:
    rule = solidarity_rule(TABLES, LAST)
    assert (rule.rate, rule.rule.provisional) == (Decimal("0.0271"), False)
    assert student_pay(Money.of("100.00"), rule, Money.of("5.00")).net == Money.of("92.29")  # and what was carried over


def paid(gross: str, so_far: MonthSoFar | None = None, on: date = LAST) -> dict[str, Money]:
    facts = PayFacts(contract="student", household=Household(), occupation=FULL_MONTH, worked_on=on, paid_on=on,
                     so_far=so_far)
    found = LAW.gross_to_net(TABLES, Money.of(gross), facts)
    return {"net": found.net, **{line.code: line.amount for line in found.lines},
            "tax": found.owed_to(Creditor.TAX_AUTHORITY, LAW.owed_to)}


@pytest.mark.parametrize(("gross", "contribution", "net"), [
    ("1000.00", "27.10", "972.90"), ("1500.00", "40.65", "1459.35"),  # 2.71 %: EasyPay, CESSoC
    ("2233.61", "60.53", "2173.08"), ("0.18", "0.00", "0.18"), ("0.19", "0.01", "0.18"),
])
def test_a_student_pays_the_solidarity_contribution_and_nothing_else(gross: str, contribution: str, net: str) -> None:
    found = paid(gross)
    assert (found["onss_employee"], found["net"]) == (Money.of(contribution), Money.of(net))
    assert {str(found[code]) for code in ("withholding", "special_contribution", "work_bonus_a", "tax")} == {"0.00 EUR"}


def test_the_employer_pays_five_forty_two_and_sets_nothing_aside_for_holidays() -> None:
    rule = LAW.budget_rule(TABLES, contract="student", on=LAST)
    shares = divide(budget_for(Money.of("1000.00"), rule), rule)
    assert (shares.gross, shares.contributions, shares.holiday) == (
        Money.of("1000.00"), Money.of("54.20"), Money.of("0.00"))


@pytest.mark.parametrize(("year", "hours"), [(2024, 600), (2025, 650), (2026, 650)])
def test_the_hours_of_a_year_are_those_of_the_law(year: int, hours: int) -> None:
    assert TABLES.integer("student_hours", date(year, 1, 1)) == hours


@pytest.mark.parametrize(("of", "studies", "quota", "why"), [
    (order("167.2"), STUDIES, WHOLE, None),
    (order("167.2"), STUDIES, Quota(hours=650, used=482), None),  # 168 are left for 167.2
    (order("167.2"), STUDIES, Quota(hours=650, used=483), OrdinaryBecause.QUOTA_USED),
    (order("167.2"), None, WHOLE, OrdinaryBecause.NO_STUDIES),
    (order("167.2"), replace(STUDIES, until_on=date(2026, 9, 29)), WHOLE, OrdinaryBecause.NO_STUDIES),
    (order("167.2"), replace(STUDIES, from_on=date(2026, 9, 2)), WHOLE, OrdinaryBecause.NO_STUDIES),
    (order("100", "100", ends_on=date(2026, 10, 1)), STUDIES, WHOLE, OrdinaryBecause.TWO_QUARTERS),
    (order("100", ""), STUDIES, WHOLE, OrdinaryBecause.HOURS_UNKNOWN),
    (order(), STUDIES, WHOLE, OrdinaryBecause.HOURS_UNKNOWN),
])
def test_an_order_is_a_students_while_the_quota_has_room_for_all_of_it(
    of: Order, studies: Studies | None, quota: Quota, why: OrdinaryBecause | None,
) -> None:
    assert rules.why_ordinary(of, studies, quota) is why
    decided = rules.as_decided(of, studies, quota)
    assert (decided.contract, decided.planned_hours) == (
        (ContractKind.STUDENT, 168) if why is None else ("white_collar", None))


def after_work(worked: str, quota: Quota, *, late: bool = False) -> tuple[str, int | None]:
    student = replace(order("38"), contract=ContractKind.STUDENT, planned_hours=38)
    after = rules.after_work(student, [Decimal(worked)], quota, late=late)
    return after.contract, after.planned_hours


def test_more_work_reserves_more_hours_while_there_is_room_and_has_ordinary_contributions_beyond() -> None:
    assert after_work("38", Quota(hours=650, used=640)) == ("student", 38)
    assert after_work("38.1", Quota(hours=650, used=611)) == ("student", 39)
    assert after_work("38.1", Quota(hours=650, used=612)) == ("white_collar", 38)


def test_what_was_declared_late_is_outside_the_quota() -> None:
    assert after_work("38", WHOLE, late=True) == ("white_collar", 38)


@pytest.mark.parametrize(("from_on", "until_on"), [
    (date(2025, 12, 31), date(2026, 6, 1)), (date(2026, 6, 1), date(2027, 1, 1)), (date(2026, 6, 2), date(2026, 6, 1))])
def test_studies_are_stated_year_by_year(from_on: date, until_on: date) -> None:
    with pytest.raises(StudiesOutsideYear):
        rules.assert_in_year(replace(STUDIES, from_on=from_on, until_on=until_on))
    rules.assert_in_year(STUDIES)


@pytest.mark.parametrize(("declaration", "act"), [(SENT, Act.BEGIN), (ACCEPTED, Act.UPDATE), (ACCEPTED, Act.END)])
def test_planned_hours_are_valid_by_the_schema_of_the_authority(declaration: Declaration, act: Act) -> None:
    told = replace(form(declaration, act=act), planned_hours=168, contract="student")
    content = (dimona_in(told, joint_committee="XXX", worker_type="STU", planned_hours=168) if act is Act.BEGIN else
               dimona_end(told, "DimonaUpdate" if act is Act.UPDATE else "DimonaOut"))
    root = etree.fromstring(content)
    schema().assertValid(root)
    assert root.findtext(".//PlannedHoursNbr") == (None if act is Act.END else "168")
