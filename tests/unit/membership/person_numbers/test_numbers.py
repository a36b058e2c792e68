"""A change of a number changes something."""

import pytest

from services.membership.person_numbers.errors import NumberUnchanged
from services.membership.person_numbers.rules import assert_changes


def test_a_change_of_a_number_changes_something() -> None:
    assert_changes("80410100150", "80010100150")
    with pytest.raises(NumberUnchanged):
        assert_changes("80010100150", "80010100150")
