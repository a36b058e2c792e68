"""A channel that takes letters away the moment they appear, and notes each that it took."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.checker import Word

LOOK_S = 0.005


class Channel:
    """Empties a folder, over and over, as a bank's or an authority's uploader does."""

    def __init__(self, folder: Path) -> None:
        self.taken: list[Word] = []
        self._folder = folder
        self._leave = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take nothing more."""
        self._leave.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._leave.is_set():
            with suppress(FileNotFoundError):
                for path in sorted(self._folder.iterdir()):
                    line, _, number = path.name.rpartition(".")
                    assert path.read_text(encoding="utf-8") == f"{line} said {number}", path
                    path.unlink()
                    self.taken.append((line, int(number)))
            time.sleep(LOOK_S)
