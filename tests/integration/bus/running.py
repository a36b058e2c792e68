"""A service as a process of its own, as production runs it: started, asked, ended, read back."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from deploy.local.broker import Broker
from deploy.local.postgres import PostgresServer, fresh_name
from shared.auth import new_key, sign_token
from shared.bus.client import BusClient
from shared.errors import Refusal
from shared.migrations import migrate
from tests.patience import PATIENT, wait_until

GREETER = "tests.integration.bus.greeter.service:Greeter"
PACKAGES = ("shared.bus", "tests.integration.bus.greeter")
ROOT = Path(__file__).resolve().parents[3]
MEMBER = "mbr_" + "0" * 32
PRIVATE, PUBLIC = new_key()


def token(subject: str = "clerk", *roles: str, seconds: int = 900, key: str = PRIVATE) -> str:
    """A token of the house in which the greeter runs."""
    return sign_token(key, key_id="k1", subject=subject, roles=roles or ("desk",), country="BE", seconds=seconds)


def environment(folder: Path, amqp_uri: str, database_url: str, **more: str) -> dict[str, str]:
    """The settings of a greeter's process."""
    keys = folder / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "k1.pem").write_text(PUBLIC, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_RUNTIME_DIR") if name in os.environ}
    return kept | {
        "SHAREDCO_ENV": "test", "COUNTRY": "BE", "AMQP_URI": amqp_uri, "TOKEN_PUBLIC_KEYS": str(keys),
        "DATABASE_URL_GREETER": database_url, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    } | more


class Running:
    """A process of the runner (or of another module)."""

    def __init__(
        self, settings: dict[str, str], folder: Path, *services: str, module: str = "shared.bus.runner",
    ) -> None:
        self.log = folder / f"service-{time.monotonic_ns()}.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-m", module, *services], cwd=ROOT, env=settings,
                                            stdout=out, stderr=out)

    def published(self) -> str:
        """Everything the process logged."""
        return self.log.read_text(encoding="utf-8")

    def until_said(self, words: str, *, times: int = 1, seconds: float = PATIENT) -> None:
        """Wait until the process logged these words."""
        wait_until(lambda: self.published().count(words) >= times, lambda: f"{words!r} in\n{self.published()}")

    def terminate(self, seconds: float = PATIENT) -> int:
        """SIGTERM, as Kubernetes ends a pod; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.wait(PATIENT)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(holds: Callable[[], object], _seconds: float = PATIENT, what: Callable[[], str] | str = "it") -> None:
    """Wait until something holds, or fail."""
    wait_until(holds, what)


@contextmanager
def running(settings: dict[str, str], folder: Path, *services: str) -> Iterator[Running]:
    """A process that consumes its requests, ended at the end however the test went."""
    started = Running(settings, folder, *(services or (GREETER,)))
    try:
        started.until_said("rpc_consuming")
        yield started
    finally:
        if started.process.poll() is None:
            started.kill()


@dataclass(frozen=True)
class Greeting:
    """A greeter that runs, and how to reach it."""

    running: Running
    amqp_uri: str
    database_url: str


@pytest.fixture(scope="module")
def greeter(broker: Broker, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Greeting]:
    """A greeter in a process of its own, shared by the tests of a file."""
    name, folder = fresh_name("greeter"), tmp_path_factory.mktemp("greeter")
    uri, url = broker.open_vhost(name), postgres.create(name)
    migrate(url, PACKAGES)
    with running(environment(folder, uri, url, RPC_BODY_LIMIT="20000"), folder) as started:
        yield Greeting(started, uri, url)
    postgres.drop(name)
    broker.close_vhost(name)


@pytest.fixture
def client(greeter: Greeting) -> Iterator[BusClient]:
    """A plain client of a clerk."""
    with BusClient(greeter.amqp_uri, token=token()) as client:
        yield client


def visits(database_url: str) -> int:
    """How many visits are committed."""
    with psycopg.connect(database_url) as conn:
        row = conn.execute("select count(*) from visits").fetchone()
        assert row
        return int(row[0])


def refusal_of(client: BusClient, target: str, **kwargs: object) -> str:
    """The code with which a call is refused."""
    try:
        client.call(target, **kwargs)  # type: ignore[arg-type]
    except Refusal as refusal:
        return refusal.code
    raise AssertionError("the call was answered")
