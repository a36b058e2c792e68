"""Arithmetic of large numbers: by GMP or by Python alone, the numbers are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.governance.ballots.rules import powers

MODULUS = 2**127 - 1  # a prime


@given(base=st.integers(0, MODULUS), exponent=st.integers(0, 2**130))
def test_a_power_is_that_of_python(base: int, exponent: int) -> None:
    assert powers.power(base, exponent, MODULUS) == powers.power_of_python(base, exponent, MODULUS)


@given(number=st.integers(1, MODULUS - 1))
def test_an_inverse_is_that_of_python(number: int) -> None:
    assert powers.inverse(number, MODULUS) == powers.inverse_of_python(number, MODULUS)


@pytest.mark.parametrize("inverse", [powers.inverse, powers.inverse_of_python])
def test_what_has_no_inverse_is_refused_alike(inverse: powers.Inverse) -> None:
    with pytest.raises(ValueError, match=r"invertible|no inverse"):
        inverse(6, 9)
