"""The shape of an event, derived from its class: what is published is written once.

The type of each field says how it leaves the house: `date` a day, `Money` an amount, an enumeration one of its words, a
frozen dataclass a nested map, `tuple[X, ...]` a list. Where a type says too little, the field itself stands beside it:

    OrderId = Annotated[str, Id("ord")]
    Signed = Annotated[Money, MoneyField(signed=True)]
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import MISSING
from dataclasses import fields as fields_of
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, fields

from shared.errors import snake_case
from shared.fields import Count, Day, Flag, Instant, MoneyField, OneOf, Rate, Shape
from shared.money import Money

_PLAIN: Mapping[type, Callable[..., fields.Field[Any]]] = {
    str: fields.String, int: Count, bool: Flag, Decimal: Rate, date: Day, datetime: Instant, Money: MoneyField,
}


def type_of(event: type) -> str:
    """The type of an event, as it stands on the wire: `order_signed` for the class `OrderSigned`."""
    return snake_case(event.__name__)


def shapes_of(published: tuple[type, ...]) -> dict[str, type[Schema]]:
    """The published language: each type with its shape."""
    return {type_of(event): shape_of(event) for event in published}


def shape_of(event: type[Any]) -> type[Schema]:
    """The shape in which a frozen dataclass crosses the bus.

    Every field is required but those with a default: they came later, and events stored before do without them.
    """
    hints = get_type_hints(event, include_extras=True)
    named: dict[str, Any] = {
        field.name: _field(hints[field.name], field.default) for field in fields_of(event)}
    return type(event.__name__, (Shape,), {**named, "__doc__": event.__doc__, "__module__": event.__module__})


def _field(hint: Any, default: Any) -> fields.Field[Any]:
    made = _made(hint)
    made.required = default is MISSING
    if not made.required:
        made.load_default = default
    return made


def _made(hint: Any) -> fields.Field[Any]:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return next(deepcopy(extra) for extra in inside[1:] if isinstance(extra, fields.Field))
    if origin in {Union, UnionType}:
        made = _made(next(kind for kind in inside if kind is not NoneType))
        made.allow_none = True
        return made
    if origin is tuple:
        return fields.List(_made(inside[0]))
    if origin is dict:
        return fields.Dict(keys=_made(inside[0]), values=_made(inside[1]))
    return _single(hint)


def _single(hint: type[Any]) -> fields.Field[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]()
    if issubclass(hint, Enum):
        return OneOf(*(word.value for word in hint))
    return fields.Nested(shape_of(hint))
