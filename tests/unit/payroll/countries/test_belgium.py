"""Belgium's number schemes, households and payment files, each on both sides of its rule."""

from datetime import UTC, date, datetime

import pytest

from services.payroll.countries.be import LAW, household, law, numbers
from services.payroll.payments.rules import Batch, WageToSend
from services.payroll.workers.rules import Household, HouseholdKind
from shared.money import Money
from tests.unit.payroll.builders import EMPLOYER


@pytest.mark.parametrize(("number", "found"), [
    ("BE68 5390 0754 7034", "BE68539007547034"), ("BE68539007547035", None), ("TR330006100519786457841326", None)])
def test_an_account_is_right_and_reached_by_sepa(number: str, found: str | None) -> None:
    assert numbers.account_number(number) == law.Belgium().account_number(number) == found


@pytest.mark.parametrize(("number", "found"), [("85.07.30-033.28", "85073003328"), ("85073003329", None)])
def test_a_national_number_has_right_check_digits(number: str, found: str | None) -> None:
    assert numbers.person_number(number) == found


def test_a_disabled_child_counts_twice() -> None:
    assert household.counted_children(Household(kind=HouseholdKind.SINGLE, children=2, disabled_children=1)) == 3


def test_a_payment_file_names_the_company_by_its_number() -> None:
    day = date(2026, 10, 6)
    wage = WageToSend(wage_id="wag_" + "1" * 32, transfer_id="wag_" + "1" * 32, amount=Money.of("1.00"),
                      month="2026-09", pay_on=day, name="Ana", iban="BE68539007547034")
    batch = Batch(batch_id="bat_1", employer=EMPLOYER, execute_on=day, number=1, wages=(wage,))
    assert b"<Id>0403019261</Id><Issr>KBO-BCE</Issr>" in LAW.payment_file(
        batch, datetime(2026, 10, 5, tzinfo=UTC)).content
