"""Identifiers: a prefix and a UUIDv7."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identifiers import is_id, new_id, new_uuid7


def test_new_ids_are_unique_and_each_is_greater_than_the_one_before() -> None:
    ids = [new_id("mbr") for _ in range(5_000)]
    assert ids == sorted(set(ids))


def test_a_uuid7_says_its_version_its_variant_and_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    uuid = new_uuid7()
    assert uuid.version == 7
    assert uuid.variant == "specified in RFC 4122"
    assert before <= uuid.int >> 80 <= time.time_ns() // 1_000_000 + 1


@pytest.mark.parametrize("prefix", ["mbr", "ord", "que"])
def test_a_new_id_is_an_id_of_its_prefix_and_of_no_other(prefix: str) -> None:
    assert is_id(new_id(prefix), prefix)
    assert not is_id(new_id(prefix), "zzz")


@given(st.text() | st.from_regex(r"mbr_[0-9a-fA-F]{30,34}\n?"))
def test_only_thirty_two_small_hexadecimal_digits_follow_a_prefix(value: str) -> None:
    head, digits = value[:4], value[4:]
    assert is_id(value, "mbr") == (head == "mbr_" and len(digits) == 32 and set(digits) <= set("0123456789abcdef"))
