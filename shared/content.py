"""Frozen values as plain data and back: the one content from which a document is made again, years later.

    content = canonical(as_content(slip))                 # text with one spelling: what is chained, and kept
    slip = from_content(Slip, json.loads(content))        # the same value
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, singledispatch
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from shared.money import Money

V = TypeVar("V")


@singledispatch
def as_content(value: Any) -> Any:
    """Plain data: text, whole numbers, lists and maps. Money becomes `[amount, currency]`."""
    if not is_dataclass(value):
        raise TypeError(f"no content holds a {type(value).__name__}")
    return {field.name: as_content(getattr(value, field.name)) for field in fields(value)}


@as_content.register
def _(value: str | int | None) -> str | int | None:
    return value


@as_content.register
def _(value: Money) -> list[str]:
    return [str(value.amount), value.currency]


@as_content.register
def _(value: date) -> str:
    return value.isoformat()


@as_content.register
def _(value: Decimal) -> str:
    return format(value, "f")


@as_content.register(tuple)
@as_content.register(list)
def _(value: Sequence[Any]) -> list[Any]:
    return [as_content(inner) for inner in value]


@as_content.register(Mapping)
def _(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {as_content(key): as_content(inner) for key, inner in value.items()}


def from_content(kind: type[V], content: Mapping[str, Any]) -> V:
    """The frozen value of this class that the content was made from; a field that came later keeps its default."""
    wanted = _kinds(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: _read(wanted[name], content[name]) for name in wanted if name in content})


@cache
def _kinds(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _read(kind: Any, content: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if content is None else _read(inner[0], content)
    if origin is tuple:
        return tuple(_read(inner[0], one) for one in content)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {_read(inner[0], key): _read(inner[1], value) for key, value in content.items()}
    return _read_one(kind, content)


def _read_one(kind: Any, content: Any) -> Any:
    if kind is Money:
        return Money.of(*content)
    if kind is date:
        return date.fromisoformat(content)
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(content)
    return from_content(kind, content) if isinstance(kind, type) and is_dataclass(kind) else content
