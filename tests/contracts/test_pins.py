"""No name that others rely upon is lost: methods, fields, events, queues, headers, refusals, stored words."""

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.pins import fields, lost, present, read_pins, refusals, stored_states, with_what_is_new

PINS: dict[str, Any] = {
    "renamed": {"request fields": {"most": "limit"}, "stored states": {"bakery breads.state": "bakery loaves.state"}},
    "request fields": {"bakery.list_breads": ["after", "lines.most", "most"]},
    "answer fields": {"bakery.list_breads": ["most"]},
    "stored states": {"bakery breads.state": ["hot"]},
}


@pytest.fixture(scope="module")
def now() -> Any:
    """Every name of the code as it is."""
    return present()


def test_no_pinned_name_is_gone(now: Any) -> None:
    assert not (gone := lost(read_pins(), now)), "\n".join(gone)


def test_every_kind_of_name_is_pinned(now: Any) -> None:
    pins = read_pins()
    assert set(pins) - {"renamed"} == set(now)
    assert all(places and any(places.values()) for places in now.values())


def test_each_kind_of_name_is_missed_when_it_is_taken_out(now: Any) -> None:
    pins = read_pins()
    for kind, places in now.items():
        place = next(place for place in places if places[place] and place in pins[kind])
        without = copy.deepcopy(now)
        name = next(name for name in without[kind][place] if name in pins[kind][place])
        without[kind][place].remove(name)
        assert f"{kind}: {place} has lost {name}; whoever uses it is broken." in lost(pins, without)
        del without[kind][place]
        assert f"{kind}: {place} is gone; whoever uses it is broken." in lost(pins, without)


def test_a_name_more_breaks_nobody_and_is_pinned_by_writing_the_pins() -> None:
    now = copy.deepcopy(PINS)
    now["request fields"] |= {"bakery.get_bread": ["bread_id"]}
    assert lost(PINS, now) == []
    assert with_what_is_new(PINS, now)["request fields"]["bakery.get_bread"] == ["bread_id"]


def test_a_name_that_was_renamed_on_purpose_is_not_lost_but_only_in_its_kind() -> None:
    now = {
        "request fields": {"bakery.list_breads": ["after", "limit", "lines.limit"]},
        "answer fields": {"bakery.list_breads": ["limit"]},
        "stored states": {"bakery loaves.state": ["hot"]},
    }
    assert lost(PINS, now) == ["answer fields: bakery.list_breads has lost most; whoever uses it is broken."]
    written = with_what_is_new(PINS, now)
    assert written["request fields"] == now["request fields"]
    assert written["stored states"] == now["stored states"]
    assert written["answer fields"] == {"bakery.list_breads": ["limit", "most"]}, "what is lost stays pinned"


def test_fields_are_found_inside_lists_and_alternatives_with_the_words_that_they_may_say() -> None:
    kind = {"type": "string", "enum": ["fee", "wage"]}
    lines = {"type": "array", "items": {"type": "object", "properties": {"kind": kind}}}
    schema = {"anyOf": [{"properties": {"lines": lines}}, {"type": "null"}]}
    assert list(fields(schema)) == ["lines", "lines.kind", "lines.kind=fee", "lines.kind=wage"]


def test_refusals_and_stored_words_are_found_wherever_they_stand(tmp_path: Path) -> None:
    (folder := tmp_path / "services/bakery").mkdir(parents=True)
    (folder / "errors.py").write_text("class NoBread(errors.Refusal): ...\n\n\nclass Warm(ValueError): ...\n")
    (folder / "oven.py").write_text("class OvenIsCold(NoBread):\n    named = 'oven_cold'\n")
    (folder / "schema.sql").write_text(
        "create table flours (id text);\n"
        "create table breads (\n state text not null check (state in ('hot',\n 'cold')),\n"
        " constraint hot_on check (state not in ('raw') or on is not null)\n);\n"
    )
    assert [sorted(codes) for _, _, codes in refusals(tmp_path)] == [["no_bread", "oven_cold"]]
    assert list(stored_states(tmp_path)) == [("stored states", "bakery breads.state", ["hot", "cold"])]
