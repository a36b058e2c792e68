"""Fields: what people and machines may send, and what is refused before any rule is asked."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields as plain

from shared.fields import (
    _HIDDEN,
    EARLIEST,
    LATEST,
    Count,
    Day,
    EventShape,
    Flag,
    Id,
    Instant,
    Matching,
    MoneyField,
    OneOf,
    Rate,
    Shape,
    ShapeNotMet,
    Text,
    dump_exactly,
    load_shape,
)
from shared.identifiers import new_id
from shared.money import LARGEST_CENTS, Money


class Everything(Shape):
    member_id = Id("mbr", required=True)
    words = Text(required=True, longest=20)
    kind = OneOf("yes", "no", required=True)
    form = Matching("[A-Z]{2}", required=True)
    on = Day(required=True)
    at = Instant(required=True)
    count = Count(required=True, least=1, limit=9)
    flag = Flag(required=True)
    rate = Rate(required=True)
    amount = MoneyField(required=True)


class Many(Shape):
    lines = plain.List(plain.Nested(Everything), required=True)


class Relied(EventShape):
    member_id = Id("mbr", required=True)


class Signed(Shape):
    amount = MoneyField(required=True, signed=True)


class Positive(Shape):
    amount = MoneyField(required=True, positive=True)


days = st.dates(EARLIEST, LATEST)
naive = datetime(1901, 1, 1), datetime(2199, 1, 1)  # noqa: DTZ001 - the zone is drawn beside them
instants = st.datetimes(
    *naive, timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() and not _HIDDEN.search(text)
)
values = st.fixed_dictionaries(
    {
        "member_id": st.uuids().map(lambda uuid: f"mbr_{uuid.hex}"),
        "words": words,
        "kind": st.sampled_from(["yes", "no"]),
        "form": st.sampled_from(["BE", "DE"]),
        "on": days,
        "at": instants,
        "count": st.integers(1, 9),
        "flag": st.booleans(),
        "rate": st.decimals(-(10**9), 10**9, places=6),
        "amount": st.integers(0, LARGEST_CENTS).map(Money),
    }
)
garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def sent(**changes: Any) -> dict[str, Any]:
    right = {
        "member_id": "mbr_" + "0" * 32,
        "words": "hello",
        "kind": "yes",
        "form": "BE",
        "on": "2026-11-23",
        "at": "2026-11-23T10:00:00+01:00",
        "count": 1,
        "flag": False,
        "rate": "0.065",
        "amount": {"amount": "30.00", "currency": "EUR"},
    }
    return right | changes


def problems(schema: Shape | EventShape, data: Any) -> dict[str, str]:
    with pytest.raises(ShapeNotMet) as refused:
        load_shape(schema, data)
    found: dict[str, str] = refused.value.details["problems"]
    return found


def test_a_shape_that_is_not_met_is_told_field_by_field() -> None:
    class Note(Shape):
        words = Text(required=True)

    with pytest.raises(ShapeNotMet) as refused:
        load_shape(Note(), {"words": 3, "a\nb": 1})
    assert refused.value.message == (
        r"The request does not have the expected shape: words: Not a valid string. 'a\nb': Unknown field.")
    assert ShapeNotMet(problems={"_schema": "Arguments are a map."}).message.endswith("shape: Arguments are a map.")


@given(values)
def test_what_is_written_to_the_wire_is_read_back_as_it_was(value: dict[str, Any]) -> None:
    wire = json.loads(json.dumps(dump_exactly(Everything(), value)))
    assert load_shape(Everything(), wire) == value
    assert not any(isinstance(field, float) for field in wire.values())


@given(st.lists(values, max_size=3))
def test_lists_of_shapes_are_read_back_as_they_were(lines: list[dict[str, Any]]) -> None:
    wire = json.loads(json.dumps(dump_exactly(Many(), {"lines": lines})))
    assert load_shape(Many(), wire) == {"lines": lines}


@given(st.sampled_from(sorted(sent())), garbage)
def test_garbage_in_one_field_is_refused_naming_the_field_and_not_repeating_the_value(name: str, value: Any) -> None:
    try:
        loaded = load_shape(Everything(), sent(**{name: value}))
    except ShapeNotMet as refusal:
        named = {path.split(".")[0] for path in refusal.details["problems"]}
        assert named == {name}
    else:
        assert type(loaded[name]) is type(load_shape(Everything(), sent())[name])


@given(garbage)
def test_garbage_in_place_of_the_whole_is_refused_by_name(value: Any) -> None:
    for schema in (Everything(), Many(), Relied()):
        with pytest.raises(ShapeNotMet):
            load_shape(schema, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("member_id", "ord_" + "0" * 32),
        ("member_id", "mbr_" + "0" * 31),
        ("member_id", "mbr_" + "G" * 32),
        ("member_id", "mbr_" + "0" * 32 + "\n"),
        ("words", ""),
        ("words", "   "),
        ("words", "x" * 21),
        ("words", "a\x00b"),
        ("words", "\ud800"),
        ("words", "a\uffffb"),
        ("form", "BE\n"),
        ("form", "be"),
        ("form", ["BE"]),
        ("words", 7),
        ("kind", "YES"),
        ("kind", ["yes"]),
        ("on", "2026-02-30"),
        ("on", "20261123"),
        ("on", "2026-11-23T00:00:00"),
        ("on", 20261123),
        ("on", "1899-12-31"),
        ("on", "2200-01-01"),
        ("at", "2026-11-23T10:00:00"),
        ("at", "yesterday"),
        ("at", 1.5),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("count", 0),
        ("count", 10),
        ("count", 1.0),
        ("count", "1"),
        ("count", True),
        ("flag", 0),
        ("flag", "true"),
        ("rate", 0.065),
        ("rate", 1),
        ("rate", "1e3"),
        ("rate", "NaN"),
        ("rate", "1."),
        ("rate", "\u0661"),
        ("amount", "30.00"),
        ("amount", 30),
        ("amount", {"amount": 30.0, "currency": "EUR"}),
        ("amount", {"amount": "30.00"}),
        ("amount", {"amount": "30.001", "currency": "EUR"}),
        ("amount", {"amount": "30.00", "currency": "eur"}),
        ("amount", {"amount": "-0.01", "currency": "EUR"}),
        ("amount", {"amount": "30.00", "currency": "EUR", "more": 1}),
        ("amount", {"amount": "999999999999999", "currency": "EUR"}),
        ("amount", None),
    ],
)
def test_each_field_refuses_what_only_looks_like_it(name: str, value: Any) -> None:
    assert list(problems(Everything(), sent(**{name: value}))) == [name]


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("on", "1900-01-01", date(1900, 1, 1)),
        ("on", "2199-12-31", date(2199, 12, 31)),
        ("at", "2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("words", "x" * 20, "x" * 20),
        ("count", 9, 9),
        ("rate", "-12.50", Decimal("-12.50")),
        ("rate", "0.123456789012", Decimal("0.123456789012")),
        ("amount", {"amount": "0.00", "currency": "SEK"}, Money(0, "SEK")),
        ("amount", {"amount": "1", "currency": "EUR"}, Money(100)),
    ],
)
def test_each_field_reads_what_is_just_inside_its_bounds(name: str, value: Any, read: Any) -> None:
    assert load_shape(Everything(), sent(**{name: value}))[name] == read


SECRET = "Personalia Zeldzaam"


@given(
    st.sampled_from(sorted(sent())),
    st.sampled_from(
        [
            SECRET,
            [SECRET],
            {SECRET: SECRET},
            {"amount": SECRET, "currency": "EUR"},
            {"amount": "1.00", "currency": SECRET},
        ]
    ),
)
def test_what_was_sent_is_never_repeated_in_a_refusal(name: str, value: Any) -> None:
    try:
        load_shape(Everything(), sent(**{name: value}))
    except ShapeNotMet as refusal:
        spoken = refusal.message
        assert SECRET not in spoken


def test_a_signed_amount_may_be_negative_and_a_positive_one_may_not_be_zero() -> None:
    assert load_shape(Signed(), {"amount": {"amount": "-0.01", "currency": "EUR"}}) == {"amount": Money(-1)}
    assert load_shape(Positive(), {"amount": {"amount": "0.01", "currency": "EUR"}}) == {"amount": Money(1)}
    assert problems(Positive(), {"amount": {"amount": "0.00", "currency": "EUR"}})


def test_a_shape_of_ours_refuses_unknown_fields_and_what_is_missing() -> None:
    assert problems(Everything(), sent(shout=1)) == {"shout": "Unknown field."}
    assert list(problems(Everything(), {})) == list(Everything().fields)


def test_what_is_heard_may_grow_new_fields_and_must_hold_what_is_relied_upon() -> None:
    member = new_id("mbr")
    assert load_shape(Relied(), {"member_id": member, "colour": "red"}) == {"member_id": member}
    assert list(problems(Relied(), {"colour": "red"})) == ["member_id"]


def test_problems_inside_lists_name_their_place() -> None:
    found = problems(Many(), {"lines": [sent(), sent(count=0)]})
    assert list(found) == ["lines.1.count"]


def test_an_answer_that_lacks_a_promised_field_is_a_defect_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="member_id"):
        dump_exactly(Positive.from_dict({"member_id": Id("mbr", required=True)})(), {})
    assert dump_exactly(Relied(), SimpleNamespace(member_id="mbr_1")) == {"member_id": "mbr_1"}


def test_a_rate_and_an_amount_are_never_written_as_numbers() -> None:
    wire = dump_exactly(Everything(), load_shape(Everything(), sent(rate="0.000000001")))
    assert wire["rate"] == "0.000000001"
    assert wire["amount"] == {"amount": "30.00", "currency": "EUR"}
