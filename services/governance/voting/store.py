"""What a voter writes down before it is sent: files named by their poll, readable by nobody else.

A file is written whole or not at all, and never replaced: who is interrupted anywhere starts again and finds what was
written, so that nothing is made twice and nothing is lost.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol


class Notes(Protocol):
    """Where a voter keeps what must not be lost."""

    def find(self, name: str) -> dict[str, Any] | None:
        """What was written under this name, or nothing."""
        ...

    def save(self, name: str, fresh: Mapping[str, Any]) -> dict[str, Any]:
        """Write something down, and what stands there: the first that was written under a name stays."""
        ...


class FolderOfNotes:
    """Notes as files in a folder of the voter's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> dict[str, Any] | None:
        """What was written under this name, or nothing."""
        file = self._folder / f"{name}.json"
        found: dict[str, Any] | None = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
        return found

    def save(self, name: str, fresh: Mapping[str, Any]) -> dict[str, Any]:
        """Write something down unless something stands there."""
        known = self.find(name)
        if known is not None:
            return known
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._folder / f".{name}.json"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(fresh, out)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(self._folder / f"{name}.json")
        return dict(fresh)


class NotesInMemory:
    """Notes that are gone with their process: for tests and stories, in which nobody is interrupted."""

    def __init__(self) -> None:
        self._notes: dict[str, dict[str, Any]] = {}

    def find(self, name: str) -> dict[str, Any] | None:
        """What was noted under this name, or nothing."""
        return self._notes.get(name)

    def save(self, name: str, fresh: Mapping[str, Any]) -> dict[str, Any]:
        """Note something unless something stands there."""
        return self._notes.setdefault(name, dict(fresh))
