"""The published language: contracts, examples, names on the wire."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from marshmallow import Schema, missing
from marshmallow import fields as plain
from marshmallow.validate import Equal, OneOf, Regexp

from shared.bus.dispatch import methods_of
from shared.bus.handling import handlers_of
from shared.definitions import ServiceDefinition
from shared.errors import snake_case
from shared.fields import EventShape, Shape, ShapeNotMet, dump_exactly, load_shape
from shared.fields import OneOf as Word
from tests.architecture.rules_of_text import PERSONAL, SNAKE
from tests.architecture.tree import Tree

CONTAINERS = (plain.List, plain.Nested, plain.Dict)
FREE_TEXT = {"reason", "reasons", "note", "comment", "description", "title", "text", "words", "subject"}
LOOSE = (plain.Float, plain.Decimal, plain.Raw, plain.Boolean)
IMPERSONAL = PERSONAL - {"name", "body", "ballots"}  # how many ballots were counted is nobody's secret


def every_event_has_its_contract(tree: Tree) -> Iterator[str]:
    """Each event class is `PUBLISHED` and has its `contracts/published/<event>.v1.json`, and the other way round."""
    for name, (unit, definition) in tree.definitions.items():
        classes = {snake_case(cls.__name__): cls for cls in _event_classes(definition)}
        contracts = {key.rpartition(".v")[0] for key in unit.contracts("published")}
        for kind in sorted(set(classes) | set(definition.published) | contracts):
            sides = (("class", classes), ("shape", definition.published), ("contract", contracts))
            if lacks := [side for side, there in sides if kind not in there]:
                yield f"{name}.{kind} lacks its {' and its '.join(lacks)}"
        yield from (f"{name}: {cls} is an event and not PUBLISHED" for cls in _unpublished(definition))
        for kind, cls in classes.items():
            if cls.AGGREGATE not in {field.name for field in fields(cls)}:
                yield f"{name}.{kind}: its aggregate {cls.AGGREGATE} is no field of it"


def _event_classes(definition: ServiceDefinition) -> tuple[Any, ...]:
    room = definition.module("events")
    return tuple(getattr(room, "PUBLISHED", ())) if room else ()


def _unpublished(definition: ServiceDefinition) -> Iterator[str]:
    room = definition.module("events")
    published = _event_classes(definition)
    for value in vars(room).values() if room else ():
        is_event = isinstance(value, type) and hasattr(value, "AGGREGATE") and not value.__name__.startswith("_")
        if is_event and value not in published:
            yield value.__name__


def published_examples_load_in_their_shapes(tree: Tree) -> Iterator[str]:
    """Each published example loads in the shape of its class and is written back the same; every field is required."""
    for name, (unit, definition) in tree.definitions.items():
        for key, contract in unit.contracts("published").items():
            kind = key.rpartition(".v")[0]
            if contract.get("type") != f"{name}.{kind}" and contract.get("type") != kind:
                yield f"{unit.where}: {key} calls itself {contract.get('type')}"
            if shape := definition.published.get(kind):
                yield from (f"{name}.{kind}: {fault}" for fault in _faults_of_example(shape(), contract["example"]))


def _faults_of_example(shape: Schema, example: Mapping[str, Any]) -> Iterator[str]:
    try:
        again = dump_exactly(shape, load_shape(shape, example))
    except ShapeNotMet as refusal:
        yield f"the example does not load ({refusal.details['problems']})"
        return
    if again != example:
        yield f"the example is written back differently: {json.dumps(again)}"
    yield from (f"the field {name} is not required, and has no value for events from before it"
                for name, field in shape.fields.items() if not field.required and field.load_default is missing)


def consumed_examples_are_part_of_what_is_published(tree: Tree) -> Iterator[str]:
    """What a consumer relies upon is a part of what is published, and loads in the shape that consumes it."""
    for name, (unit, definition) in tree.definitions.items():
        consumed = {f"{h.source}.{h.type}": h for h in handlers_of(definition.service).values()}
        contracts = {key.rpartition(".v")[0]: value for key, value in unit.contracts("consumed").items()}
        for event in sorted(set(consumed) ^ set(contracts)):
            fault = "is consumed without a contract" if event in consumed else "has a contract and no consumer"
            yield f"{name}: {event} {fault}"
        for event in sorted(set(consumed) & set(contracts)):
            example = contracts[event]["example"]
            for fault in _faults_of_consumed(tree, event, consumed[event].shape(), example):
                yield f"{name} consumes {event}: {fault}"


def _faults_of_consumed(tree: Tree, event: str, shape: EventShape, example: Mapping[str, Any]) -> Iterator[str]:
    source, _, kind = event.partition(".")
    unit = tree.definitions[source][0] if source in tree.definitions else None
    published = unit.contracts("published").get(f"{kind}.v1") if unit else None
    if published is None:
        yield "nobody publishes it"
    else:
        yield from (f"{path} is not published" for path in _beyond(example, published["example"]))
        yield from _shape_problems(shape, published["example"], "what is published")
    yield from _shape_problems(shape, example, "the consumed example")
    if relied := set(shape.fields) ^ set(example):
        yield f"its shape and its example differ in {', '.join(sorted(relied))}"


def _shape_problems(shape: EventShape, example: Mapping[str, Any], which: str) -> Iterator[str]:
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


def events_hold_ids_and_no_personal_data(tree: Tree) -> Iterator[str]:
    """Personal data never travels in an event, nor free text, in which it turns up sooner or later."""
    for name, (_, definition) in tree.definitions.items():
        for kind, shape in definition.published.items():
            for field_name, field in shape().fields.items():
                if field_name in FREE_TEXT and not (isinstance(field, Word) or _is_bound(field)):
                    yield f"{name}.{kind} tells {field_name} in free text; let it be one of a list of words"
            yield from (
                f"{name}.{kind} tells {path}" for path in _fields(shape()) if path.rpartition(".")[2] in IMPERSONAL
            )


def _fields(shape: Schema, path: str = "") -> Iterator[str]:
    for name, field in shape.fields.items():
        here = f"{path}.{name}" if path else name
        yield here
        inner = field.inner if isinstance(field, plain.List) else field
        if isinstance(inner, plain.Nested):
            yield from _fields(inner.schema, here)


def shapes_are_strict(tree: Tree) -> Iterator[str]:
    """What comes in is read by the house's own fields: marshmallow's let floats, blanks and odd numbers pass.

    What goes out may be plain text, never a float or a value of any kind.
    """
    for name, (_, definition) in tree.definitions.items():
        for method in methods_of(definition.service).values():
            if not isinstance(method.request, Shape):
                yield f"{name}.{method.name} takes a shape that is no Shape"
            yield from (f"{name}.{method.name} takes {fault}" for fault in _lenient(method.request, strict=True))
            if method.response is not None:
                yield from (f"{name}.{method.name} gives {fault}" for fault in _lenient(method.response, strict=False))
        for kind, shape in definition.published.items():
            yield from (f"{name}.{kind} gives {fault}" for fault in _lenient(shape(), strict=False))
        for handler in handlers_of(definition.service).values():
            if not issubclass(handler.shape, EventShape):
                yield f"{name} hears {handler.source}.{handler.type} in a shape that is no EventShape"
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


def events_are_in_snake_case(tree: Tree) -> Iterator[str]:
    """An event's type on the wire is snake_case."""
    for name, (_, definition) in tree.definitions.items():
        yield from (f"{name} publishes {kind}" for kind in definition.published if not SNAKE.fullmatch(kind))
