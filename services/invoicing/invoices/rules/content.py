"""Frozen values as plain data and back: the one canonical content from which a document is made again."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from shared.money import Money

V = TypeVar("V")


def as_content(value: Any) -> Any:
    """Plain data: text, whole numbers, lists and maps. Money becomes `[amount, currency]`."""
    if isinstance(value, Money):
        return [str(value.amount), value.currency]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list):
        return [as_content(inner) for inner in value]
    if is_dataclass(value):
        return {field.name: as_content(getattr(value, field.name)) for field in fields(value)}
    return value


def from_content(kind: type[V], content: Mapping[str, Any]) -> V:
    """The frozen value of this class that the content was made from; a field that came later keeps its default."""
    hints = get_type_hints(kind)
    return kind(**{field.name: _read(hints[field.name], content[field.name])
                   for field in fields(kind) if field.name in content})  # type: ignore[arg-type]


def _read(kind: Any, content: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if content is None else _read(get_args(kind)[0], content)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], inner) for inner in content)
    if kind is Money:
        return Money.of(*content)
    if kind is date:
        return date.fromisoformat(content)
    if kind is Decimal:
        return Decimal(content)
    return from_content(kind, content) if isinstance(kind, type) and is_dataclass(kind) else content
