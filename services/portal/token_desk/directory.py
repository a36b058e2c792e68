"""Who may do what: grants with a first and a last day, read from a file that the desk's operator keeps.

The file is JSON, a list of people: `login` (the subject at the identity provider, or a key of development), `subject`
(the member id, or the employee), `name`, `language`, and `grants`: role, `from_on`, `until_on` (or null).
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role from a day until before another."""

    role: str
    from_on: date
    until_on: date | None

    def holds(self, on: date) -> bool:
        """Whether the role is held on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can log in."""

    login: str
    subject: str
    name: str
    language: str
    grants: tuple[Grant, ...]

    def roles(self, on: date) -> tuple[str, ...]:
        """The roles that are held on a day."""
        return tuple(sorted({grant.role for grant in self.grants if grant.holds(on)}))


class Directory:
    """The people of a file, read again whenever it changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read_at = 0
        self._people: dict[str, Person] = {}

    def find(self, login: str) -> Person | None:
        """The person of a login, if there is one."""
        return self._now().get(login)

    def people(self) -> list[Person]:
        """Everybody, in the file's order."""
        return list(self._now().values())

    def _now(self) -> dict[str, Person]:
        changed_at = self._file.stat().st_mtime_ns
        if changed_at != self._read_at:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            self._people = {row["login"]: _person(row) for row in rows}
            self._read_at = changed_at
        return self._people


def _person(row: dict[str, object]) -> Person:
    grants = row["grants"]
    if not isinstance(grants, list):
        raise TypeError("grants is a list")
    return Person(login=str(row["login"]), subject=str(row["subject"]), name=str(row["name"]),
                  language=str(row["language"]), grants=tuple(_grant(grant) for grant in grants))


def _grant(row: dict[str, str | None]) -> Grant:
    until = row["until_on"]
    return Grant(role=str(row["role"]), from_on=date.fromisoformat(str(row["from_on"])),
                 until_on=date.fromisoformat(until) if until else None)
