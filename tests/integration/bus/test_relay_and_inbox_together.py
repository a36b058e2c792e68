"""From a command to its effect in another service, through processes as production runs them; and stock clients."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pika
import psycopg
import pytest
from nameko.standalone.events import event_dispatcher

from deploy.local.broker import Broker
from shared.bus.client import BusClient
from shared.migrations import migrate
from tests.builders import FreshDatabase
from tests.faults.clusters import (
    LISTENER,
    LISTENER_PACKAGES,
    NEXT_LISTENER,
    NEXT_PACKAGES,
    SPEAKER,
    SPEAKER_PACKAGES,
    Resident,
    desk_token,
    relay,
    service,
    settings_of,
)
from tests.patience import wait_until

Start = Callable[[Resident], Resident]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Resident] = []

    def begin(resident: Resident) -> Resident:
        started.append(resident.start())
        return resident

    yield begin
    for resident in started:
        if resident.alive:
            resident.kill()


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as conn:
        return conn.execute(statement).fetchall()  # type: ignore[call-overload]


def test_what_a_command_says_takes_effect_in_another_service_in_its_order(
    fresh_database: FreshDatabase, rabbitmq: str, tmp_path: Path, start: Start,
) -> None:
    speaking, hearing = fresh_database(*SPEAKER_PACKAGES), fresh_database(*LISTENER_PACKAGES)
    settings = settings_of(tmp_path, rabbitmq, speaker=speaking, listener=hearing)
    listener = start(service(settings, tmp_path, LISTENER))
    speaker = start(service(settings, tmp_path, SPEAKER))
    relaying = start(relay(settings, tmp_path, "speaker"))
    wait_until(lambda: "inbox_consuming" in listener.published() and "rpc_consuming" in speaker.published(),
             listener.published)
    with BusClient(rabbitmq, token=desk_token()) as client:
        for line in ("a", "b"):
            client.call("speaker.say_words", line_id=line, number=1, count=50, request_id=uuid4().hex)
    wait_until(lambda: rows(hearing, "select count(*) from effects") == [(100,)], listener.published)
    found = rows(hearing, "select version from effects where line_id = 'a' order by seq")
    assert [row[0] for row in found] == list(range(1, 51))
    wait_until(lambda: rows(speaking, "select count(*) from outbox_pending") == [(0,)], relaying.published)
    assert relaying.terminate() == 0
    assert listener.terminate() == 0
    assert "event_parked" not in listener.published()


def test_an_old_and_a_new_version_work_side_by_side_at_one_queue_and_one_database(
    fresh_database: FreshDatabase, rabbitmq: str, tmp_path: Path, start: Start,
) -> None:
    speaking, hearing = fresh_database(*SPEAKER_PACKAGES), fresh_database(*LISTENER_PACKAGES)
    settings = settings_of(tmp_path, rabbitmq, speaker=speaking, listener=hearing)
    old = start(service(settings, tmp_path, LISTENER))
    speaker = start(service(settings, tmp_path, SPEAKER))
    start(relay(settings, tmp_path, "speaker"))
    wait_until(lambda: "inbox_consuming" in old.published() and "rpc_consuming" in speaker.published(),
               old.published)
    told = 0

    def tell(until: Callable[[], object]) -> None:
        """Say words, in forty lines, until something has come about."""
        nonlocal told
        with BusClient(rabbitmq, token=desk_token()) as client:
            while not until():
                told += 1
                for line in range(40):
                    client.call("speaker.say_words", line_id=f"l{line}", number=told, request_id=uuid4().hex)

    def taken(mood: str) -> list[tuple[object, ...]]:
        return rows(hearing, f"select seq from effects where mood is {mood} limit 1")

    tell(lambda: rows(hearing, "select 1 from effects limit 1"))
    migrate(hearing, NEXT_PACKAGES)
    new = start(service(settings, tmp_path, NEXT_LISTENER))
    before = rows(hearing, "select max(seq) from effects")[0][0]
    tell(lambda: taken(f"null and seq > {before}") and taken("not null"))
    assert old.terminate() == 0
    tell(lambda: told % 3 == 0)
    wait_until(lambda: rows(hearing, "select count(*) from effects") == [(40 * told,)], new.published)
    assert rows(hearing, "select line_id from (select line_id, number, lag(number, 1, 0::bigint) over (partition by "
                         "line_id order by seq) as before from effects) e where number <> before + 1") == []
    assert rows(hearing, "select 1 from parked union all select 1 from held") == []


@pytest.fixture
def hearing(fresh_database: FreshDatabase) -> str:
    return fresh_database(*LISTENER_PACKAGES)


@pytest.fixture
def listener(hearing: str, rabbitmq: str, tmp_path: Path, start: Start) -> Resident:
    """A listener that hears."""
    found = start(service(settings_of(tmp_path, rabbitmq, listener=hearing), tmp_path, LISTENER))
    wait_until(lambda: "inbox_consuming" in found.published(), found.published)
    return found


def publish(uri: str, count: int = 1, *, body: bytes = b"", first: int = 1, **properties: object) -> None:
    """Say words as a stranger who knows the envelope."""
    with_body = body or None
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    channel = connection.channel()
    channel.confirm_delivery()
    for version in range(first, first + count):
        headers = {"id": f"e{version}", "type": "word_said", "aggregate": "a", "aggregateversion": version}
        given = pika.BasicProperties(delivery_mode=2, user_id="guest", **(properties or {"headers": headers}))
        text = with_body or json.dumps({"number": version, "mood": "plain"}).encode()
        channel.basic_publish("speaker.events", "word_said", text, given, mandatory=True)
    connection.close()


def test_a_stock_subscriber_hears_what_our_relay_sends(
    fresh_database: FreshDatabase, rabbitmq: str, tmp_path: Path, start: Start,
) -> None:
    speaking, consumed = fresh_database(*SPEAKER_PACKAGES), tmp_path / "consumed"
    settings = settings_of(tmp_path, rabbitmq, speaker=speaking)
    subscriber = start(Resident(settings, tmp_path / "stock.log", "-m", "tests.integration.bus.stock_subscriber",
                                str(consumed)))
    speaker = start(service(settings, tmp_path, SPEAKER))
    start(relay(settings, tmp_path, "speaker"))
    wait_until(lambda: "subscribed" in subscriber.published() and "rpc_consuming" in speaker.published(),
             subscriber.published)
    with BusClient(rabbitmq, token=desk_token()) as client:
        client.call("speaker.say_words", line_id="a", number=7, request_id="r1")
    wait_until(consumed.exists, subscriber.published)
    wait_until(consumed.read_text, "what was heard")
    assert json.loads(consumed.read_text()) == {"line_id": "a", "mood": "plain", "number": 7}


def test_what_a_stock_dispatcher_says_comes_from_nobody_and_is_parked(
    rabbitmq: str, hearing: str, listener: Resident,
) -> None:
    event_dispatcher({"AMQP_URI": rabbitmq})("speaker", "word_said", {"number": 1, "mood": "plain"})
    wait_until(lambda: rows(hearing, "select code from parked") == [("not_from_its_service",)], listener.published)
    assert rows(hearing, "select convert_from(body, 'UTF8')::json ->> 'number' from parked") == [("1",)]
    assert rows(hearing, "select count(*) from effects") == [(0,)]


def test_a_stranger_without_a_version_is_parked_unless_the_source_is_declared_foreign(
    rabbitmq: str, hearing: str, listener: Resident,
) -> None:
    publish(rabbitmq, message_id="strange-1")
    wait_until(lambda: rows(hearing, "select code from parked") == [("without_version",)], listener.published)
    assert rows(hearing, "select count(*) from effects") == [(0,)]


def test_a_body_that_nobody_can_read_is_parked_raw_and_never_logged(
    rabbitmq: str, hearing: str, listener: Resident,
) -> None:
    publish(rabbitmq, body=b"\xff BE68539007547034", headers={"id": "x", "aggregate": "a", "aggregateversion": 1})
    wait_until(lambda: rows(hearing, "select code from parked") == [("undecodable",)], listener.published)
    assert rows(hearing, "select body from parked") == [(b"\xff BE68539007547034",)]
    assert "BE68539007547034" not in listener.published()


def test_an_oversized_body_is_parked_whole(rabbitmq: str, hearing: str, listener: Resident) -> None:
    publish(rabbitmq, body=b" " * 1_100_000, message_id="huge")
    wait_until(lambda: rows(hearing, "select code, length(body) from parked") == [("oversized", 1_100_000)],
             listener.published)


def test_a_cut_connection_in_a_backlog_loses_and_doubles_nothing(
    rabbitmq: str, broker: Broker, hearing: str, listener: Resident,
) -> None:
    publish(rabbitmq, 1_500)
    wait_until(lambda: broker.cut_connections(rabbitmq.rpartition("/")[2]) > 0, "connection")
    wait_until(lambda: rows(hearing, "select count(*) from effects")[0][0] >= 1_500, listener.published)  # type: ignore[operator]
    found = rows(hearing, "select version from effects order by seq")
    assert [row[0] for row in found] == list(range(1, 1_501))


def test_the_end_of_a_process_amid_a_backlog_is_orderly(
    rabbitmq: str, hearing: str, listener: Resident, tmp_path: Path, start: Start,
) -> None:
    publish(rabbitmq, 1_000)
    assert listener.terminate() == 0
    wait_until(lambda: "Traceback" not in listener.published(), listener.published)
    done = rows(hearing, "select count(*), count(distinct event_id) from effects")
    assert done[0][0] == done[0][1]
    start(service(settings_of(tmp_path, rabbitmq, listener=hearing), tmp_path, LISTENER))
    wait_until(lambda: rows(hearing, "select count(*) from effects")[0][0] >= 1_000, listener.published)  # type: ignore[operator]
    found = rows(hearing, "select version from effects order by seq")
    assert [row[0] for row in found] == list(range(1, 1_001))


def test_a_parked_event_is_tried_again_by_the_running_service(
    rabbitmq: str, hearing: str, listener: Resident,
) -> None:
    publish(rabbitmq, body=b'{"number": 1, "mood": "failing"}',
            headers={"id": "e1", "aggregate": "a", "aggregateversion": 1})
    publish(rabbitmq, 2, first=2)
    wait_until(lambda: rows(hearing, "select code from parked order by version") == [
        ("too_much",), ("behind",), ("behind",)], listener.published)
    with psycopg.connect(hearing) as conn:
        conn.execute("update parked set next_try_at = now(), body = %s where version = 1",
                     [b'{"number": 1, "mood": "plain"}'])
    wait_until(lambda: rows(hearing, "select version from effects order by seq") == [(1,), (2,), (3,)],
             listener.published)
