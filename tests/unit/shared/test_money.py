"""Money: exact, in one currency, and split so that nothing is lost."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from shared.money import LARGEST_CENTS, CurrencyMismatch, Money, NotAnAmount, exact, round_half_up, total

cents = st.integers(-(10**12), 10**12)
moneys = cents.map(Money)
weights = st.lists(st.decimals(0, 10**9, places=6), min_size=1, max_size=12)


def eur(amount: str) -> Money:
    return Money.of(amount)


@given(moneys)
@example(Money(-5))
@example(Money(0))
def test_an_amount_as_text_is_its_decimal(money: Money) -> None:
    assert money.text == f"{money.amount:f}" == str(Decimal(money.cents).scaleb(-2).quantize(Decimal("0.01")))
    assert Money.of(money.text) == money


@given(moneys, weights)
@example(Money(100), [Decimal(1), Decimal(1), Decimal(1)])
@example(Money(-1), [Decimal(1), Decimal(1)])
def test_the_parts_of_a_split_add_up_to_the_whole(money: Money, shares: list[Decimal]) -> None:
    assume(sum(shares) > 0)
    parts = money.split(shares)
    assert len(parts) == len(shares)
    assert total(parts) == money


@given(moneys, weights)
def test_no_part_of_a_split_is_a_whole_cent_away_from_its_exact_share(money: Money, shares: list[Decimal]) -> None:
    assume(sum(shares) > 0)
    whole = sum(Fraction(share) for share in shares)
    for part, share in zip(money.split(shares), shares, strict=True):
        assert abs(part.cents - money.cents * Fraction(share) / whole) < 1
        assert part.cents == 0 or share > 0


@given(moneys, weights)
def test_what_is_owed_splits_as_what_is_due(money: Money, shares: list[Decimal]) -> None:
    assume(sum(shares) > 0)
    assert (-money).split(shares) == [-part for part in money.split(shares)]


def test_the_odd_cents_of_a_tie_go_to_the_earlier_parts() -> None:
    assert eur("1.00").split([1, 1, 1]) == [eur("0.34"), eur("0.33"), eur("0.33")]
    assert eur("0.02").split([1, 1, 1]) == [eur("0.01"), eur("0.01"), eur("0.00")]


def test_a_part_payment_splits_an_advance_so_that_the_last_payment_recovers_the_rest() -> None:
    advance, invoice = eur("1000.01"), 121_000
    recovered = [advance.split([paid, invoice - paid])[0] for paid in (40_000, 80_000, 121_000)]
    assert recovered == [eur("330.58"), eur("661.16"), advance]


def test_a_split_stays_exact_for_figures_beyond_the_precision_of_decimals() -> None:
    shares = [Decimal("0.000000000001"), Decimal("999999999999999.999999999999"), Decimal(1)]
    assert total(Money(LARGEST_CENTS).split(shares)) == Money(LARGEST_CENTS)


@pytest.mark.parametrize("shares", [[], [0], [0, 0], [1, -1], [3, -1], [Decimal("NaN")], [0.5]])
def test_weights_that_divide_nothing_are_refused(shares: list[Any]) -> None:
    with pytest.raises(NotAnAmount):
        eur("1.00").split(shares)


@given(moneys, moneys, moneys)
def test_sums_do_not_depend_on_their_order(a: Money, b: Money, c: Money) -> None:
    assert (a + b) + c == a + (b + c) == c + b + a
    assert a - b == a + -b
    assert total([a, b, c]) == a + b + c


@given(cents)
def test_money_is_read_back_from_the_text_that_it_writes(amount: int) -> None:
    money = Money(amount)
    assert Money.of(str(money.amount)) == money
    assert str(money.amount) == f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


@given(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6))
def test_a_rate_rounds_half_away_from_zero_and_is_never_more_than_half_a_cent_off(amount: int, millionths: int) -> None:
    product = Fraction(amount * millionths, 10**6)
    rounded = Money(amount).times(Decimal(millionths).scaleb(-6))
    assert abs(rounded.cents - product) <= Fraction(1, 2)
    if product.denominator == 2:
        assert abs(rounded.cents) > abs(product)


@pytest.mark.parametrize(
    ("amount", "cent"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.00499", "0.00"), ("2.675", "2.68"), ("1.015", "1.02")],
)
def test_halves_round_away_from_zero(amount: str, cent: str) -> None:
    assert round_half_up(Decimal(amount)) == Decimal(cent)


@pytest.mark.parametrize(
    "operation",
    [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b, lambda a, b: total([a, b])],
)
def test_two_currencies_never_meet_in_one_sum(operation: Any) -> None:
    with pytest.raises(CurrencyMismatch):
        operation(Money(1, "EUR"), Money(1, "SEK"))


def test_a_total_of_another_currency_than_its_amounts_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        total([Money(1, "SEK")])


def test_equal_figures_of_two_currencies_are_different_money() -> None:
    assert Money(0, "EUR") != Money(0, "SEK")


@given(st.floats() | st.booleans() | st.none() | st.binary() | st.lists(st.integers()))
def test_floats_and_other_things_that_are_no_exact_number_are_refused(value: Any) -> None:
    for read in (exact, Money.of):
        with pytest.raises(NotAnAmount):
            read(value)


@pytest.mark.parametrize("value", ["", "x", "NaN", "Infinity", "-inf", "sNaN", "1,50", "1.2.3"])
def test_text_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(NotAnAmount):
        exact(value)


@pytest.mark.parametrize("value", ["0.001", "1e-3", "1e400", "-1e400", "10000000000000.01"])
def test_parts_of_cents_and_absurd_figures_are_refused_never_rounded(value: str) -> None:
    with pytest.raises(NotAnAmount):
        Money.of(value)


def test_the_largest_amount_is_money_and_one_cent_more_is_not() -> None:
    assert Money(LARGEST_CENTS).cents == LARGEST_CENTS
    for beyond in (LARGEST_CENTS + 1, -LARGEST_CENTS - 1):
        with pytest.raises(NotAnAmount):
            Money(beyond)


@pytest.mark.parametrize("rate", [0.21, Decimal("1e30"), Decimal("-1e30"), Decimal("Infinity")])
def test_a_rate_that_is_a_float_or_leads_beyond_all_money_is_refused(rate: Any) -> None:
    with pytest.raises(NotAnAmount):
        Money(LARGEST_CENTS).times(rate)


@pytest.mark.parametrize("currency", ["", "EU", "eur", "EURO", "E€R", "123"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(NotAnAmount):
        Money(1, currency)


def test_cents_are_whole_numbers_and_a_truth_value_is_none() -> None:
    for value in (1.0, True, Decimal(1)):
        with pytest.raises(NotAnAmount):
            Money(value)  # type: ignore[arg-type]


def test_nothing_is_false_and_a_cent_is_true() -> None:
    assert not Money.zero()
    assert Money(-1)
