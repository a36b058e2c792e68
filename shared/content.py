"""Frozen values as plain data and back: the one content from which a document is made again, years later.

    content = canonical(as_content(slip))                 # text with one spelling: what is chained, and kept
    slip = from_content(Slip, json.loads(content))        # the same value
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from shared.money import Money

V = TypeVar("V")


def as_content(value: Any) -> Any:
    """Plain data: text, whole numbers, lists and maps. Money becomes `[amount, currency]`.

    A field that holds nothing, as it does when nothing is said of it, is left out.
    """
    if (spell := _SPELT.get(type(value))) is not None:
        return spell(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = ((name, getattr(value, name), left_out) for name, left_out in _left_out(type(value)))
        return {name: held if type(held) in _PLAIN else as_content(held) for name, held, left_out in found
                if held is not None or not left_out}
    for kind, spell in _SPELT_ALIKE.items():
        if isinstance(value, kind):
            return spell(value)
    raise TypeError(f"no content holds a {type(value).__name__}")


def _list(values: Sequence[Any]) -> list[Any]:
    return [as_content(value) for value in values]


_PLAIN: Sequence[type] = (str, int, bool, type(None))
_SPELT: Mapping[type, Callable[[Any], Any]] = {
    **dict.fromkeys(_PLAIN, lambda value: value),
    Money: lambda money: [str(money.amount), money.currency],
    date: date.isoformat,
    Decimal: lambda number: format(number, "f"),
    tuple: _list,
    list: _list,
}
_SPELT_ALIKE: Mapping[type, Callable[[Any], Any]] = {
    Enum: lambda member: as_content(member.value),
    Mapping: lambda held: {as_content(key): as_content(value) for key, value in held.items()},
}


@cache
def _left_out(kind: Any) -> Sequence[tuple[str, bool]]:
    """The fields of a class, and whether each is left out when it holds nothing."""
    return [(field.name, field.default is None) for field in fields(kind)]


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
