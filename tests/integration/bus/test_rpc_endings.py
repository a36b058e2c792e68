"""Endings: SIGTERM, kill -9, a cut connection, two replicas. Each command takes effect once, and is answered."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pika
import psycopg
import pytest

from deploy.local.broker import Broker
from shared.bus.calling import new_request_id
from tests.builders import FreshDatabase
from tests.faults.proxy import Proxy
from tests.integration.bus.running import (
    GREETER,
    MEMBER,
    PACKAGES,
    ROOT,
    Running,
    environment,
    free_port,
    running,
    token,
    visits,
)
from tests.patience import PATIENT, at_most, wait_until

REPLIES = "replies-of-the-test"


class Desk:
    """A caller whose reply queue outlives connections, so that every reply can be counted."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        with self._connection() as connection:
            channel = connection.channel()
            channel.exchange_declare("nameko-rpc", "topic", durable=True)
            channel.queue_declare(REPLIES, durable=True)
            channel.queue_bind(REPLIES, "nameko-rpc", REPLIES)
            channel.queue_declare("rpc-greeter", durable=True)
            channel.queue_bind("rpc-greeter", "nameko-rpc", "greeter.*")

    def _connection(self) -> pika.BlockingConnection:
        return pika.BlockingConnection(pika.URLParameters(self.uri))

    def send(self, method: str, *, pause: float = 0, words: str = "", **kwargs: Any) -> str:
        """Send a call without a deadline, as stock nameko does; its correlation id."""
        correlation = new_request_id()
        kwargs |= {"member_id": MEMBER, "words": words or correlation, "pause": str(pause)}
        body = {"args": [], "kwargs": kwargs}
        with self._connection() as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            channel.basic_publish(
                "nameko-rpc", f"greeter.{method}", json.dumps(body).encode(),
                pika.BasicProperties(content_type="application/json", reply_to=REPLIES, correlation_id=correlation,
                                     delivery_mode=2, headers={"nameko.auth_token": token()}))
        return correlation

    def greet(self, *, pause: float = 0) -> str:
        return self.send("greet", pause=pause, request_id=new_request_id())

    def replies(self) -> dict[str, list[Any]]:
        """Every reply that came since the last look, by correlation id."""
        found: dict[str, list[Any]] = {}
        with self._connection() as connection:
            channel = connection.channel()
            while (got := channel.basic_get(REPLIES, auto_ack=True))[0]:
                found.setdefault(got[1].correlation_id, []).append(json.loads(got[2]))
        return found

    def waiting(self, queue: str = "rpc-greeter") -> int:
        """How many messages lie in a queue, given back ones included."""
        with self._connection() as connection:
            return int(connection.channel().queue_declare(queue, passive=True).method.message_count)


@pytest.fixture
def desk(rabbitmq: str) -> Desk:
    return Desk(rabbitmq)


@pytest.fixture
def url(fresh_database: FreshDatabase) -> str:
    return fresh_database(*PACKAGES)


@pytest.fixture
def settings(desk: Desk, url: str, tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path, desk.uri, url)


