"""Rows of statements that always give one."""

from typing import Any


def sure(row: dict[str, Any] | None) -> dict[str, Any]:
    """The row of a statement that cannot find nothing (a count, an insert that returns)."""
    if row is None:
        raise LookupError("a statement that always gives a row gave none")
    return row
