"""Lists of members as CSV, for spreadsheets."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

COLUMNS = ("number", "name", "city", "language", "state", "shares", "overdue_calls")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def member_table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Members, one line each, under their titles; no cell begins as a formula, which spreadsheets would carry out."""
    text = StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(COLUMNS)
    for row in rows:
        cells = [str(row[name]) for name in COLUMNS]
        table.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue()
