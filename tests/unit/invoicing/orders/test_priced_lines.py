"""How a price is made up: to the cent, half up, and what does not make the agreed amount is refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from services.invoicing.orders.errors import AmountNotOfItsLines, LineWorthNothing, SupplyWorthNothing
from services.invoicing.orders.rules.prices import PricedLine, Supply, Unit, assert_lines_make, lump_sum
from services.invoicing.orders.schemas import LineOfPart
from shared.money import Money


def line(
    quantity: str = "2", unit_price: str = "250.00", discount: str = "0", supply: Supply = Supply.SERVICE,
) -> PricedLine:
    return PricedLine(
        description="Rehearsal", quantity=Decimal(quantity), unit=Unit.DAY, unit_price=Decimal(unit_price),
        discount=Decimal(discount), supply=supply, currency="EUR")


@pytest.mark.parametrize(("of", "net"), [
    (line(), "500.00"), (line("3", "0.3333"), "1.00"), (line("1", "0.005"), "0.01"), (line("1", "0.0049"), "0.00"),
    (line("2.5", "33.33"), "83.33"), (line("2", "250", "0.1"), "450.00"), (line("1", "0.15", "0.1"), "0.13"),
    (line("-1", "250.00"), "-250.00"), (line("1000000", "10000000.0000"), "10000000000000.00"),
])
def test_a_line_is_quantity_times_price_less_its_discount_each_rounded_once(of: PricedLine, net: str) -> None:
    assert of.net == Money.of(net)
    assert of.gross - of.taken_off == of.net


def test_a_lump_sum_is_one_line_of_the_amount() -> None:
    assert lump_sum("Work", Money.of("10.01")).net == Money.of("10.01")


def test_the_lines_make_the_amount_to_the_cent() -> None:
    assert_lines_make(1, (), Money.of("5.00"))
    assert_lines_make(1, (line(), line("1", "0.01")), Money.of("500.01"))
    with pytest.raises(AmountNotOfItsLines):
        assert_lines_make(1, (line(), line("1", "0.01")), Money.of("500.00"))


def test_what_is_taken_back_of_one_supply_is_not_set_against_another() -> None:
    assert_lines_make(1, (line(), line("-1")), Money.of("250.00"))
    with pytest.raises(SupplyWorthNothing):
        assert_lines_make(1, (line(), line("-1", supply=Supply.COPYRIGHT)), Money.of("250.00"))
    with pytest.raises(SupplyWorthNothing):
        assert_lines_make(1, (line("1"), line("-1")), Money.of("0.00"))


def test_a_line_that_comes_to_nothing_is_refused() -> None:
    with pytest.raises(LineWorthNothing):
        assert_lines_make(1, (line(), line("1", "0")), Money.of("500.00"))


@given(st.integers(-999_999, 999_999).filter(bool), st.integers(0, 99_999_999), st.integers(0, 9_999))
def test_a_line_is_never_further_from_the_exact_figure_than_a_cent(quantity: int, price: int, discount: int) -> None:
    of = line(str(Decimal(quantity) / 1000), str(Decimal(price) / 10_000), str(Decimal(discount) / 10_000))
    exact = of.quantity * of.unit_price * (1 - of.discount)
    assert abs(of.net.amount - exact) <= Decimal("0.01")


GIVEN: dict[str, Any] = {"description": "Rehearsal", "quantity": "2", "unit": "day", "unit_price": "250.00"}


@pytest.mark.parametrize("wrong", [
    {"quantity": "0"}, {"quantity": "1.0001"}, {"quantity": 2}, {"unit": "fortnight"}, {"unit_price": "-0.01"},
    {"unit_price": "0.00001"}, {"discount": "1"}, {"discount": "-0.1"}, {"quantity": "-1", "discount": "0.1"},
    {"supply": "gambling"}, {"description": " "},
])
def test_a_line_that_makes_no_sense_is_refused_at_the_door(wrong: dict[str, Any]) -> None:
    assert LineOfPart().load(GIVEN)["supply"] == "service"
    with pytest.raises(ValidationError):
        LineOfPart().load({**GIVEN, **wrong})
