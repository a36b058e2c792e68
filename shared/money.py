"""Money: exact amounts with a currency. Every rounding and every split in the house happens here.

Integer cents in the database, `Decimal` in rules, string and currency on the wire; floats are refused everywhere.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import total_ordering
from typing import Any

from shared.errors import Refusal

CENT = Decimal("0.01")
EXACT = Context(prec=100, rounding=ROUND_HALF_UP)  # wide enough that only the named places round
LARGEST_CENTS = 10**15  # far beyond any turnover; a larger figure is a mistake, not money
_CURRENCY = re.compile(r"[A-Z]{3}")


class NotAnAmount(Refusal):
    """The value cannot be read as an exact amount of whole cents."""

    sentence = "{value} is not an amount of money: write it as text with at most two decimals."


class CurrencyMismatch(Refusal):
    """Two currencies met in one sum."""

    sentence = "{left} and {right} cannot be added or compared: their currencies differ."


def round_half_up(amount: Decimal) -> Decimal:
    """Round to the cent, halves away from zero: the rounding of Belgian wage and tax rules."""
    if abs(amount) > LARGEST_CENTS:
        raise NotAnAmount(value=repr(amount))
    return amount.quantize(CENT, context=EXACT)


def exact(value: str | int | Decimal) -> Decimal:
    """Read a decimal number exactly. Floats, NaN and infinities are refused."""
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise NotAnAmount(value=repr(value))
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise NotAnAmount(value=repr(value)) from None
    if not number.is_finite():
        raise NotAnAmount(value=repr(value))
    return number


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in whole cents of one currency."""

    cents: int
    currency: str = "EUR"

    def __post_init__(self) -> None:
        if type(self.cents) is not int or abs(self.cents) > LARGEST_CENTS:
            raise NotAnAmount(value=repr(self.cents))
        if self.currency != "EUR" and not _CURRENCY.fullmatch(self.currency):
            raise NotAnAmount(value=repr(self.currency))

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "EUR") -> "Money":
        """`Money.of("12.34")`. More than two decimals are refused, never rounded away."""
        number = exact(amount)
        if number != round_half_up(number):
            raise NotAnAmount(value=repr(amount))
        return cls(int(number * 100), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str = "EUR") -> "Money":
        """The named place where a computed figure becomes money: half up to the cent."""
        return cls.of(round_half_up(amount), currency)

    @classmethod
    def zero(cls, currency: str = "EUR") -> "Money":
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def from_row(cls, row: Mapping[str, Any], column: str = "") -> "Money":
        """The amount in a row's columns `cents` (or `<column>_cents`) and `currency`."""
        return cls(row[f"{column}_cents" if column else "cents"], row["currency"])

    @property
    def amount(self) -> Decimal:
        """The amount in units, with exactly two decimals."""
        return Decimal(self.cents).scaleb(-2)

    @property
    def text(self) -> str:
        """The amount in units as text: 1234.50, -0.05."""
        units, cents = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{units}.{cents:02d}"

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=str(self), right=str(other))
        return other.cents

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.cents), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.cents < self._same(other)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        return f"{self.text} {self.currency}"

    def times(self, rate: Decimal | int) -> "Money":
        """Multiply by an exact rate and round half up to the cent. Floats are refused."""
        return Money.rounded(EXACT.multiply(self.amount, exact(rate)), self.currency)

    def split(self, weights: Sequence[Decimal | int]) -> list["Money"]:
        """Divide in proportion to the weights so that the parts add up to the whole exactly.

        Largest remainder; a tie goes to the earlier part, so the same split always gives the same answer.
        """
        exact_weights = [Fraction(exact(weight)) for weight in weights]
        if sum(exact_weights) <= 0 or min(exact_weights) < 0:
            raise NotAnAmount(value=f"weights {weights!r}")
        return [Money(part, self.currency) for part in _largest_remainder(self.cents, exact_weights)]


def _largest_remainder(cents: int, weights: Sequence[Fraction]) -> list[int]:
    sign, cents = (-1, -cents) if cents < 0 else (1, cents)
    whole = sum(weights)
    shares = [divmod(cents * weight, whole) for weight in weights]
    parts = [part for part, _ in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
    for i in by_remainder[: cents - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def total(amounts: Iterable[Money], currency: str = "EUR") -> Money:
    """The sum of the amounts, zero of `currency` when there are none."""
    cents = 0
    for amount in amounts:
        if amount.currency != currency:
            raise CurrencyMismatch(left=str(Money(cents, currency)), right=str(amount))
        cents += amount.cents
    return Money(cents, currency)
