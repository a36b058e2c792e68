"""JSON Schema (2020-12) from the shapes that cross the bus.

Written by hand rather than by a generator: those export exact decimals as numbers, and money must come out as what it
is on the wire, `{"amount": "30.00", "currency": "EUR"}`, text both.
"""

from collections.abc import Callable
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.fields import AMOUNT_PATTERN, Count, Day, Flag, Id, Instant, MoneyField, OneOf, Rate

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DECIMAL_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"
CURRENCY_PATTERN = "^[A-Z]{3}$"

JsonSchema = dict[str, Any]


class NotExportable(Exception):
    """A shape has a field of a kind that has no JSON Schema here."""


def schema_of(shape: Schema, *, dumped: bool = False) -> JsonSchema:
    """The JSON Schema of a shape as it is sent to us, or (`dumped`) as we send it."""
    found = shape.dump_fields if dumped else shape.load_fields
    properties = {_wire_name(name, field): field_schema(field, dumped=dumped) for name, field in found.items()}
    required = sorted(_wire_name(name, field) for name, field in found.items() if field.required)
    schema: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": shape.unknown == EXCLUDE}
    if required:
        schema["required"] = required
    if shape.__doc__ and not shape.__doc__.startswith("A shape of ours"):
        schema["description"] = " ".join(shape.__doc__.split())
    return {"type": "array", "items": schema} if shape.many else schema


def _wire_name(name: str, field: fields.Field[Any]) -> str:
    return field.data_key or name


def field_schema(field: fields.Field[Any], *, dumped: bool = False) -> JsonSchema:
    """The JSON Schema of one field."""
    schema = _kind_of(field, dumped=dumped) | _bounds(field)
    if field.allow_none:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return schema


def _kind_of(field: fields.Field[Any], *, dumped: bool) -> JsonSchema:
    if isinstance(field, fields.Nested):
        return schema_of(field.schema, dumped=dumped)
    if isinstance(field, fields.List):
        return {"type": "array", "items": field_schema(field.inner, dumped=dumped)}
    if isinstance(field, fields.Dict):
        values = field.value_field
        return {"type": "object", "additionalProperties": field_schema(values, dumped=dumped) if values else True}
    for kind, make in _KINDS:
        if isinstance(field, kind):
            return make(field)
    raise NotExportable(f"{type(field).__name__} ({field.name}) has no JSON Schema")


def _money(field: Any) -> JsonSchema:
    least = AMOUNT_PATTERN if field.signed else AMOUNT_PATTERN.replace("-?", "")
    return {
        "type": "object", "additionalProperties": False, "required": ["amount", "currency"],
        "properties": {
            "amount": {"type": "string", "pattern": least},
            "currency": {"type": "string", "pattern": CURRENCY_PATTERN},
        },
    }


def _text(field: Any) -> JsonSchema:
    pattern = field.metadata.get("pattern")
    return {"type": "string"} | ({"pattern": pattern} if pattern else {})


_KINDS: list[tuple[type, Callable[[Any], JsonSchema]]] = [
    (MoneyField, _money),
    (OneOf, lambda field: {"type": "string", "enum": list(field.words)}),
    (Id, lambda field: {"type": "string", "pattern": f"^{field.prefix}_[0-9a-f]{{32}}$"}),
    (Day, lambda _: {"type": "string", "format": "date", "pattern": DAY_PATTERN}),
    (Instant, lambda _: {"type": "string", "format": "date-time"}),
    (Rate, lambda _: {"type": "string", "pattern": DECIMAL_PATTERN}),
    (Flag, lambda _: {"type": "boolean"}),
    (Count, lambda _: {"type": "integer"}),
    (fields.Integer, lambda _: {"type": "integer"}),
    (fields.Boolean, lambda _: {"type": "boolean"}),
    (fields.String, _text),
]


def _bounds(field: fields.Field[Any]) -> JsonSchema:
    """What the field's validators say about lengths and ranges."""
    found: JsonSchema = {}
    for check in field.validators:
        if isinstance(check, validate.Length):
            found |= _length(check, items=isinstance(field, fields.List))
        elif isinstance(check, validate.Range) and not isinstance(field, Rate):  # text has no order of numbers
            found |= _given(minimum=check.min, maximum=check.max)
        elif isinstance(check, validate.Regexp):
            found["pattern"] = check.regex.pattern
    return found


def _length(check: validate.Length, *, items: bool) -> JsonSchema:
    low, high = ("minItems", "maxItems") if items else ("minLength", "maxLength")
    least, limit = (check.equal, check.equal) if check.equal is not None else (check.min, check.max)
    return _given(**{low: least, high: limit})


def _given(**bounds: Any) -> JsonSchema:
    return {name: value for name, value in bounds.items() if value is not None}
