"""What falls due by a day, each kind of a day once."""

from dataclasses import replace
from datetime import date

from services.payroll.books.rules import Obligation, OwedFor, by_due_day
from shared.money import Money

WAGE = Obligation(owed_for=OwedFor.WAGES, due_on=date(2026, 10, 7), amount=Money(100), count=1, declared=True)


def test_what_falls_due_is_added_up_by_day_and_kind_and_what_is_booked_stays_apart_from_what_is_declared() -> None:
    later = replace(WAGE, due_on=date(2026, 10, 8))
    tax = replace(WAGE, owed_for=OwedFor.WITHHOLDING, declared=False)
    found = [later, WAGE, replace(WAGE, amount=Money(50)), tax, replace(tax, declared=True),
             replace(tax, amount=Money(0))]
    assert by_due_day(found, until=date(2026, 10, 7)) == [
        replace(WAGE, amount=Money(150), count=2), replace(tax, count=2), replace(tax, declared=True)]
    assert by_due_day(found, until=date(2026, 10, 8))[-1] == later
    assert by_due_day([WAGE, replace(WAGE, amount=Money(-100))], until=WAGE.due_on) == []
