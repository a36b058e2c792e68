"""Frozen values as plain data: the canonical content of invoices and order forms, which `from_content` reads back.

Unlike that of `shared.content`, it spells out what holds nothing: the digests of all that was issued rest on that.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from shared.money import Money

_PLAIN = frozenset({str, int, bool, type(None)})


def as_content(value: Any) -> Any:
    """Plain data: text, whole numbers, lists and maps. Money becomes `[amount, currency]`."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Money):
        return [value.text, value.currency]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list):
        return [as_content(inner) for inner in value]
    names = _names(kind)
    return {name: as_content(getattr(value, name)) for name in names} if names else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a kind of value; an invoice asks for the same few again and again."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
