"""The processes of a small town in which faults happen: a speaker, its relay, a listener, and their databases."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from shared.auth import new_key, sign_token

ROOT = Path(__file__).resolve().parents[2]
SPEAKER, LISTENER = "tests.faults.speaker.service:Speaker", "tests.faults.listener.service:Listener"
SPEAKER_PACKAGES = ("shared.bus", "shared.outgoing", "tests.faults.speaker")
LISTENER_PACKAGES = ("shared.bus", "tests.faults.listener")
NEXT_LISTENER = "tests.faults.listener_next.service:Listener"
NEXT_PACKAGES = (*LISTENER_PACKAGES, "tests.faults.listener_next")
PRIVATE, PUBLIC = new_key()


def desk_token() -> str:
    """A token with which words may be said."""
    return sign_token(PRIVATE, key_id="k1", subject="clerk", roles=("desk",), country="BE", seconds=3600)


def settings_of(folder: Path, amqp_uri: str, **database_urls: str) -> dict[str, str]:
    """What every process of the town is told."""
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "k1.pem").write_text(PUBLIC, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_RUNTIME_DIR") if name in os.environ}
    urls = {f"DATABASE_URL_{name.upper()}": url for name, url in database_urls.items()}
    return kept | urls | {
        "SHAREDCO_ENV": "test", "COUNTRY": "BE", "AMQP_URI": amqp_uri, "TOKEN_PUBLIC_KEYS": str(keys),
        "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(ROOT / ".local" / "pyc"),
    }


class Resident:
    """A process that can be ended in several ways, and started again."""

    def __init__(self, settings: dict[str, str], log: Path, *command: str) -> None:
        self._settings = settings
        self._log = log
        self._command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def start(self) -> "Resident":
        """Start the process; its log is continued."""
        with self._log.open("ab") as out:
            self.process = subprocess.Popen([sys.executable, *self._command], cwd=ROOT, env=self._settings, stdout=out,
                                            stderr=out)
        self.starts += 1
        return self

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def terminate(self, seconds: float = 30) -> int:
        """SIGTERM, as an orderly end; the exit code."""
        return self._end(signal.SIGTERM, seconds)

    def kill(self) -> int:
        """SIGKILL; the exit code."""
        return self._end(signal.SIGKILL, 10)

    def _end(self, how: signal.Signals, seconds: float) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(seconds)

    def published(self) -> str:
        """Everything it logged since its first start."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""


def service(settings: dict[str, str], folder: Path, name: str) -> Resident:
    """A service as production runs it; `name` is `module:Class`."""
    stem = name.split(".")[2]
    return Resident(settings, folder / f"{stem}.log", "-m", "shared.bus.runner", name)


def relay(settings: dict[str, str], folder: Path, name: str, number: int = 1) -> Resident:
    """The relay of a service as production runs it."""
    return Resident(settings, folder / f"relay-{name}-{number}.log", "-m", "shared.bus.relay", name)
