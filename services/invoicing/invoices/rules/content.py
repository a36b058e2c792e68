"""Frozen values as plain data: the canonical content of invoices and order forms, which `from_content` reads back.

Unlike that of `shared.content`, it spells out what holds nothing: the digests of all that was issued rest on that.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shared.money import Money


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
