"""The caller and the publisher inside green processes, and the house without a broker: a process for each scene."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.builders import FreshDatabase
from tests.integration.bus.running import PACKAGES, ROOT, Greeting, environment, greeter, token
from tests.patience import PATIENT

__all__ = ["greeter"]


SILENT, ALONE = "a_broker_that_falls_silent_is_noticed", "the_house_runs_without_a_broker"
SCENES = (
    "many_calls_share_one_connection", "refusals_and_unknown_names_come_at_once",
    "nobody_waits_longer_than_the_deadline", "every_message_has_one_fate", "a_broker_that_is_away_is_said_so",
    "a_broker_that_takes_no_messages_is_waited_for",
)


def play(settings: dict[str, str], *scenes: str) -> dict[str, str]:
    """Play scenes in one process, one after the other; what went wrong in each."""
    done = subprocess.run([sys.executable, "-m", "tests.integration.bus.eventlet_scenes", *scenes], cwd=ROOT,
                          env=settings, capture_output=True, text=True, timeout=len(scenes) * PATIENT, check=False)
    assert done.returncode == 0, done.stderr
    wrong: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return wrong


@pytest.fixture(scope="module")
def played(greeter: Greeting, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every scene for which the greeter and its broker are enough."""
    folder = tmp_path_factory.mktemp("scenes")
    return play(environment(folder, greeter.amqp_uri, greeter.database_url, TOKEN=token()), *SCENES)


@pytest.mark.parametrize("scene", SCENES)
def test_a_caller_in_a_green_process(played: dict[str, str], scene: str) -> None:
    assert not played[scene], played[scene]


class Proxy:
    """Stands between a client and the broker; swallows what the broker says while a file exists."""

    def __init__(self, uri: str, swallow: Path) -> None:
        self._target = urlsplit(uri)
        self._swallow = swallow
        self._listener = socket.create_server(("127.0.0.1", 0))
        host = f"{self._target.username}:{self._target.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        self.uri = urlunsplit((self._target.scheme, host, self._target.path, "", ""))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            broker = socket.create_connection((self._target.hostname or "", self._target.port or 5672))
            threading.Thread(target=self._pump, args=(client, broker, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(broker, client, True), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, from_broker: bool) -> None:
        try:
            while data := source.recv(65_536):
                if not (from_broker and self._swallow.exists()):
                    target.sendall(data)
        except OSError:
            pass
        finally:
            source.close()
            target.close()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def proxy(greeter: Greeting, tmp_path: Path) -> Iterator[Proxy]:
    opened = Proxy(greeter.amqp_uri, tmp_path / "swallow")
    yield opened
    opened.close()


def test_a_publish_never_waits_for_a_broker_that_fell_silent(greeter: Greeting, proxy: Proxy, tmp_path: Path) -> None:
    """Stock nameko waits for ever for the confirm; and with a time-out it sends a second copy."""
    settings = environment(tmp_path, greeter.amqp_uri, greeter.database_url, TOKEN=token(), SILENT_URI=proxy.uri,
                           SWALLOW=str(tmp_path / "swallow"))
    assert play(settings, SILENT) == {SILENT: ""}


def test_the_house_runs_without_a_broker(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    settings = environment(tmp_path, "memory://", fresh_database(*PACKAGES), TOKEN=token())
    assert play(settings, ALONE) == {ALONE: ""}
