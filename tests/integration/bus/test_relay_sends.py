"""The relay: everything committed reaches the broker, in order, whatever breaks; nothing is deleted before."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from prometheus_client import REGISTRY

from shared.bus import relay as relaying
from shared.bus.relay import Relay
from shared.bus.relay_senders import AmqpSender, Sent
from tests.builders import DAY, INSTANT, FreshDatabase
from tests.integration.bus.publishing import CAUSE, Queue, say
from tests.patience import PATIENT, wait_until


@contextmanager
def working(relay: Relay) -> Iterator[Relay]:
    """A relay at work in a thread."""
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        yield relay
    finally:
        relay.stop()
        thread.join(PATIENT)
        assert not thread.is_alive()


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


def test_events_arrive_in_their_order_with_their_envelope_and_leave_nothing_pending(
    url: str, rabbitmq: str, queue: Queue,
) -> None:
    say(url, 3)
    with working(Relay("speaker", url, rabbitmq)) as relay:
        got = queue.take_all(3)
        wait_until(lambda: pending(url) == 0, "end of what is pending")
        assert relay.relayed.sent == 3
    assert [json.loads(body) for _, _, body in got] == [{"number": n, "order_id": "ord_1"} for n in (1, 2, 3)]
    method, properties, _ = got[0]
    headers = properties.headers
    assert (method.routing_key, properties.content_type, properties.delivery_mode) == (
        "order_echoed", "application/json", 2)
    assert properties.message_id == headers.pop("id")
    assert headers == {
        "specversion": "1.0", "source": "speaker", "type": "order_echoed", "time": INSTANT.isoformat(),
        "dataschema": "urn:sharedco:speaker.order_echoed.v1", "aggregate": "ord_1", "aggregateversion": 1,
        "on": DAY.isoformat(), "correlationid": CAUSE.correlation, "traceparent": CAUSE.traceparent, "epoch": 1,
    }
    assert properties.user_id == "guest"


def test_an_event_for_nobody_is_counted_and_stays_in_the_log(url: str, rabbitmq: str) -> None:
    say(url, 2)
    with working(Relay("speaker", url, rabbitmq)) as relay:
        wait_until(lambda: relay.relayed.nobody_listening == 2, "event for nobody")
        wait_until(lambda: pending(url) == 0, "end of what is pending")
    with psycopg.connect(url) as conn:
        assert conn.execute("select count(*) from event_log").fetchone() == (2,)


def test_one_relay_leads_and_another_takes_over_when_it_ends(
    url: str, rabbitmq: str, queue: Queue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relaying, "STANDBY_POLL", 0.05)
    second = Relay("speaker", url, rabbitmq)
    with working(Relay("speaker", url, rabbitmq)) as first:
        wait_until(lambda: first.relayed.leading, "leader")
        with working(second):
            say(url, 2)
            assert len(queue.take_all(2)) == 2
            assert not second.relayed.leading
            first.stop()
            wait_until(lambda: second.relayed.leading, "second leader")
            say(url, 1, first=3)
            assert len(queue.take_all(1)) == 1
    assert (first.relayed.sent, second.relayed.sent) == (2, 1)


def test_a_leader_that_fell_silent_is_replaced(
    url: str, rabbitmq: str, queue: Queue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relaying, "STANDBY_POLL", 0.05)
    monkeypatch.setattr(relaying, "LEASE_S", 0.5)
    monkeypatch.setattr(relaying, "RENEW_S", 0.1)
    awake = threading.Event()

    class Asleep(AmqpSender):
        def answers(self, seconds: float) -> Sent:
            awake.wait(PATIENT)
            return super().answers(seconds)

    try:
        with working(Relay("speaker", url, rabbitmq, opener=Asleep)) as first:
            wait_until(lambda: first.relayed.leading, "leader")
            with working(Relay("speaker", url, rabbitmq)) as second:
                wait_until(lambda: second.relayed.leading, "second leader")
                say(url, 1)
                assert len(queue.take_all(1)) == 1
            first.stop()
            awake.set()
    finally:
        awake.set()


def test_a_relay_that_was_held_up_deletes_nothing_any_more(
    url: str, rabbitmq: str, queue: Queue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it sent while another led is sent again by the other: twice is known by the id, never would be lost."""
    say(url, 2)

    class Overtaken(AmqpSender):
        def answers(self, seconds: float) -> Sent:
            sent = super().answers(seconds)
            if sent.confirmed:
                with psycopg.connect(url) as conn:
                    conn.execute("update relay_lease set holder = 'another', until = now() + interval '2 seconds'")
            return sent

    with working(Relay("speaker", url, rabbitmq, opener=Overtaken)) as relay:
        queue.take_all(2)
        wait_until(lambda: not relay.relayed.leading, "end of leading")
        assert pending(url) == 2


def test_a_relay_that_stands_by_reports_what_is_pending(
    url: str, rabbitmq: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relaying, "REPORT", 0.0)
    with psycopg.connect(url) as conn:
        conn.execute("update relay_lease set holder = 'another', until = now() + interval '1 hour'")
    say(url, 3)
    with working(Relay("speaker_standing_by", url, rabbitmq)):
        labels = {"service": "speaker_standing_by"}
        wait_until(lambda: REGISTRY.get_sample_value("sharedco_events_pending", labels) == 3, "figure")


