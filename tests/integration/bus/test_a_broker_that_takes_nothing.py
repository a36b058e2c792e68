"""A broker that is low on memory or disk, or slow: it reads nothing for a while, and nothing is lost or doubled."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from shared.bus.calling import BrokerAway, NoAnswer, UnknownService
from shared.bus.client import BusClient
from shared.bus.relay import Relay
from tests.builders import FreshDatabase
from tests.integration.bus.broker_gate import GO_ON, STOP, Gate
from tests.integration.bus.publishing import Queue, say
from tests.integration.bus.test_relay_sends import working
from tests.patience import PATIENT, at_most, stretched, wait_until


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
        wait_until(lambda: pending(url) == 0, "end of what is pending")
        assert len(queue.take_all(901, seconds=stretched(2))) == 900
    assert len(gate.clients) == 1


def test_a_relay_hands_nothing_to_a_broker_that_takes_nothing_and_says_that_it_is_not_at_work(
    gate: Gate, url: str, queue: Queue,
) -> None:
    say(url, 1)
    with working(Relay("speaker", url, gate.uri)) as relay:
        assert len(queue.take_all(1)) == 1
        gate.tell(STOP)
        wait_until(lambda: not relay.at_work, "stop")
        say(url, 3, first=2)
        assert queue.take_all(1, seconds=1) == []
        assert (pending(url), relay.turns, relay.at_work) == (3, True, False)
        gate.tell(GO_ON)
        wait_until(lambda: relay.at_work and pending(url) == 0, "end of what is pending")
        assert len(queue.take_all(4, seconds=stretched(2))) == 3
    assert len(gate.clients) == 1


def test_a_relay_does_not_wait_for_a_broker_that_takes_nothing_before_it_leaves(
    gate: Gate, url: str, queue: Queue,
) -> None:
    say(url, 1)
    with ExitStack() as at_work:
        relay = at_work.enter_context(working(Relay("speaker", url, gate.uri)))
        assert len(queue.take_all(1)) == 1
        gate.open.clear()
        say(url, 1, first=2)
        time.sleep(0.5)  # it is on its way
        gate.tell(STOP)
        wait_until(lambda: not relay.at_work, "stop")
        with at_most(2):
            at_work.close()
    assert pending(url) == 1


def test_a_caller_leaves_a_broker_that_vanished_without_a_word(gate: Gate) -> None:
    with BusClient(gate.uri, seconds=stretched(1)) as client:
        with pytest.raises(UnknownService):
            client.call("nobody.describe")
        gate.vanish()
        with at_most(3):
            with pytest.raises(NoAnswer):
                client.call("nobody.describe")
            with pytest.raises(UnknownService):
                client.call("nobody.describe")
    assert len(gate.clients) == 2


def test_a_caller_is_told_at_once_that_the_broker_takes_nothing_and_keeps_its_connection(gate: Gate) -> None:
    with BusClient(gate.uri, seconds=PATIENT) as client:
        for _ in range(2):
            with pytest.raises(UnknownService):
                client.call("nobody.describe")
        gate.tell(STOP)
        gate.open.clear()
        with at_most(2):
            for _ in range(3):
                with pytest.raises(BrokerAway, match="takes no messages"):
                    client.call("nobody.describe")
        gate.tell(GO_ON)
        gate.open.set()
        with pytest.raises(UnknownService):
            client.call("nobody.describe")
    assert len(gate.clients) == 1


def test_a_large_call_to_a_broker_that_does_not_read_ends_with_its_deadline(gate: Gate) -> None:
    with BusClient(gate.uri, seconds=stretched(1)) as client:
        with pytest.raises(UnknownService):
            client.call("nobody.describe")
        gate.open.clear()
        with at_most(4), pytest.raises((NoAnswer, BrokerAway)):
            client.call("nobody.describe", words="x" * 20_000_000)