@pytest.fixture
def replica(settings: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    with running(settings, tmp_path) as started:
        yield started


def begun(url: str) -> int:
    """How many greetings are in flight: sleeping inside the database."""
    with psycopg.connect(url) as conn:
        row = conn.execute("select count(*) from pg_stat_activity where datname = current_database() "
                           "and state = 'active' and query like '%%pg_sleep%%' and pid <> pg_backend_pid()").fetchone()
        assert row
        return int(row[0])


def test_sigterm_finishes_commits_replies_and_acknowledges_what_was_begun(
    replica: Running, desk: Desk, url: str,
) -> None:
    """Stock nameko closed the connection before the acknowledgement, and ran the call again after the restart."""
    commanded, asked = desk.greet(pause=1.5), desk.send("rest", pause=1.5)
    wait_until(lambda: begun(url) == 2)
    assert replica.terminate() == 0
    replies = desk.replies()
    assert [reply["error"] for reply in replies[commanded] + replies[asked]] == [None, None]
    assert visits(url) == 1
    assert desk.waiting() == 0


def test_what_was_not_begun_at_sigterm_waits_for_the_next_process(
    settings: dict[str, str], desk: Desk, url: str, tmp_path: Path,
) -> None:
    with running(settings | {"RPC_WORKERS": "1"}, tmp_path) as first:
        sent = {desk.greet(pause=0.4) for _ in range(6)}
        wait_until(lambda: visits(url) >= 1)
        assert first.terminate() == 0
    done = visits(url)
    assert 1 <= done < 6
    assert desk.waiting() == 6 - done
    replies = desk.replies()
    with running(settings, tmp_path):
        wait_until(lambda: visits(url) == 6)
        wait_until(lambda: desk.waiting(REPLIES) == 6 - done)
    later = desk.replies()
    assert set(replies) | set(later) == sent
    assert not set(replies) & set(later)  # nobody was answered twice, so nothing was carried out twice
    assert desk.waiting() == 0


def test_kill_9_leaves_the_command_in_the_queue_and_no_effect(
    settings: dict[str, str], desk: Desk, url: str, tmp_path: Path,
) -> None:
    with running(settings, tmp_path) as first:
        sent = desk.greet(pause=2)
        wait_until(lambda: begun(url) == 1)
        first.kill()
    wait_until(lambda: desk.waiting() == 1)
    wait_until(lambda: begun(url) == 0)
    assert visits(url) == 0
    with running(settings, tmp_path):
        wait_until(lambda: desk.waiting(REPLIES) == 1)
    assert desk.replies()[sent][0]["error"] is None
    assert visits(url) == 1


def test_a_connection_cut_during_a_command_brings_it_again_and_it_takes_effect_once(
    replica: Running, desk: Desk, url: str, broker: Broker, rabbitmq: str,
) -> None:
    sent = desk.greet(pause=1.5)
    wait_until(lambda: begun(url) == 1)
    vhost = rabbitmq.rpartition("/")[2]
    wait_until(lambda: broker.cut_connections(vhost) > 0, what="a connection to cut")
    replica.until_said("rpc_consuming", times=2)
    wait_until(lambda: desk.waiting(REPLIES) >= 1)
    replies = desk.replies()[sent]
    assert all(reply["error"] is None for reply in replies)
    assert visits(url) == 1
    wait_until(lambda: desk.waiting() == 0)
    assert replica.process.poll() is None


def test_two_replicas_share_the_work_and_agree_about_a_request_sent_to_both(
    settings: dict[str, str], desk: Desk, url: str, tmp_path: Path,
) -> None:
    ports = [free_port(), free_port()]
    with running(settings | {"HTTP_PORT": str(ports[0])}, tmp_path), \
            running(settings | {"HTTP_PORT": str(ports[1])}, tmp_path):
        for _ in range(20):
            desk.greet()
        same = new_request_id()
        twins = [desk.send("greet", request_id=same, words="twice", pause=0.3) for _ in range(2)]
        wait_until(lambda: desk.waiting(REPLIES) == 22)
        answered = [counted(port) for port in ports]
    replies = desk.replies()
    assert replies[twins[0]] == replies[twins[1]]
    assert visits(url) == 21
    assert sum(answered) == 22
    assert min(answered) > 0


def test_a_broker_that_ends_and_comes_back_interrupts_nothing_for_good(
    tmp_path: Path, url: str, desk: Desk, rabbitmq: str,
) -> None:
    """It ends while a command is in flight: the service stays, and finishes what was asked.

    What a node keeps over its own restart is proven where nodes are restarted; here its port is closed, and opened.
    """
    port, door = free_port(), Proxy(int(rabbitmq.rpartition(":")[2].partition("/")[0]))
    behind = rabbitmq.replace(f":{door.target}/", f":{door.port}/")
    with running(environment(tmp_path, behind, url, HTTP_PORT=str(port)), tmp_path) as replica:
        desk.greet(pause=2)
        wait_until(lambda: begun(url) == 1)
        door.close()
        wait_until(lambda: status(port, "/ready") == 503)
        assert status(port, "/live") == 200
        door.open()
        replica.until_said("rpc_consuming", times=2)
        wait_until(lambda: status(port, "/ready") == 200)
        desk.greet()
        wait_until(lambda: desk.waiting(REPLIES) >= 2)
        assert visits(url) == 2
        assert all(reply["error"] is None for replies in desk.replies().values() for reply in replies)
    door.close()


def status(port: int, path: str) -> int:
    """What a probe gets."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENT) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def counted(port: int) -> int:
    """How many commands a process says that it answered."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENT) as answer:
        lines = answer.read().decode().splitlines()
    found = [line for line in lines if line.startswith('sharedco_calls_total{method="greet",outcome="answered"')]
    return int(float(found[0].split()[-1])) if found else 0


def test_the_probes_say_live_and_ready(settings: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    with running(settings | {"HTTP_PORT": str(port)}, tmp_path):
        for path, expected in (("/live", {}), ("/ready", {"greeter_database": True, "greeter_rpc": True})):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENT) as answer:
                assert json.load(answer) == expected
        with pytest.raises(HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/secrets", timeout=PATIENT)


def test_a_missing_setting_stops_the_start_with_one_sentence(settings: dict[str, str], tmp_path: Path) -> None:
    del settings["DATABASE_URL_GREETER"]
    started = Running(settings, tmp_path, GREETER)
    assert started.process.wait(PATIENT) == 2
    published = started.published().strip()
    assert published.startswith("The setting DATABASE_URL_GREETER is missing: give it, or DATABASE_URL_GREETER_FILE")
    assert "\n" not in published


WRONG = [
    ("RPC_WORKERS", "many", "RPC_WORKERS is 'many'; it is a whole number of at least 1."),
    ("RPC_WORKERS", "0", "RPC_WORKERS is '0'; it is a whole number of at least 1."),
    ("COUNTRY", "XX", "COUNTRY is 'XX'"),
    ("COUNTRY", "DE", "has no tables for country DE"),
    ("DATABASE_URL_GREETER", "postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
    ("DATABASE_URL_GREETER", "", "lacks 1 migrations, first tests.integration.bus.greeter 0001_visits"),
    ("OTEL_TRACES_EXPORTER", "smoke", "OTEL_TRACES_EXPORTER is 'smoke'"),
]


def test_whatever_is_wrong_stops_the_start_with_one_sentence(
    settings: dict[str, str], fresh_database: FreshDatabase,
) -> None:
    half_migrated = fresh_database("shared.bus")
    asked = [(settings | {name: value or half_migrated}, [GREETER]) for name, value, _ in WRONG]
    said = refused_starts([*asked, (settings, ["laundry"]), (settings, [])], settings)
    expected = [*(words for *_, words in WRONG), "No service laundry is installed here",
                "Name at least one service to run."]
    for (code, sentence), words in zip(said, expected, strict=True):
        assert (code, words in sentence, sentence.count("\n")) == (2, True, 1), sentence


def refused_starts(asked: list[Any], settings: dict[str, str]) -> list[tuple[int, str]]:
    """Exit code and words of starts that are refused, all in one process."""
    done = subprocess.run([sys.executable, "-m", "tests.integration.bus.refusing"], cwd=ROOT, env=settings, check=True,
                          input=json.dumps(asked), capture_output=True, text=True, timeout=PATIENT)
    found: list[tuple[int, str]] = json.loads(done.stdout)
    return found


def test_a_broker_that_is_away_is_waited_for(settings: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    away = settings | {"AMQP_URI": "amqp://guest:guest@127.0.0.1:1/", "HTTP_PORT": str(port)}
    started = Running(away, tmp_path, GREETER)
    try:
        started.until_said("broker_lost", times=2)
        with pytest.raises(HTTPError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=PATIENT)
        assert caught.value.code == 503
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/live", timeout=PATIENT) as answer:
            assert answer.status == 200
        with at_most(10):
            assert started.terminate() == 0
    finally:
        if started.process.poll() is None:
            started.kill()
