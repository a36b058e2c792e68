"""What the broker loses is found by comparison and sent again, without anybody asking."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pika
import psycopg
import pytest
from prometheus_client import REGISTRY

from shared.bus.client import BusClient
from shared.bus.connection import open_connection
from shared.bus.keeping import Keeper
from shared.bus.topology import declare_topology
from shared.definitions import definition_of
from tests.builders import FreshDatabase
from tests.faults.clusters import (
    LISTENER,
    LISTENER_PACKAGES,
    SPEAKER,
    SPEAKER_PACKAGES,
    Resident,
    desk_token,
    relay,
    service,
    settings_of,
)
from tests.faults.listener.service import Listener
from tests.faults.speaker.service import Speaker
from tests.integration.bus.publishing import mouth, say
from tests.integration.bus.running import wait_for
from tests.integration.bus.test_relay_and_inbox_together import Start, rows, start

__all__ = ["start"]

QUEUE = "listener.hears.speaker"


class House:
    """A speaker with its relay, a listener that reports every second, and a keeper that compares when it is told."""

    def __init__(self, uri: str, speaking: str, consuming: str, listener: Resident) -> None:
        self.uri, self.speaking, self.consuming, self.listener = uri, speaking, consuming, listener

    def say(self, count: int, first: int) -> None:
        with BusClient(self.uri, token=desk_token()) as client:
            client.call("speaker.say_words", line_id="a", number=first, count=count, request_id=uuid4().hex)

    def effects(self) -> list[int]:
        return [row[0] for row in rows(self.consuming, "select number from effects order by seq")]  # type: ignore[misc]

    def consumed(self, version: int) -> None:
        """Wait until a stream was consumed so far, and the listener has reported it."""
        wait_for(lambda: len(self.effects()) >= version, 20, self.listener.published)
        told = f"select 1 from consumed where consumer = 'listener' and version >= {version}"
        wait_for(lambda: self.keep() is not None and rows(self.speaking, told), 20, "report")

    def keep(self, *, compare: bool = False) -> int:
        """Read the reports, and compare as if a minute had passed."""
        with mouth(self.speaking) as database, open_connection(self.uri, heartbeat=0) as connection:
            keeper = Keeper("speaker", database, self.uri, settled=0.0)
            keeper.read_reports(connection)
            return keeper.compare(connection) if compare else 0

    @contextmanager
    def channel(self) -> Iterator[pika.adapters.blocking_connection.BlockingChannel]:
        connection = pika.BlockingConnection(pika.URLParameters(self.uri))
        yield connection.channel()
        connection.close()


@pytest.fixture
def house(
    fresh_database: FreshDatabase, rabbitmq: str, tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch,
) -> House:
    speaking, consuming = fresh_database(*SPEAKER_PACKAGES), fresh_database(*LISTENER_PACKAGES)
    declare_topology(rabbitmq, {"speaker": definition_of(Speaker), "listener": definition_of(Listener)})
    settings = settings_of(tmp_path, rabbitmq, speaker=speaking, listener=consuming) | {"REPORT_SECONDS": "1"}
    listener, speaker = start(service(settings, tmp_path, LISTENER)), start(service(settings, tmp_path, SPEAKER))
    start(relay(settings, tmp_path, "speaker"))
    wait_for(lambda: "inbox_consuming" in listener.published() and "rpc_consuming" in speaker.published(), 40,
             lambda: listener.published() + speaker.published())
    return House(rabbitmq, speaking, consuming, listener)


def lose(house: House, how: str) -> None:
    """Lose the events 3 and 4 in one of the ways in which a broker loses them while all is well."""
    with house.channel() as channel:
        channel.queue_unbind(QUEUE, "speaker.events", "#")
        house.say(2, first=3)
        wait_for(lambda: rows(house.speaking, "select count(*) from outbox_pending") == [(0,)], 10, "relay")
        if how == "deleted queue":
            channel.queue_delete(QUEUE)


@pytest.mark.parametrize("how", ["removed binding", "deleted queue"])
def test_what_the_broker_lost_is_sent_again_in_its_order_and_the_binding_mended(house: House, how: str) -> None:
    house.say(2, first=1)
    house.consumed(2)
    lose(house, how)
    assert house.effects() == [1, 2]
    wait_for(lambda: house.keep(compare=True), 20, "second sending")
    wait_for(lambda: house.effects() == [1, 2, 3, 4], 20, house.listener.published)
    house.consumed(4)
    assert house.keep(compare=True) == 0
    house.say(1, first=5)
    wait_for(lambda: house.effects() == [1, 2, 3, 4, 5], 20, house.listener.published)


def report(uri: str, consumer: str, version: int, *, user: str = "guest") -> None:
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    body = {"consumer": consumer, "streams": [{"aggregate": "ord_1", "version": version, "stopped": False}]}
    connection.channel().basic_publish("speaker.reports", "speaker", json.dumps(body).encode(),
                                       pika.BasicProperties(user_id=user or None))
    connection.close()


@pytest.fixture
def speaking(fresh_database: FreshDatabase, rabbitmq: str) -> str:
    url = fresh_database("shared.bus")
    declare_topology(rabbitmq, {"speaker": definition_of(Speaker), "listener": definition_of(Listener)})
    say(url, 3)
    with psycopg.connect(url) as conn:
        conn.execute("delete from outbox_pending")
    return url


def keep(url: str, uri: str, **options: float) -> int:
    with mouth(url) as database, open_connection(uri, heartbeat=0) as connection:
        keeper = Keeper("speaker", database, uri, **options)
        keeper.read_reports(connection)
        return keeper.compare(connection)


def test_a_consumer_that_reported_less_gets_the_rest_and_the_figures_tell(speaking: str, rabbitmq: str) -> None:
    report(rabbitmq, "listener", 1)
    assert keep(speaking, rabbitmq, settled=0.0) == 2
    labels = {"service": "speaker", "consumer": "listener"}
    assert REGISTRY.get_sample_value("sharedco_events_not_consumed", labels) == 2
    report(rabbitmq, "listener", 3)
    with psycopg.connect(speaking) as conn:
        conn.execute("update consumers set compared_until = compared_until")
    assert keep(speaking, rabbitmq, settled=0.0) == 0
    assert REGISTRY.get_sample_value("sharedco_events_not_consumed", labels) == 0


def test_young_events_may_still_be_on_their_way(speaking: str, rabbitmq: str) -> None:
    report(rabbitmq, "listener", 1)
    assert keep(speaking, rabbitmq, settled=60.0) == 0


def test_what_waits_in_the_queue_is_not_lost(speaking: str, rabbitmq: str) -> None:
    report(rabbitmq, "listener", 1)
    assert keep(speaking, rabbitmq, settled=0.0) == 2
    assert keep(speaking, rabbitmq, settled=0.0) == 0


def test_a_report_is_believed_only_of_whoever_sent_it(speaking: str, rabbitmq: str) -> None:
    report(rabbitmq, "listener", 1, user="")
    assert keep(speaking, rabbitmq, settled=0.0) == 0
    assert rows(speaking, "select count(*) from consumers") == [(0,)]