def test_a_relay_whose_database_session_is_ended_leads_again_and_loses_nothing(
    url: str, rabbitmq: str, queue: Queue,
) -> None:
    with working(Relay("speaker", url, rabbitmq)) as relay:
        wait_until(lambda: relay.relayed.leading, "leader")
        with psycopg.connect(url) as conn:
            conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                         "and application_name = 'sharedco-speaker-relay'")
        say(url, 2)
        assert len(queue.take_all(2)) == 2


def test_what_was_not_confirmed_is_sent_again_after_a_broken_connection(
    url: str, rabbitmq: str, queue: Queue,
) -> None:
    class Breaking(AmqpSender):
        breaks = 2

        def answers(self, seconds: float) -> Sent:
            if self._waiting and Breaking.breaks:
                Breaking.breaks -= 1
                raise ConnectionResetError
            return super().answers(seconds)

    say(url, 3)
    with working(Relay("speaker", url, rabbitmq, opener=Breaking)):
        got = queue.take_all(9)
        wait_until(lambda: pending(url) == 0, "end of what is pending")
    ids = [properties.message_id for _, properties, _ in got]
    assert len(ids) == 9
    assert len(set(ids)) == 3


def test_what_the_broker_refuses_stays_pending_until_it_is_taken(url: str, rabbitmq: str) -> None:
    full = Queue(rabbitmq, "speaker.events", "full", **{"x-max-length": 1, "x-overflow": "reject-publish"})
    say(url, 2)
    with working(Relay("speaker", url, rabbitmq)) as relay:
        wait_until(lambda: relay.relayed.refused >= 2, "refusal")
        assert pending(url) == 1
        assert full.take()
        wait_until(lambda: pending(url) == 0, "end of what is pending")
        assert full.take()
    full.close()


def test_a_broker_that_is_away_is_waited_for_and_stopping_is_quick(url: str) -> None:
    say(url, 1)
    with working(Relay("speaker", url, "amqp://guest:guest@127.0.0.1:1/")) as relay:
        wait_until(lambda: not relay.relayed.leading, "failure")
    assert pending(url) == 1


def test_a_body_larger_than_a_frame_arrives_whole(url: str, rabbitmq: str, queue: Queue) -> None:
    body = json.dumps({"text": "x" * 400_000})
    with psycopg.connect(url) as conn:
        conn.execute(
            "with said as (insert into event_log values (gen_random_uuid(), 'long_said', 'l', 1, '2026-09-01', now(),"
            " '', '', %s, '') returning id) insert into outbox_pending (event_id) select id from said", [body])
    with working(Relay("speaker", url, rabbitmq)):
        assert queue.take_all(1)[0][2].decode() == body


def test_more_events_than_are_let_on_their_way_at_once_arrive_in_order(
    url: str, rabbitmq: str, queue: Queue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relaying, "BATCH", 10)
    monkeypatch.setattr(relaying, "IN_FLIGHT", 30)
    say(url, 200)
    with working(Relay("speaker", url, rabbitmq)):
        got = queue.take_all(200)
    assert [properties.headers["aggregateversion"] for _, properties, _ in got] == list(range(1, 201))


def test_a_late_commit_with_an_earlier_number_is_not_overlooked(url: str, rabbitmq: str, queue: Queue) -> None:
    insert = ("with said as (insert into event_log values (gen_random_uuid(), 'said', %s, 1, '2026-09-01', now(), '',"
              " '', '{}', '') returning id) insert into outbox_pending (event_id) select id from said")
    with psycopg.connect(url) as slow, psycopg.connect(url) as quick, working(Relay("speaker", url, rabbitmq)):
        slow.execute(insert, ["slow"])
        quick.execute(insert, ["quick"])
        quick.commit()
        assert queue.take_all(1)[0][1].headers["aggregate"] == "quick"
        slow.commit()
        assert queue.take_all(1)[0][1].headers["aggregate"] == "slow"




def test_the_full_queue_of_one_consumer_holds_up_no_other(
    url: str, rabbitmq: str, queue: Queue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the full queue lacks comes when there is room; the others get every event soon, and few of them twice."""
    monkeypatch.setattr(relaying, "BATCH", 4)
    monkeypatch.setattr(relaying, "IN_FLIGHT", 8)
    full = Queue(rabbitmq, "speaker.events", "full", **{
        "x-queue-type": "quorum", "x-max-length": 2, "x-overflow": "reject-publish"})
    say(url, 40)
    with working(Relay("speaker", url, rabbitmq)) as relay:
        got = queue.all_that_came(lambda ids: len(ids) == 40)
        assert len(got) < 50
        assert pending(url) > 0
        assert relay.turns
        late = full.all_that_came(lambda ids: len(ids) == 40)
        wait_until(lambda: pending(url) == 0, "end of what is pending")
    assert set(late) == set(got)
    full.close()


def test_another_relay_sends_what_the_broker_refused_before_it_led(url: str, rabbitmq: str, queue: Queue) -> None:
    say(url, 3)
    with psycopg.connect(url) as conn:
        conn.execute("update outbox_pending set refused_at = now() where seq <> 2")
    with working(Relay("speaker", url, rabbitmq)):
        assert [json.loads(body)["number"] for *_, body in queue.take_all(3)] == [2, 1, 3]
        wait_until(lambda: pending(url) == 0, "end of what is pending")
