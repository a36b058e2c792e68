"""What is flagged in completed work: worked by hand from the law of 16/3/1971 and the guaranteed minimum income."""

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.countries.be import LAW
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.working_time.rules import FlagKind, long_days
from shared.countries import load_tables
from shared.money import Money

TABLES = load_tables("services.payroll", "BE")
MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)


def test_a_day_of_two_contracts_is_too_long_and_nine_hours_are_not() -> None:
    limit = TABLES.decimal("longest_working_day", MONDAY)
    (found,) = long_days("ord_1", 1, {TUESDAY: Decimal(9), MONDAY: Decimal("15.2")}, limit=limit)
    assert (found.day, found.kind, found.found, found.bound) == (MONDAY, FlagKind.DAY_TOO_LONG, "15.2", "9")
    assert long_days("ord_1", 1, {MONDAY: Decimal("9.01")}, limit=limit)


@pytest.mark.parametrize(("gross", "flagged"), [("101.52", True), ("101.53", False), ("13.80", True)])
def test_a_day_is_paid_the_share_of_the_minimum_of_its_month(gross: str, flagged: bool) -> None:
    # 2,233.61 a month since 1/7/2026, 22 weekdays in September: 101.53 a day of 7.6 hours
    least = LAW.least_gross(TABLES, Occupation(worked=Decimal(1), full=Decimal(22), days=1), MONDAY)
    assert (Money.of(gross) < least) is flagged
