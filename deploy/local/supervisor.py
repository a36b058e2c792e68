"""Processes that stay after the command that started them: a pid file and a log each, joined rather than doubled."""

import fcntl
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.local.processes import ask_to_end, is_alive, terminate
from shared.files import write_atomically

GRACE_S = 30


class Supervisor:
    """The processes of one folder."""

    def __init__(self, folder: Path) -> None:
        self._pids = folder / "pids"
        self.logs = folder / "logs"
        for room in (self._pids, self.logs):
            room.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one command at a time starts or stops what is in the folder."""
        with (self._pids / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def ensure(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> bool:
        """Start a process unless it runs; whether it was started now."""
        if self.process(name):
            return False
        with (self.logs / f"{name}.log").open("ab") as log:
            started = subprocess.Popen(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=log, start_new_session=True)
        note = json.dumps({"pid": started.pid, "born": _born(started.pid)})
        write_atomically(self._pids / f"{name}.pid", note.encode())  # others ask while we start
        return True

    def process(self, name: str) -> int | None:
        """The number of the process that runs under this name: never that of a stranger who got the number later."""
        try:
            note = json.loads((self._pids / f"{name}.pid").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        pid = int(note["pid"])
        return pid if is_alive(pid) and _born(pid) == note["born"] else None

    def names(self) -> list[str]:
        """Every name under which a process was started."""
        return sorted(path.stem for path in self._pids.glob("*.pid"))

    def end_all(self) -> list[str]:
        """Ask every process to finish, all at once, and wait for each; the names of those that ran."""
        running = {name: pid for name in self.names() if (pid := self.process(name))}
        for pid in running.values():
            ask_to_end(pid)
        for name in self.names():
            self.end(name)
        return sorted(running)

    def end(self, name: str) -> bool:
        """Ask a process to finish, wait for it, and kill it when it does not; whether it ended by itself."""
        pid = self.process(name)
        clean = terminate(pid, seconds=GRACE_S) if pid else True
        (self._pids / f"{name}.pid").unlink(missing_ok=True)
        return clean

    def last_words(self, name: str, lines: int = 15) -> str:
        """The end of a process's log."""
        text = (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])


def _born(pid: int) -> str:
    """When a process began, as far as the system tells: with its number it names a process for ever."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        return stat.rpartition(")")[2].split()[19]
    except OSError:
        told = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return told.stdout.strip()
