"""Dated parameters of a country: tables as data, each row with its validity and its source.

A `.toml` file in the package of a country (see `shared.countries`) holds arrays of rows:

    [[share_nominal]]
    valid_from = 2016-01-01
    value = "30.00"
    source = "Statutes art. 8"

What stands in `law.toml` only the country's own code asks: no other country need have it. Ranges are half-open: a row
is in force from `valid_from` until the day before `valid_until`, or until the next row of
the same parameter (and the same `key`, for parameters that come in kinds) begins. A missing value is a refusal that
names parameter and day: never a default, never last year's value.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from shared.errors import ParameterMissing, Refusal
from shared.money import Money, exact

LAW = "law.toml"


class ParameterBroken(Refusal):
    """A row of a country's tables lacks its validity or its source, or two rows overlap."""

    sentence = "Parameter {parameter} in {file} is broken: {why}."


@dataclass(frozen=True, slots=True)
class Row:
    """One dated row: its fields, from when to when it holds, and where it was found."""

    name: str
    valid_from: date
    valid_until: date | None
    source: str
    fields: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on the day (half-open range)."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def __getitem__(self, field: str) -> Any:
        return self.fields[field]

    def decimal(self, field: str = "value") -> Decimal:
        """The field as an exact decimal (a rate, a number of days with halves)."""
        return exact(self.fields[field])

    def integer(self, field: str = "value") -> int:
        """The field as a whole number."""
        return int(exact(self.fields[field]))


class Tables:
    """Every dated parameter of one country that one service uses."""

    def __init__(
        self, country: str, rows: Mapping[tuple[str, str], list[Row]], own: Collection[str] = (),
    ) -> None:
        self.country = country
        self.own = frozenset(own)  # what only the country's own code asks
        self._rows = rows

    def row(self, name: str, on: date, key: str = "") -> Row:
        """The row in force on the day. Refuses with `ParameterMissing` when there is none."""
        for row in reversed(self._rows.get((name, key), ())):
            if row.holds_on(on):
                return row
        raise ParameterMissing(parameter=f"{name}.{key}" if key else name, day=on.isoformat(), country=self.country)

    def value(self, name: str, on: date, key: str = "") -> Any:
        """The field `value` of the row in force on the day."""
        return self.row(name, on, key)["value"]

    def decimal(self, name: str, on: date, key: str = "") -> Decimal:
        """The value as an exact decimal."""
        return self.row(name, on, key).decimal()

    def integer(self, name: str, on: date, key: str = "") -> int:
        """The value as a whole number."""
        return self.row(name, on, key).integer()

    def money(self, name: str, on: date, key: str = "") -> Money:
        """The value as money in the country's currency on that day."""
        return Money.of(self.value(name, on, key), str(self.value("currency", on)))

    def history(self, name: str, key: str = "") -> list[Row]:
        """Every row of a parameter, oldest first."""
        return list(self._rows.get((name, key), ()))

    def names(self) -> list[tuple[str, str]]:
        """Every (parameter, key) there is, sorted."""
        return sorted(self._rows)


def read_tables(folder: Traversable, country: str) -> Tables:
    """Read and check every table in a country's folder."""
    rows: dict[tuple[str, str], list[Row]] = {}
    own: set[str] = set()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
            own |= tables.keys() if file.name == LAW else set()
            for name, entries in tables.items():
                for entry in entries:
                    row = _read_row(name, dict(entry), file.name)
                    rows.setdefault((name, str(row.fields.get("key", ""))), []).append(row)
    return Tables(country, {where: _in_order(found) for where, found in rows.items()}, own)


def _read_row(name: str, entry: dict[str, Any], file: str) -> Row:
    for required in ("valid_from", "source"):
        if not entry.get(required):
            raise ParameterBroken(parameter=name, file=file, why=f"a row has no {required}")
    if entry.get("valid_until") and entry["valid_until"] <= entry["valid_from"]:
        raise ParameterBroken(parameter=name, file=file, why=f"the row from {entry['valid_from']} holds on no day")
    return Row(name, entry.pop("valid_from"), entry.pop("valid_until", None), entry.pop("source"), entry)


def _in_order(rows: list[Row]) -> list[Row]:
    rows = sorted(rows, key=lambda row: row.valid_from)
    for earlier, later in pairwise(rows):
        if earlier.valid_from == later.valid_from:
            raise ParameterBroken(parameter=earlier.name, file="countries", why=f"two rows from {later.valid_from}")
        if earlier.valid_until and earlier.valid_until > later.valid_from:
            raise ParameterBroken(parameter=earlier.name, file="countries", why=f"overlap at {later.valid_from}")
    return rows
