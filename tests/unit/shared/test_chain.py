"""Hash chains: every change of a row, its place or the chain's end is named at its first place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.chain import (
    GENESIS,
    Broken,
    Fault,
    Link,
    canonical,
    first_fault,
    new_salt,
    next_digest,
    salted_digest,
    salted_digest_of_bytes,
)


def chain(*rows: str) -> list[Link]:
    links, digest = [], GENESIS
    for place, row in enumerate(rows, start=1):
        digest = next_digest(digest, str(place), row)
        links.append(Link(place=place, parts=(str(place), row), digest=digest, name=f"row {place}"))
    return links


def test_the_digests_are_those_that_every_chain_of_the_house_was_made_with() -> None:
    assert next_digest(GENESIS, "a", "b") == "06056d61210ec7bd16bf251d6372579c2400ab460f433505654343f3a7c2731b"
    holder = salted_digest("salt", "Ana", "Kerkstraat 1")
    assert holder == "ddb3c539ede92c6bd9fdeb6320c13dee054e59fb1e5f10af4a8b60557c6ef4a7"
    assert salted_digest_of_bytes(b"salt", b"pdf") == "4b3a6b7d684a6076cb06c9d3c4a4af1de1a3e070f605a9324fbbc1fc5ad9fb65"


def test_an_untouched_chain_has_no_fault() -> None:
    links = chain("a", "b", "c")
    assert first_fault(links) is None
    assert first_fault(links, end=links[-1].digest) is None
    assert first_fault([], end=GENESIS) is None


@given(st.lists(st.text(alphabet="abc", max_size=3), min_size=1, max_size=8), st.data())
def test_a_changed_row_is_named_wherever_it_stands(rows: list[str], data: st.DataObject) -> None:
    links, place = chain(*rows), data.draw(st.integers(1, len(rows)))
    changed = replace(links[place - 1], parts=(str(place), rows[place - 1] + "!"))
    links[place - 1] = changed
    assert first_fault(links) == Fault(place=place, name=f"row {place}", broken=Broken.CHANGED)


def test_a_row_that_was_chained_anew_shows_at_the_next_one() -> None:
    links, other = chain("a", "b", "c"), chain("a", "x")
    assert first_fault([links[0], other[1], links[2]]) == Fault(place=3, name="row 3", broken=Broken.CHANGED)


def test_a_row_that_is_missing_or_doubled_is_named() -> None:
    first, second, third = chain("a", "b", "c")
    assert first_fault([first, third]) == Fault(place=2, name="row 3", broken=Broken.MISSING)
    assert first_fault([first, first, second]) == Fault(place=2, name="row 1", broken=Broken.MISSING)


def test_rows_that_are_gone_from_the_end_show_where_the_end_is_kept() -> None:
    links = chain("a", "b", "c")
    assert first_fault(links[:2]) is None
    assert first_fault(links[:2], end=links[2].digest) == Fault(place=2, name="row 2", broken=Broken.CUT)
    assert first_fault([], end=links[2].digest) == Fault(place=0, name="", broken=Broken.CUT)


PARTS = st.lists(st.text(alphabet=["a", "\x1e", " "]), min_size=1)


@given(PARTS, PARTS)
def test_two_different_rows_never_look_alike(one: list[str], other: list[str]) -> None:
    assert (next_digest(GENESIS, *one) == next_digest(GENESIS, *other)) == (one == other)


def test_a_part_that_holds_the_separator_is_no_text_for_a_chain() -> None:
    with pytest.raises(ValueError, match="separator"):
        next_digest(GENESIS, "a\x1fb")
    assert next_digest(GENESIS, canonical(["a\x1fb"]))  # as JSON it may


def test_a_salt_is_never_the_same() -> None:
    assert new_salt() != new_salt()
    assert len(new_salt()) == 32


def test_json_has_one_spelling_and_no_floats_that_are_none() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == canonical({"a": None, "b": [1, "é"]}) == '{"a":null,"b":[1,"é"]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))
