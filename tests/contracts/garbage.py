"""Garbage, and what is nearly right: values for every field of a shape, so that a call gets past the door at times."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from marshmallow import Schema
from marshmallow import fields as plain
from marshmallow.validate import OneOf as OneOfThese
from marshmallow.validate import Regexp

from shared.fields import Count, Day, Flag, Id, Instant, Matching, MoneyField, OneOf, Rate, Text

SECRET = "Personalia Zeldzaam"  # a name that must turn up in no log line and no refusal
SAMPLES = (
    SECRET,
    "x",
    "Zoë Peeters",
    "BE68539007547034",
    "BE0403170701",
    "0403170701",
    "85073003328",
    "nl",
    "fr",
    "2026-01",
    "090933755493",
    "DE123456789",
    "+32 2 555 12 12",
    "Rue de la Loi 16",
    "1000",
    "BE",
    "DE",
    "jo@example.org",
)
MOSTLY = 8  # of ten ids are ones that exist
_PLACE = re.compile(r"@([a-z]{2,5}):([0-9])")
odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(SAMPLES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
edges = st.sampled_from([date(1900, 1, 1), date(2199, 12, 31), date(2026, 9, 1), date(2026, 9, 2)])


def value_of(field: plain.Field[Any]) -> st.SearchStrategy[Any]:
    """Values that the field's own check lets pass, as they are written on the wire."""
    if isinstance(field, plain.List):
        return st.lists(value_of(field.inner), min_size=1, max_size=3) | st.just([])
    if isinstance(field, plain.Nested):
        return body_of(field.schema)
    for kind, make in MAKERS.items():
        if isinstance(field, kind):
            made: st.SearchStrategy[Any] = make(field)
            return made
    return bound_text(field) if isinstance(field, plain.String) else odd


def bound_text(field: plain.String) -> st.SearchStrategy[str]:
    """Text of which the field itself says what it may be; else any."""
    for check in field.validators:
        if isinstance(check, OneOfThese):
            return st.sampled_from(list(check.choices))
        if isinstance(check, Regexp):
            return st.sampled_from(SAMPLES) | st.from_regex(str(check.regex.pattern))
    return st.sampled_from(SAMPLES) | st.text(max_size=40)


def body_of(shape: Schema, *, garbage: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies of a shape: each field mostly right; some left out, some odd, some unknown."""

    @st.composite
    def draw_body(draw: st.DrawFn) -> dict[str, Any]:
        body = {}
        for name, field in shape.fields.items():
            luck = draw(st.integers(0, 24)) if garbage else 24
            if luck == 0 or (not field.required and luck < 9):
                continue
            body[name] = draw(odd if luck == 1 else value_of(field))
        if garbage and draw(st.integers(0, 40)) == 0:
            body[draw(st.text(max_size=10))] = draw(odd)
        return body

    return draw_body()


def _id(field: Id) -> st.SearchStrategy[str]:
    return st.integers(0, 9).map(lambda n: f"@{field.prefix}:{n}")


def with_ids(body: Any, known: Sequence[str]) -> Any:
    """The body with each place for an id filled: mostly by one that the service has told, else by a fresh one.

    Which value is drawn must not depend on what a service answered, or no run could be repeated: so ids are drawn as
    places and filled when they are sent.
    """
    if isinstance(body, dict):
        return {key: with_ids(inner, known) for key, inner in body.items()}
    if isinstance(body, list):
        return [with_ids(inner, known) for inner in body]
    if not isinstance(body, str) or not (place := _PLACE.fullmatch(body)):
        return body
    mine = [one for one in known if one.startswith(f"{place[1]}_")]
    number = int(place[2])
    return mine[-1 - number % len(mine)] if mine and number < MOSTLY else f"{place[1]}_{number:032x}"


def _text(field: Text) -> st.SearchStrategy[str]:
    return st.sampled_from(SAMPLES) | st.text(min_size=1, max_size=40)


def _money(field: MoneyField) -> st.SearchStrategy[dict[str, str]]:
    cents = st.integers(-(10**7) if field.signed else 0, 10**7) | st.sampled_from([0, 1, 3000, 10**15])
    return st.builds(
        lambda n, c: {"amount": f"{Decimal(n).scaleb(-2):f}", "currency": c},
        cents,
        st.sampled_from(["EUR", "EUR", "EUR", "EUR", "SEK"]),
    )


def _rate(field: Rate) -> st.SearchStrategy[str]:
    return st.sampled_from(["0", "1", "-1", "0.5", "7.6", "21", "999999999999999", "0.000000000001"]) | st.decimals(
        0, 100, places=2
    ).map(lambda rate: f"{rate:f}")


def _instant(field: Instant) -> st.SearchStrategy[str]:
    return st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        datetime.isoformat
    )


def _count(field: Count) -> st.SearchStrategy[int]:
    bounds = [v for v in field.validators if hasattr(v, "min") and hasattr(v, "max")]
    least, limit = (int(bounds[0].min), int(bounds[0].max)) if bounds else (0, 10)
    return st.integers(least, min(limit, least + 5)) | st.sampled_from([least, limit])


MAKERS: dict[type[Any], Any] = {
    OneOf: lambda field: st.sampled_from(field.words),
    Id: _id,
    Matching: lambda field: st.sampled_from(SAMPLES) | st.from_regex(field.metadata["pattern"]),
    Text: _text,
    Day: lambda field: (days | edges).map(date.isoformat),
    Instant: _instant,
    Count: _count,
    Flag: lambda field: st.booleans(),
    Rate: _rate,
    MoneyField: _money,
}


def ids_in(answer: Any) -> Iterable[str]:
    """Every id that stands somewhere in an answer."""
    if isinstance(answer, dict):
        for inner in answer.values():
            yield from ids_in(inner)
    elif isinstance(answer, list):
        for inner in answer:
            yield from ids_in(inner)
    elif isinstance(answer, str) and len(answer) > 32 and answer[-33:-32] == "_":
        yield answer
