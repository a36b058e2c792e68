"""A broker that takes a connection and then says nothing, amid declaring: nobody waits for it without end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import pytest

from shared.bus import connection, memory_wire
from shared.bus.calling import BrokerAway, NoAnswer
from shared.bus.client import BusClient
from shared.bus.inbox_reader import InboxReader
from shared.bus.relay import Relay
from shared.bus.topology import inbox_queue_name
from shared.bus.wire import LOST, Wire
from tests.builders import FreshDatabase
from tests.integration.bus.consuming import ear_of
from tests.integration.bus.publishing import Queue, say
from tests.integration.bus.test_relay_sends import working
from tests.patience import PATIENT, at_most


class Muffle:
    """Stands before the broker, and swallows its words to the first who connects, once that one has said a word."""

    def __init__(self, uri: str, word: bytes) -> None:
        target = urlsplit(uri)
        self._address, self._word = (target.hostname or "", target.port or 5672), word
        self._listener = socket.create_server(("127.0.0.1", 0))
        host = f"{target.username}:{target.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        self.uri = urlunsplit((target.scheme, host, target.path, "", ""))
        self.muffled = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                broker = socket.create_connection(self._address)
                ours = threading.Event()  # set while this connection is the muffled one
                for pair in ((client, broker, ours, False), (broker, client, ours, True)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, ours: threading.Event, from_broker: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if not from_broker and self._word in data and not self.muffled.is_set():
                    self.muffled.set()
                    ours.set()
                if not (from_broker and ours.is_set()):
                    sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def muffle(rabbitmq: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Muffle]:
    monkeypatch.setattr(connection, "ANSWER_TIMEOUT", 0.5)
    standing = Muffle(rabbitmq, b"\x00\x28\x00\x0a")  # the method exchange.declare
    yield standing
    standing.close()


def test_a_relay_leaves_a_broker_that_does_not_answer_a_declaration(
    muffle: Muffle, rabbitmq: str, fresh_database: FreshDatabase,
) -> None:
    url = fresh_database("shared.bus")
    queue = Queue(rabbitmq, "speaker.events")
    say(url, 1)
    with working(Relay("speaker", url, muffle.uri)):
        assert muffle.muffled.wait(PATIENT)
        assert len(queue.take_all(1)) == 1
    queue.close()


def test_a_caller_leaves_a_broker_that_does_not_answer_a_declaration(muffle: Muffle) -> None:
    with at_most(3), BusClient(muffle.uri, seconds=1) as client, pytest.raises((BrokerAway, NoAnswer)):
        client.call("nobody.describe")
    assert muffle.muffled.is_set()


def test_a_reader_hangs_up_when_it_may_not_declare_its_queue(
    rabbitmq: str, fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch,
) -> None:
    stranger = Queue(rabbitmq, "invoicing.events", inbox_queue_name("listener", "invoicing"))  # of another kind
    wires: list[Wire] = []
    monkeypatch.setattr(memory_wire, "Wire", lambda *given, **more: wires.append(Wire(*given, **more)) or wires[-1])
    for ear in ear_of(fresh_database("shared.bus")):
        reader = InboxReader(ear.inbox, rabbitmq)
        for _ in range(2):
            with pytest.raises(LOST):
                reader._connect()
    assert [wire.open for wire in wires] == [False, False]
    stranger.close()
