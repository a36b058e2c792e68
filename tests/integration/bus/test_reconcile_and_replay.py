"""Reconciliation names every planted difference; replay gives a late subscriber its lines, once."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from shared.bus.inbox_messages import Message
from shared.bus.reconcile import Difference, check_chain, compare
from shared.bus.replay import NobodyListens, Replayed, replay
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.consuming import Ear, ear_of
from tests.integration.bus.publishing import Queue, say

EARLIER, LATER = date(2026, 8, 1), date(2026, 10, 1)


@pytest.fixture
def published(fresh_database: FreshDatabase) -> str:
    """A log with three events of one line, on three days."""
    url = fresh_database("shared.bus")
    for place, day in enumerate((EARLIER, DAY, LATER), start=1):
        say(url, 1, first=place, on=day)
    return url


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    yield from ear_of(fresh_database("shared.bus"))


def messages(url: str) -> list[Message]:
    """What the relay would send."""
    with psycopg.connect(url) as conn:
        rows = conn.execute("select id::text, type, aggregate, version, body from event_log "
                            "order by aggregate, version").fetchall()
    return [Message(source="speaker", type=kind, id=event_id, body=body.encode(),
                    headers={"id": event_id, "aggregate": line, "aggregateversion": version})
            for event_id, kind, line, version, body in rows]


def sent(url: str) -> None:
    plant(url, "delete from outbox_pending")


def plant(url: str, statement: str) -> None:
    """Change what nobody may change: triggers are silenced."""
    with psycopg.connect(url) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute(statement.encode())


def differences(url: str, ear: Ear) -> list[Difference]:
    return list(compare("speaker", url, "listener", ear.database.url))


def kinds(url: str, ear: Ear) -> list[tuple[str, int]]:
    return sorted((each.kind, each.version) for each in differences(url, ear))


def test_a_log_that_was_heard_whole_shows_no_difference(published: str, ear: Ear) -> None:
    sent(published)
    ear.inbox.take(messages(published))
    assert differences(published, ear) == []


def test_each_kind_of_difference_is_named_with_its_event(published: str, ear: Ear) -> None:
    say(published, 1, line="ord_2")
    sent(published)
    first, second, third, other = messages(published)
    ear.inbox.take([first, third])
    assert kinds(published, ear) == [("held", 3), ("missing", 1), ("missing", 2)]
    ear.inbox.take([second, other])
    plant(ear.database.url, "update inbox set body_hash = '\\x00' where version = 2")
    plant(ear.database.url, "update inbox set version = 7 where version = 3")
    plant(published, "delete from event_log where aggregate = 'ord_2'")
    assert kinds(published, ear) == [("altered", 2), ("altered", 7), ("unsaid", 1)]
    named = next(each for each in differences(published, ear) if each.version == 2)
    assert second.id in str(named)
    assert "altered" in str(named)


def test_what_is_pending_is_on_its_way_and_what_is_parked_is_told(published: str, ear: Ear) -> None:
    assert kinds(published, ear) == [("pending", 1), ("pending", 2), ("pending", 3)]
    assert not any(each.is_fault for each in differences(published, ear))
    sent(published)
    event = messages(published)[0]
    ear.inbox.largest = 1
    ear.inbox.take([event])
    assert ("parked", 1) in kinds(published, ear)


def test_a_chain_that_nobody_touched_is_whole(published: str) -> None:
    assert list(check_chain(published)) == []


@pytest.mark.parametrize(("change", "told"), [
    ("update event_log set body = '{}' where version = 2", "version 2 of ord_1, is not what was written"),
    ("update event_log set event_on = '2026-01-01' where version = 1", "version 1 of ord_1, is not what was written"),
    ("update event_log set recorded_at = now() where version = 3", "version 3 of ord_1, is not what was written"),
    ("update event_log set type = 'x' where version = 3", "version 3 of ord_1, is not what was written"),
    ("update event_log set digest = repeat('0', 64) where version = 2", "version 2 of ord_1, is not what was written"),
    ("delete from event_log where version = 2", "version 2 of ord_1 is missing"),
    ("delete from event_log where version = 3", "ord_1 ends at version 2, but version 3 was written"),
    ("delete from event_log", "ord_1 ends at version 0, but version 3 was written"),
    ("delete from aggregates", "ord_1 ends at version 3, but version None was written"),
])
def test_a_planted_change_breaks_the_chain_at_its_first_wrong_row(published: str, change: str, told: str) -> None:
    say(published, 2, line="ord_2")
    plant(published, change.replace(" where", " where aggregate = 'ord_1' and") if "where" in change
          else f"{change} where aggregate = 'ord_1'")
    found = list(check_chain(published))
    assert len(found) == 1
    assert told in found[0]


def test_a_proof_of_what_is_new_leaves_what_is_older_alone(published: str, ear: Ear) -> None:
    sent(published)
    with psycopg.connect(published) as conn:
        [(cut,)] = conn.execute("select clock_timestamp()").fetchall()
    time.sleep(0.01)  # ids bear whole milliseconds
    say(published, 1, first=4, line="another")
    sent(published)
    assert kinds(published, ear) == [
        ("missing", 1), ("missing", 1), ("missing", 2), ("missing", 3)]
    new = list(compare("speaker", published, "listener", ear.database.url, since=cut))
    assert [(each.kind, each.aggregate) for each in new] == [("missing", "another")]
    plant(published, "update event_log set body = '{}'")
    assert len(list(check_chain(published))) == 2
    assert ["another" in fault for fault in check_chain(published, since=cut)] == [True]


def test_a_dry_run_counts_and_sends_nothing(published: str, rabbitmq: str) -> None:
    say(published, 1, line="ord_old", on=EARLIER)
    done = replay("speaker", published, "listener", rabbitmq, since=LATER, dry_run=True)
    assert done == Replayed(events=3, streams=1, earlier=2)


def test_replay_without_a_queue_is_refused(published: str, rabbitmq: str) -> None:
    with pytest.raises(NobodyListens):
        replay("speaker", published, "listener", rabbitmq, since=DAY)


def test_a_late_subscriber_hears_each_line_from_its_beginning_and_nothing_twice(
    published: str, rabbitmq: str, ear: Ear,
) -> None:
    say(published, 1, line="ord_old", on=EARLIER)
    live = messages(published)[2]
    ear.inbox.take([live])  # said after the subscriber came: its line is not known from the beginning
    queue = Queue(rabbitmq, "speaker.events", "listener.hears.speaker")
    queue.channel.exchange_declare("speaker.repeats", "direct", durable=True)
    queue.channel.queue_bind("listener.hears.speaker", "speaker.repeats", "listener")
    seen: list[tuple[int, int]] = []
    for _ in range(2):
        done = replay("speaker", published, "listener", rabbitmq, since=DAY, advance=lambda *now: seen.append(now))
        assert done == Replayed(events=3, streams=1, earlier=1)
        ear.inbox.take([_message(*got) for got in queue.take_all(3)])
    assert queue.depth == 0
    queue.close()
    assert seen == [(3, 3), (3, 3)]
    assert ear.ask("select version, outcome from inbox order by version") == [
        (1, "ignored"), (2, "ignored"), (3, "ignored")]
    assert [each.aggregate for each in differences(published, ear)] == ["ord_old"]


def _message(method: Any, properties: Any, body: bytes) -> Message:
    return Message(source="speaker", type=method.routing_key, id=properties.message_id, headers=properties.headers,
                   body=body)
