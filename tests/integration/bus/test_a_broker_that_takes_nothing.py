"""A broker that is low on memory or disk, or slow: it reads nothing for a while, and nothing is lost or doubled."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from shared.bus.calling import BrokerAway, UnknownService
from shared.bus.client import Client
from shared.bus.relay import Relay
from tests.builders import FreshDatabase
from tests.faults.towns import wait_for
from tests.integration.bus.speaking import Queue, say
from tests.integration.bus.test_relay_sends import working

WHY = b"\x06memory"
STOP, GO_ON = ((10, 60), WHY), ((10, 61), b"")  # the methods connection.blocked and connection.unblocked


class Gate:
    """Stands before the broker. Shut, it reads nothing that clients write; it can also speak to them as the broker."""

    def __init__(self, uri: str) -> None:
        target = urlsplit(uri)
        self._address = (target.hostname or "", target.port or 5672)
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # soon full
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        host = f"{target.username}:{target.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        self.uri = urlunsplit((target.scheme, host, target.path, "", ""))
        self.open = threading.Event()
        self.open.set()
        self.clients: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def tell(self, method: tuple[tuple[int, int], bytes]) -> None:
        """Say a method of the connection to the client who came last."""
        number, arguments = method
        payload = struct.pack(">HH", *number) + arguments
        self.clients[-1].sendall(struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce")

    def close(self) -> None:
        self.open.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                broker = socket.create_connection(self._address)
                self.clients.append(client)
                threading.Thread(target=self._pump, args=(client, broker, self.open), daemon=True).start()
                threading.Thread(target=self._pump, args=(broker, client, None), daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket, gate: threading.Event | None) -> None:
        with suppress(OSError):
            while data := source.recv(4_096):
                if gate:
                    gate.wait()
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def gate(rabbitmq: str) -> Iterator[Gate]:
    standing = Gate(rabbitmq)
    yield standing
    standing.close()


@pytest.fixture
def url(fresh_database: FreshDatabase) -> str:
    return fresh_database("shared.bus")


@pytest.fixture
def queue(rabbitmq: str) -> Iterator[Queue]:
    found = Queue(rabbitmq, "speaker.events")
    yield found
    found.close()


def pending(url: str) -> int:
    with psycopg.connect(url) as conn:
        row = conn.execute("select count(*) from outbox_pending").fetchone()
        assert row
        return int(row[0])


def test_a_relay_outlives_a_broker_that_reads_nothing_for_a_while(gate: Gate, url: str, queue: Queue) -> None:
    say(url, 1)
    with working(Relay("speaker", url, gate.uri)):
        assert len(queue.take_all(1)) == 1
        gate.open.clear()
        say(url, 900, first=2)
        time.sleep(3)
        gate.open.set()
        assert len(queue.take_all(901, seconds=2)) == 900
    assert len(gate.clients) == 1


def test_a_relay_hands_nothing_to_a_broker_that_takes_nothing_and_says_that_it_is_not_at_work(
    gate: Gate, url: str, queue: Queue,
) -> None:
    say(url, 1)
    with working(Relay("speaker", url, gate.uri)) as relay:
        assert len(queue.take_all(1)) == 1
        gate.tell(STOP)
        wait_for(lambda: not relay.at_work, 5, "stop")
        say(url, 3, first=2)
        assert queue.take_all(1, seconds=1) == []
        assert (pending(url), relay.turns, relay.at_work) == (3, True, False)
        gate.tell(GO_ON)
        assert len(queue.take_all(4, seconds=2)) == 3
        wait_for(lambda: relay.at_work and pending(url) == 0, 5, "end of what is pending")
    assert len(gate.clients) == 1


def test_a_caller_is_told_at_once_that_the_broker_takes_nothing_and_calls_anew_later(gate: Gate) -> None:
    with Client(gate.uri, seconds=10) as client:
        for _ in range(2):
            with pytest.raises(UnknownService):
                client.call("nobody.describe")
        gate.tell(STOP)
        gate.open.clear()
        begun = time.monotonic()
        with pytest.raises(BrokerAway, match="takes no messages"):
            client.call("nobody.describe")
        assert time.monotonic() - begun < 2
        gate.open.set()
        with pytest.raises(UnknownService):
            client.call("nobody.describe")
    assert len(gate.clients) == 2
