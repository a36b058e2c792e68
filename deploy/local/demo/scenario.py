"""The scenario, read from its files: who plays, for whom, when, and what the bank's file looks like."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

FOLDER = Path(str(resources.files("deploy.local"))) / "scenario"
SATURDAY = 5

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What the files say. Members, clients and orders by their key."""

    title: str
    days: Mapping[str, date]
    members: Mapping[str, Row]
    clients: Mapping[str, Row]
    orders: Mapping[str, Row]
    employer: Row
    assembly: Row
    receipt: Row

    def day(self, name: str) -> date:
        """A business day of the story."""
        return self.days[name]


def read_scenario(folder: Path = FOLDER) -> Scenario:
    """Read the scenario's files."""
    calendar = _read(folder, "calendar")
    return Scenario(
        title=calendar.pop("title"), days=calendar, members=_by_key(_read(folder, "people")["member"]),
        clients=_by_key(_read(folder, "clients")["client"]), orders=_by_key(_read(folder, "orders")["order"]),
        employer=_read(folder, "employer")["employer"], assembly=_read(folder, "assembly"),
        receipt=_read(folder, "expense")["receipt"],
    )


def weekdays(first: date, last: date) -> list[date]:
    """Mondays to Fridays of a period, both days included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]


def _read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def _by_key(rows: list[Row]) -> dict[str, Row]:
    return {row["key"]: row for row in rows}
