"""The published language: contracts, examples, names on the wire."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from marshmallow import Schema
from marshmallow import fields as plain
from marshmallow.validate import Equal, OneOf, Regexp

from shared.bus.door import methods_of
from shared.bus.hearing import handlers_of
from shared.errors import snake_case
from shared.fields import HeardShape, Shape, ShapeNotMet, dump_exactly, load_shape
from shared.fields import OneOf as Word
from shared.homes import Home
from tests.architecture.house import House
from tests.architecture.rules_of_text import PERSONAL, SNAKE

CONTAINERS = (plain.List, plain.Nested, plain.Dict)
FREE_TEXT = {"reason", "reasons", "note", "comment", "description", "title", "text", "words", "subject"}
LOOSE = (plain.Float, plain.Decimal, plain.Raw, plain.Boolean)
IMPERSONAL = PERSONAL - {"name", "body", "ballots"}  # how many ballots were counted is nobody's secret


def every_event_has_its_contract(house: House) -> Iterator[str]:
    """An event class, its shape in `schemas.SAID` and `contracts/said/<event>.v1.json` are three sides of one thing."""
    for name, (unit, home) in house.homes.items():
        classes = {snake_case(cls.__name__): cls for cls in _event_classes(home)}
        contracts = {key.rpartition(".v")[0] for key in unit.contracts("said")}
        for kind in sorted(set(classes) | set(home.said) | contracts):
            sides = (("class", classes), ("shape", home.said), ("contract", contracts))
            if lacks := [side for side, there in sides if kind not in there]:
                yield f"{name}.{kind} lacks its {' and its '.join(lacks)}"
        for kind, cls in classes.items():
            if cls.AGGREGATE not in {field.name for field in fields(cls)}:
                yield f"{name}.{kind}: its aggregate {cls.AGGREGATE} is no field of it"


def _event_classes(home: Home) -> list[Any]:
    room = home.room("domain.events") if home.room("domain") else None
    values = vars(room).values() if room else ()
    classes = [value for value in values if isinstance(value, type) and hasattr(value, "AGGREGATE")]
    return [value for value in classes if not value.__name__.startswith("_")]


def said_examples_load_in_their_shapes(house: House) -> Iterator[str]:
    """Each published example loads in the shape that says it and is written back the same; every field is required."""
    for name, (unit, home) in house.homes.items():
        for key, contract in unit.contracts("said").items():
            kind = key.rpartition(".v")[0]
            if contract.get("type") != f"{name}.{kind}" and contract.get("type") != kind:
                yield f"{unit.where}: {key} says that it is {contract.get('type')}"
            if shape := home.said.get(kind):
                yield from (f"{name}.{kind}: {fault}" for fault in _faults_of_example(shape(), contract["example"]))


def _faults_of_example(shape: Schema, example: Mapping[str, Any]) -> Iterator[str]:
    try:
        again = dump_exactly(shape, load_shape(shape, example))
    except ShapeNotMet as refusal:
        yield f"the example does not load ({refusal.details['problems']})"
        return
    if again != example:
        yield f"the example is written back differently: {json.dumps(again)}"
    yield from (f"the field {name} is not required" for name, field in shape.fields.items() if not field.required)


def heard_examples_are_part_of_what_is_said(house: House) -> Iterator[str]:
    """What a consumer relies upon is a part of what the publisher says, and loads in the shape that hears it."""
    for name, (unit, home) in house.homes.items():
        heard = {f"{h.source}.{h.type}": h for h in handlers_of(home.service).values()}
        contracts = {key.rpartition(".v")[0]: value for key, value in unit.contracts("heard").items()}
        for event in sorted(set(heard) ^ set(contracts)):
            yield f"{name}: {event} is {'heard without a contract' if event in heard else 'a contract, and unheard'}"
        for event in sorted(set(heard) & set(contracts)):
            example = contracts[event]["example"]
            for fault in _faults_of_heard(house, event, heard[event].shape(), example):
                yield f"{name} hears {event}: {fault}"


def _faults_of_heard(house: House, event: str, shape: HeardShape, example: Mapping[str, Any]) -> Iterator[str]:
    source, _, kind = event.partition(".")
    said = house.homes[source][0].contracts("said").get(f"{kind}.v1") if source in house.homes else None
    if said is None:
        yield "nobody says it"
    else:
        yield from (f"{path} is not said" for path in _beyond(example, said["example"]))
        yield from _shape_problems(shape, said["example"], "what is said")
    yield from _shape_problems(shape, example, "the heard example")
    if relied := set(shape.fields) ^ set(example):
        yield f"its shape and its example differ in {', '.join(sorted(relied))}"


def _shape_problems(shape: HeardShape, example: Mapping[str, Any], which: str) -> Iterator[str]:
    try:
        load_shape(shape, example)
    except ShapeNotMet as refusal:
        yield f"{which} does not load ({refusal.details['problems']})"


def _beyond(part: Any, whole: Any, path: str = "") -> Iterator[str]:
    """The paths of `part` that `whole` has not, or has in another kind of value."""
    if type(part) is not type(whole):
        yield path or "the whole"
    elif isinstance(part, Mapping):
        for key, inner in part.items():
            here = f"{path}.{key}" if path else key
            yield from _beyond(inner, whole[key], here) if key in whole else [here]
    elif isinstance(part, list) and part:
        yield from _beyond(part[0], whole[0], f"{path}[]") if whole else [f"{path}[]"]


def events_hold_ids_and_no_personal_data(house: House) -> Iterator[str]:
    """Personal data never travels in an event, nor free text, in which it turns up sooner or later."""
    for name, (_, home) in house.homes.items():
        for kind, shape in home.said.items():
            for field_name, field in shape().fields.items():
                if field_name in FREE_TEXT and not (isinstance(field, Word) or _is_bound(field)):
                    yield f"{name}.{kind} says {field_name} in free text; let it be one of a list of words"
            yield from (
                f"{name}.{kind} says {path}" for path in _fields(shape()) if path.rpartition(".")[2] in IMPERSONAL
            )


def _fields(shape: Schema, path: str = "") -> Iterator[str]:
    for name, field in shape.fields.items():
        here = f"{path}.{name}" if path else name
        yield here
        inner = field.inner if isinstance(field, plain.List) else field
        if isinstance(inner, plain.Nested):
            yield from _fields(inner.schema, here)


def shapes_are_strict(house: House) -> Iterator[str]:
    """What comes in is read by the house's own fields: marshmallow's let floats, blanks and odd numbers pass.

    What goes out may be plain text, never a float or a value of any kind.
    """
    for name, (_, home) in house.homes.items():
        for method in methods_of(home.service).values():
            if not isinstance(method.takes, Shape):
                yield f"{name}.{method.name} takes a shape that is no Shape"
            yield from (f"{name}.{method.name} takes {fault}" for fault in _lenient(method.takes, strict=True))
            if method.gives is not None:
                yield from (f"{name}.{method.name} gives {fault}" for fault in _lenient(method.gives, strict=False))
        for kind, shape in home.said.items():
            yield from (f"{name}.{kind} says {fault}" for fault in _lenient(shape(), strict=False))
        for handler in handlers_of(home.service).values():
            if not issubclass(handler.shape, HeardShape):
                yield f"{name} hears {handler.source}.{handler.type} in a shape that is no HeardShape"
            yield from (f"{name}.{handler.method} takes {fault}" for fault in _lenient(handler.shape(), strict=True))


def _lenient(shape: Schema, *, strict: bool) -> Iterator[str]:
    for name, field in shape.fields.items():
        inner = field.inner if isinstance(field, plain.List) else field
        own = not type(inner).__module__.startswith("marshmallow") or isinstance(inner, CONTAINERS) or _is_bound(inner)
        if not own and (strict or isinstance(inner, LOOSE)):
            yield f"{name} as marshmallow's own {type(inner).__name__}"
        if isinstance(inner, plain.Nested):
            yield from _lenient(inner.schema, strict=strict)


def _is_bound(field: plain.Field[Any]) -> bool:
    """Text of which the shape says exactly what it may be; a pattern that ends with $ lets a line break follow."""
    checks = field.validators if isinstance(field, plain.String) else []
    return any(
        isinstance(check, OneOf | Equal) or (isinstance(check, Regexp) and check.regex.pattern.endswith(r"\Z"))
        for check in checks
    )


def readmes_tell_what_the_door_does(house: House) -> Iterator[str]:
    """A service's README names every question, command and event of its door."""
    for name, (unit, home) in house.homes.items():
        readme = unit.folder / "README.md"
        text = readme.read_text(encoding="utf-8") if readme.exists() else ""
        heard = [f"{handler.source}.{handler.type}" for handler in handlers_of(home.service).values()]
        for word in [*methods_of(home.service), *home.said, *heard]:
            if word not in text:
                yield f"{unit.where}/README.md does not name {word}"
        if any(not SNAKE.fullmatch(kind) for kind in home.said):
            yield f"{name} says an event that is not in snake_case"
