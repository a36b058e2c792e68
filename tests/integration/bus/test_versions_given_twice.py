"""A version given twice is never dropped as a repeat: it stops its stream, and a person decides."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from shared.bus.inbox_messages import Message
from shared.bus.parking import NotAcceptable, accept_parked, discard_parked
from shared.bus.parking_retry import Retries
from shared.bus.reconcile import check_chain, compare
from shared.bus.restoring import Restored, begin_epoch
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.consuming import Ear, again, ear_of, foreign, published
from tests.integration.bus.publishing import mouth, say
from tests.integration.bus.test_parking_operators import act, first_parked
from tests.integration.bus.test_reconcile_and_replay import messages, plant, sent


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    yield from ear_of(fresh_database("shared.bus"))


def test_another_event_under_a_known_version_is_parked_and_stops_its_stream(ear: Ear) -> None:
    stray, real = published(1, number=666), published(1)
    ear.inbox.take([stray])
    outcome = ear.inbox.take([real, published(2), published(1, "ord_2")])
    assert (outcome.applied, outcome.repeated, outcome.parked) == (1, 0, 2)
    assert ear.parked == [("ord_1", 1, "version_taken"), ("ord_1", 2, "behind")]
    assert ear.ask("select stopped from cursors where aggregate = 'ord_1'") == [(True,)]
    assert ear.ask("select next_try_at from parked where version = 1") == [(None,)]


def test_the_same_event_again_stays_a_repeat(ear: Ear) -> None:
    event = published(1)
    ear.inbox.take([event])
    assert ear.inbox.take([event, again(event)]).repeated == 2
    assert ear.parked == []


@pytest.mark.parametrize("redelivered", [False, True])
def test_the_same_id_with_another_body_is_no_repeat(ear: Ear, redelivered: bool) -> None:
    event = published(1)
    ear.inbox.take([event])
    altered = replace(event, body=json.dumps({"number": 77}).encode(), redelivered=redelivered)
    assert ear.inbox.take([altered]).parked == 1
    assert ear.parked == [("ord_1", 1, "version_taken")]


def test_the_same_foreign_id_with_another_body_is_set_aside(ear: Ear) -> None:
    ear.inbox.take([foreign(1, id="f1")])
    assert ear.inbox.take([foreign(2, id="f1")]).parked == 1
    assert ear.ask("select code, event_id from parked") == [("id_taken", None)]


def test_two_events_that_wait_for_the_same_turn_are_not_dropped(ear: Ear) -> None:
    ear.inbox.take([published(3, number=30)])
    assert ear.inbox.take([published(3, number=31)]).parked == 1
    assert ear.parked == [("ord_1", 3, "version_taken")]
    assert ear.ask("select count(*) from held") == [(1,)]


def test_a_parked_event_whose_version_was_taken_meanwhile_is_not_dropped_when_it_is_tried_again(ear: Ear) -> None:
    ear.service.unlucky = {13}
    ear.inbox.take([published(1, number=13)])
    with ear.database.connection() as conn:
        conn.execute("update cursors set version = 1")
        conn.execute("update parked set next_try_at = now()")
    Retries(ear.inbox).run_due()
    assert ear.parked == [("ord_1", 1, "version_taken")]
    assert ear.ask("select next_try_at from parked") == [(None,)]


def test_an_accepted_event_takes_effect_beside_the_other_and_the_stream_goes_on(ear: Ear) -> None:
    ear.inbox.take([published(1, number=666)])
    ear.inbox.take([published(1), published(2)])
    act(ear, accept_parked, first_parked(ear), "beside", by="ops", why="a stray message took its version")
    Retries(ear.inbox).run_due()
    assert ear.ask("select number from effects order by seq") == [(666,), (1,), (2,)]
    assert ear.parked == []
    assert ear.ask("select version, stopped from cursors") == [(2, False)]
    assert ear.ask("select accepted, accepted_by, why from acceptances") == [
        ("beside", "ops", "a stray message took its version")]


def test_a_renumbered_stream_counts_on_from_the_event_of_the_restored_source(ear: Ear) -> None:
    old = [published(version) for version in (1, 2, 3, 4)]
    ear.inbox.take(old)
    ear.inbox.take([published(version, number=10 * version, headers={"epoch": 2}) for version in (3, 4, 5)])
    act(ear, accept_parked, first_parked(ear), "from_here", by="ops", why="invoicing was restored")
    Retries(ear.inbox).run_due()
    assert ear.ask("select number from effects order by seq") == [(1,), (2,), (3,), (4,), (30,), (40,), (50,)]
    assert ear.inbox.take([again(old[3])]).repeated == 1
    assert ear.ask("select version, stopped from cursors") == [(5, False)]
    assert ear.ask("select epoch from inbox where version = 5") == [(2,)]


def test_an_event_of_before_the_renumbering_that_comes_late_moves_nothing(ear: Ear) -> None:
    old = [published(version) for version in (1, 2, 3)]
    ear.inbox.take(old)
    ear.inbox.take([published(2, number=20)])
    act(ear, accept_parked, first_parked(ear), "from_here", by="ops", why="restored")
    Retries(ear.inbox).run_due()
    assert ear.inbox.take([old[2], published(1, "ord_2")]).repeated == 1
    assert ear.inbox.take([published(3, number=30)]).applied == 1
    assert [number for number, in ear.ask("select number from effects where aggregate = 'ord_1' order by seq")] == [
        1, 2, 3, 20, 30]


def test_a_discarded_forgery_is_no_fault_of_the_source(ear: Ear, fresh_database: FreshDatabase) -> None:
    url = fresh_database("shared.bus")
    say(url, 1)
    sent(url)
    real, = messages(url)
    ear.inbox.take([real])
    forged = replace(real, id="0" * 32, headers={**real.headers, "id": "0" * 32})
    ear.inbox.take([forged])
    act(ear, discard_parked, first_parked(ear), by="ops", why="not from speaker")
    assert list(compare("speaker", url, "listener", ear.database.url)) == []


def test_only_an_event_whose_version_was_taken_can_be_accepted(ear: Ear) -> None:
    ear.service.unlucky = {13}
    ear.inbox.take([published(1, number=13)])
    with pytest.raises(NotAcceptable):
        act(ear, accept_parked, first_parked(ear), "beside", by="ops", why="x")


def stream(url: str) -> list[Message]:
    return [replace(each, headers={**each.headers, "epoch": 1}) for each in messages(url)]


def restored(url: str, ear: Ear) -> Restored:
    with mouth(url) as database, database.transaction(on=DAY, actor="operator") as tx:
        return begin_epoch(tx, "speaker", [ear.database.url], by="ops", why="the disk of the database died")


def test_after_a_restore_no_version_is_given_out_twice_and_what_was_lost_is_named_until_answered_for(
    fresh_database: FreshDatabase, ear: Ear,
) -> None:
    url = fresh_database("shared.bus")
    say(url, 4)
    everything = messages(url)
    ear.inbox.take(everything)
    lose(url, beyond=2)
    assert restored(url, ear) == Restored(epoch=2, versions=2, streams=1)
    say(url, 1, first=5)
    sent(url)
    assert list(check_chain(url)) == []
    outcome = ear.inbox.take([each for each in messages(url) if each.headers["aggregateversion"] > 2])
    assert (outcome.parked, ear.parked) == (0, [])
    assert ear.ask("select max(version) from cursors") == [(5,)]
    named = list(compare("speaker", url, "listener", ear.database.url))
    assert [(each.kind, each.version) for each in named] == [("unsaid", 3), ("unsaid", 4)]
    with ear.database.connection() as conn:
        conn.execute("insert into acknowledged_differences (source, event_id, acknowledged_by, why) "
                     "select 'speaker', event_id, 'ops', 'entered again' from inbox where version in (3, 4)")
    assert list(compare("speaker", url, "listener", ear.database.url)) == []


def test_a_consumer_that_knew_less_passes_over_what_was_lost(fresh_database: FreshDatabase, ear: Ear) -> None:
    url = fresh_database("shared.bus")
    say(url, 3)
    ahead: Any = next(ear_of(fresh_database("shared.bus")))
    ahead.inbox.take(messages(url))
    ear.inbox.take(messages(url)[:1])
    lose(url, beyond=1)
    restored(url, ahead)
    say(url, 1, first=4)
    ear.inbox.take(messages(url))
    assert ear.ask("select version from cursors") == [(4,)]
    assert ear.parked == []
    ahead.database.close()


def lose(url: str, *, beyond: int) -> None:
    """What a restore to an earlier point leaves: the end of each log is gone, its events had left."""
    plant(url, f"delete from event_log where version > {beyond}")
    plant(url, "delete from outbox_pending")
    with psycopg.connect(url) as conn:
        conn.execute("update aggregates a set version = e.version, digest = e.digest from event_log e "
                     "where e.aggregate = a.aggregate and e.version = %s", [beyond])
