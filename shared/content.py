"""Frozen values as plain data and back: the one content from which a document is made again, years later.

    content = canonical(as_content(slip))                 # text with one spelling: what is chained, and kept
    slip = from_content(Slip, json.loads(content))        # the same value
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    return _writer(type(value))(value)  # type: ignore[arg-type]  # a class is hashable


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """How values of a class are written, found once for each class: a payslip holds hundreds."""
    if kind in _SPELT:
        return _SPELT[kind]
    if is_dataclass(kind):
        return _writer_of_fields(kind)
    for alike, spell in _SPELT_ALIKE.items():
        if issubclass(kind, alike):
            return spell
    raise TypeError(f"no content holds a {kind.__name__}")


def _writer_of_fields(kind: Any) -> Callable[[Any], dict[str, Any]]:
    named = [(field.name, field.default is None) for field in fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        found = ((name, getattr(value, name), left_out) for name, left_out in named)
        return {name: held if type(held) in _PLAIN else as_content(held) for name, held, left_out in found
                if held is not None or not left_out}

    return write


def _list(values: Sequence[Any]) -> list[Any]:
    return [as_content(value) for value in values]


_PLAIN: AbstractSet[type] = frozenset({str, int, bool, type(None)})
_SPELT: Mapping[type, Callable[[Any], Any]] = {
    **dict.fromkeys(_PLAIN, lambda value: value),
    Money: lambda money: [money.text, money.currency],
    date: date.isoformat,
    Decimal: lambda number: format(number, "f"),
    tuple: _list,
    list: _list,
}
_SPELT_ALIKE: Mapping[type, Callable[[Any], Any]] = {
    Enum: lambda member: as_content(member.value),
    Mapping: lambda held: {as_content(key): as_content(value) for key, value in held.items()},
}


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
