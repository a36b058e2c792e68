"""An attempt counts only when a process ended over it: not for a full disk, not for a lost connection."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import psycopg
import pytest

from shared.bus.client import BusClient
from shared.bus.connection import Flow
from shared.bus.event_log import LARGEST_EVENT, EventTooLarge
from shared.bus.inbox import DatabaseAway
from shared.bus.relay import Relay
from shared.bus.relay_senders import BrokerRefused, PendingEvent, Sent
from shared.errors import Refusal
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.consuming import Ear, OrderEchoed, again, ear_of, published
from tests.integration.bus.publishing import mouth, say
from tests.integration.bus.running import MEMBER, PACKAGES, Running, environment, token, wait_for
from tests.integration.bus.test_relay_sends import pending, working

GREETER = "tests.integration.bus.greeter.service:Greeter"


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    yield from ear_of(fresh_database("shared.bus"))


def test_a_full_disk_is_no_attempt(ear: Ear) -> None:
    event = again(published(1))
    key = ("invoicing", "order_signed")
    listener = ear.inbox._listeners[key]

    def no_room(*_: object) -> None:
        raise psycopg.errors.DiskFull

    ear.inbox._listeners[key] = replace(listener, handle=no_room)
    for _ in range(10):
        with pytest.raises(DatabaseAway):
            ear.inbox.take([event])
        event = replace(event, counted=True)  # as the reader hands it in again
    ear.inbox._listeners[key] = listener
    assert ear.inbox.take([event]).applied == 1
    assert ear.parked == []
    assert ear.ask("select * from attempts") == []


def test_a_message_that_this_process_began_and_survived_is_no_suspect(ear: Ear) -> None:
    for _ in range(10):
        ear.inbox.take([replace(again(published(1, "ord_2")), counted=True)])
    assert ear.ask("select * from attempts") == []


def test_a_command_that_ends_its_process_is_refused_after_three_times(
    fresh_database: FreshDatabase, rabbitmq: str, tmp_path: Path,
) -> None:
    settings = environment(tmp_path, rabbitmq, fresh_database(*PACKAGES))
    started: list[Running] = []
    answers: list[str] = []

    def ask() -> None:
        try:
            with BusClient(rabbitmq, token=token(), seconds=60) as client:
                client.call("greeter.greet", member_id=MEMBER, words="die", pause="0", request_id=uuid4().hex)
        except Refusal as refusal:
            answers.append(refusal.code)

    started.append(Running(settings, tmp_path, GREETER))
    started[0].until_said("rpc_consuming")
    caller = threading.Thread(target=ask)
    caller.start()
    while not answers and len(started) < 7:
        wait_for(lambda: answers or started[-1].process.poll() is not None, 40, started[-1].published)
        if not answers:
            started.append(Running(settings, tmp_path, GREETER))
    caller.join(60)
    assert answers == ["ends_its_process"]
    assert len(started) == 5
    assert started[-1].terminate() == 0


def test_an_event_that_is_too_large_is_refused_where_it_is_announced(fresh_database: FreshDatabase) -> None:
    url = fresh_database("shared.bus")
    with mouth(url) as database, pytest.raises(EventTooLarge), \
            database.transaction(on=DAY, actor="test") as tx:
        tx.announce(OrderEchoed(order_id="x" * LARGEST_EVENT, number=1))
    assert pending(url) == 0


class Choosy:
    """A broker that closes the channel over one event, whenever it is sent it."""

    sent: ClassVar[list[int]] = []

    def __init__(self, *_: object) -> None:
        self.flow = Flow()
        self._answer = Sent()
        self._closed = False

    def send(self, events: list[PendingEvent]) -> None:
        for event in events:
            if event["version"] == 3:
                self._closed = True
                return
            self.sent.append(event["version"])
            self._answer.confirmed.append(event["seq"])

    def answers(self, _seconds: float) -> Sent:
        answer, self._answer = self._answer, Sent()
        if self._closed and not answer.confirmed:
            raise BrokerRefused("406 PRECONDITION_FAILED - message size 9 is larger than max size 8", size=True)
        return answer

    def close(self) -> None:
        """Nothing."""


def test_an_event_that_the_broker_will_not_take_is_set_aside_and_the_others_are_sent(
    fresh_database: FreshDatabase,
) -> None:
    url = fresh_database("shared.bus")
    say(url, 6)
    with working(Relay("speaker", url, "amqp://unused", opener=Choosy)):  # type: ignore[arg-type]
        wait_for(lambda: pending(url) == 0, 20, "end of what is pending")
    with psycopg.connect(url) as conn:
        found = conn.execute("select e.version, r.why like '%message size%' from outbox_refused r "
                             "join event_log e on e.id = r.event_id").fetchall()
    assert found == [(3, True)]
    assert sorted(set(Choosy.sent)) == [1, 2, 4, 5, 6]
