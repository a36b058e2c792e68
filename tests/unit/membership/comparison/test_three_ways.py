"""Register, capital account and bank are one figure, to the cent; so are the bank account and what it moved."""

from dataclasses import replace

import pytest

from services.membership.comparison.rules import ThreeWays

EVEN = ThreeWays(shares=2, register_cents=6_000, capital_cents=6_000, bank_cents=6_000, account_cents=6_500,
                 moved_cents=6_500)


@pytest.mark.parametrize(("changes", "difference"), [
    ({}, 0), ({"register_cents": 6_001}, 1), ({"capital_cents": 5_999}, 1), ({"bank_cents": 3_000}, 3_000),
    ({"moved_cents": 6_499}, 1), ({"account_cents": 0, "bank_cents": 5_000}, 6_500),
])
def test_the_difference_is_the_largest_of_all(changes: dict[str, int], difference: int) -> None:
    found = replace(EVEN, **changes)
    assert (found.difference, found.agree) == (difference, difference == 0)
