"""Frozen values as content and back: every kind of field, one that came later, and what no content holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from shared.chain import canonical
from shared.content import as_content, from_content
from shared.money import Money


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    rate: Decimal
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    name: str
    count: int
    tall: bool
    on: date
    colour: Colour
    leaves: tuple[Leaf, ...]
    hours: Mapping[date, Decimal]
    worst: Leaf | None
    best: Leaf | None = None
    later: str = "as before"
    kept: Mapping[str, Leaf] = field(default_factory=dict)


LEAF = Leaf(rate=Decimal("0.1307"), amount=Money.of("-12.30"))
TREE = Tree(name="Ümit", count=3, tall=True, on=date(2026, 9, 30), worst=None, colour=Colour.RED, leaves=(LEAF, LEAF),
            hours={date(2026, 9, 30): Decimal("7.60")}, best=LEAF, kept={"one": LEAF})


def test_a_value_comes_back_from_its_content_with_every_field_and_the_same_content() -> None:
    content = canonical(as_content(TREE))
    again = from_content(Tree, json.loads(content))
    assert again == TREE
    assert isinstance(again.colour, Colour)
    assert canonical(as_content(again)) == content


def test_a_field_that_came_later_keeps_its_default_and_nothing_stays_nothing() -> None:
    content = as_content(replace(TREE, best=None))
    assert "best" not in content
    assert content["worst"] is None
    del content["later"]
    again = from_content(Tree, content)
    assert (again.later, again.best) == ("as before", None)


@pytest.mark.parametrize("value", [1.5, object(), b"bytes"])
def test_what_has_no_single_spelling_is_no_content(value: object) -> None:
    with pytest.raises(TypeError):
        as_content([value])
