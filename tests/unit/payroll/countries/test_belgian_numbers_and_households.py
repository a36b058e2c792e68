"""Belgium's number schemes and what its law makes of a household, on both sides of each rule."""

import pytest

from services.payroll.countries.be import numbers
from services.payroll.countries.be.household import counted_children, special_contribution_table
from services.payroll.countries.be.law import Belgium
from services.payroll.countries.be.payments import payments_in
from services.payroll.wages.errors import HouseholdNotSupported
from services.payroll.workers.rules import Household, HouseholdKind
from shared.money import Money


@pytest.mark.parametrize(("text", "kept"), [
    ("91.04.17-214.51", "91041721451"), ("91041721451", "91041721451"), ("91041721452", None), ("", None)])
def test_a_persons_number_is_kept_bare_when_its_check_digits_are_right(text: str, kept: str | None) -> None:
    assert numbers.person_number(text) == kept


@pytest.mark.parametrize(("text", "kept"), [("0899.997.573", "0899997573"), ("0899997574", None)])
def test_a_companys_number_is_kept_bare_when_its_check_digits_are_right(text: str, kept: str | None) -> None:
    assert numbers.company_number(text) == kept


@pytest.mark.parametrize(("text", "kept"), [("135792468", "135792468"), ("12345", None), ("0123456", None)])
def test_an_employers_number_has_six_to_nine_digits_and_no_zero_in_front(text: str, kept: str | None) -> None:
    assert numbers.employer_number(text) == kept


@pytest.mark.parametrize("text", ["TR330006100519786457841326", "ZZ000000000000", "BE24973000010139", ""])
def test_an_account_that_no_wage_can_reach_is_none(text: str) -> None:
    assert numbers.account_number(text) is None
    assert Belgium().account_number(text) is None


def test_an_account_in_the_area_is_kept_bare() -> None:
    assert numbers.account_number("BE24 9730 0001 0138") == "BE24973000010138"


def test_a_disabled_child_counts_twice_and_a_lone_parent_has_a_child() -> None:
    assert counted_children(Household(kind=HouseholdKind.LONE_PARENT, children=2, disabled_children=1)) == 3
    assert special_contribution_table(Household(kind=HouseholdKind.LONE_PARENT, children=1)) == "individual"
    with pytest.raises(HouseholdNotSupported):
        special_contribution_table(Household(kind=HouseholdKind.LONE_PARENT))


def test_the_amounts_of_a_payment_file_are_read_back_from_it() -> None:
    file = b"<Document xmlns='urn:x'><a><InstdAmt Ccy='EUR'>12.34</InstdAmt></a></Document>"
    assert payments_in(file) == [Money(1234)]
