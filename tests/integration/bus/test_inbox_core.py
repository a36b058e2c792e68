"""The inbox without a broker: each event once, in its order, whatever arrives however often."""

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from shared import telemetry
from shared.bus.inbox import DatabaseAway
from shared.bus.inbox_messages import LARGEST_BODY, Message
from shared.bus.parking_retry import Retries
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.consuming import Ear, again, ear_of, foreign, published


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    yield from ear_of(fresh_database("shared.bus"))


def test_a_batch_takes_effect_once_in_the_order_of_each_line(ear: Ear) -> None:
    outcome = ear.inbox.take([published(1), published(1, "ord_2"), published(2), published(3), published(2, "ord_2")])
    assert (outcome.applied, outcome.parked) == (5, 0)
    assert [version for stream, version in ear.effects if stream == "ord_1"] == [1, 2, 3]


def test_a_handler_is_told_the_day_the_source_and_the_cause_of_the_event(ear: Ear) -> None:
    ear.inbox.take([published(1)])
    assert ear.ask("select event_on, actor, correlation from effects") == [(DAY, "event:invoicing", "c1")]


def test_what_comes_again_has_no_second_effect(ear: Ear) -> None:
    first, second = published(1), published(2)
    ear.inbox.take([first, second])
    outcome = ear.inbox.take([first, again(second), again(first)])
    assert outcome.repeated == 3
    assert len(ear.effects) == 2


def test_the_same_event_twice_in_one_batch_has_one_effect(ear: Ear) -> None:
    event, stranger = published(1), foreign(id="f1")
    outcome = ear.inbox.take([event, stranger, event, stranger])
    assert (outcome.applied, outcome.repeated) == (2, 2)
    assert len(ear.effects) == 2


def test_what_comes_before_its_turn_is_held_until_the_gap_closes(ear: Ear) -> None:
    assert ear.inbox.take([published(3), published(2)]).held == 2
    assert ear.effects == []
    assert ear.inbox.take([published(5)]).held == 1
    assert ear.inbox.take([published(1)]).applied == 3
    assert [version for _, version in ear.effects] == [1, 2, 3]
    assert ear.ask("select version from held") == [(5,)]
    ear.inbox.take([published(4)])
    assert [version for _, version in ear.effects] == [1, 2, 3, 4, 5]
    assert ear.ask("select version, stopped, holding from cursors") == [(5, False, False)]


def test_a_type_that_nobody_hears_moves_the_line_along(ear: Ear) -> None:
    assert ear.inbox.take([published(1, type="order_amended", body=b"\xff not even JSON")]).ignored == 1
    assert ear.inbox.take([published(2)]).applied == 1
    assert ear.ask("select outcome from inbox order by version") == [("ignored",), ("applied",)]


def test_whatever_is_announced_commits_with_the_event_that_caused_it(fresh_database: FreshDatabase) -> None:
    for ear in ear_of(fresh_database("shared.bus"), echo=True):
        ear.inbox.take([published(1), published(2)])
        rows = ear.ask("select type, version, event_on, correlation from event_log order by version")
        assert rows == [("order_echoed", 1, DAY, "c1"), ("order_echoed", 2, DAY, "c1")]
        assert ear.ask("select count(*) from outbox_pending") == [(2,)]


def test_a_poisonous_event_is_parked_and_only_its_own_line_waits(ear: Ear) -> None:
    ear.service.unlucky = {13}
    outcome = ear.inbox.take([published(1), published(2, number=13), published(3), published(1, "ord_2"), published(2,
                                                                                                                    "ord_2")])
    assert (outcome.applied, outcome.parked) == (3, 2)
    assert ear.parked == [("ord_1", 2, "unlucky"), ("ord_1", 3, "behind")]
    assert sorted(ear.effects) == [("ord_1", 1), ("ord_2", 1), ("ord_2", 2)]


def test_what_a_failed_handler_wrote_is_undone(ear: Ear) -> None:
    ear.service.unlucky = {13}
    ear.inbox.take([published(1, number=13)])
    assert ear.effects == []
    assert ear.ask("select version, stopped from cursors") == [(0, True)]


def test_a_gap_behind_a_parked_event_keeps_its_order(ear: Ear) -> None:
    ear.service.unlucky = {13}
    ear.inbox.take([published(1, number=13)])
    ear.inbox.take([published(3)])
    ear.service.unlucky = set()
    Retries(ear.inbox).run_due()
    assert ear.effects == [("ord_1", 1)]
    assert ear.inbox.take([published(2)]).applied == 2
    assert [version for _, version in ear.effects] == [1, 2, 3]


@pytest.mark.parametrize(("message", "code"), [
    (published(1, body=b"{broken"), "undecodable"),
    (published(1, body=b"[1]"), "undecodable"),
    (published(1, body=b'{"number": NaN}'), "undecodable"),
    (published(1, body=b"[" * 100_000), "undecodable"),
    (published(1, body=b'{"number": "\xff"}'), "undecodable"),
    (published(1, body=b'{"numbr": 1}'), "shape_not_met"),
    (foreign(), "without_id"),
    (foreign(id="x" * 201), "without_id"),
    (foreign(id="a\x00b"), "without_id"),
    (published(1, body=b" " * (LARGEST_BODY + 1)), "oversized"),
    (published(0), "envelope_broken"),
    (published(2**62), "envelope_broken"),
    (published(True), "envelope_broken"),
    (replace(published(1), headers={"id": "i1", "aggregateversion": "1", "aggregate": "ord_1"}), "envelope_broken"),
    (replace(published(1), headers={"id": "i1", "aggregateversion": 1, "aggregate": "ord\x001"}), "envelope_broken"),
    (replace(published(1), headers={}, type=""), "envelope_broken"),
    (replace(published(1), headers={}, unreadable=True), "envelope_broken"),
])
def test_what_cannot_be_heard_is_parked_raw_by_name(ear: Ear, message: Message, code: str) -> None:
    assert ear.inbox.take([message]).parked == 1
    assert [row[2] for row in ear.parked] == [code]
    assert ear.ask("select body from parked") == [(message.body,)]
    assert ear.ask("select count(*) from inbox") == [(0,)]


def test_a_body_of_the_largest_size_is_heard(ear: Ear) -> None:
    body = json.dumps({"number": 1}).encode()
    assert ear.inbox.take([published(1, body=body + b" " * (LARGEST_BODY - len(body)))]).applied == 1


def test_a_message_without_id_that_comes_again_is_parked_once(ear: Ear) -> None:
    ear.inbox.take([foreign(7)])
    ear.inbox.take([again(foreign(7))])
    assert len(ear.parked) == 1
    ear.inbox.take([foreign(7)])  # not redelivered: perhaps another message that says the same
    assert len(ear.parked) == 2


def test_a_foreign_event_is_known_by_its_id(ear: Ear) -> None:
    assert ear.inbox.take([foreign(id="f1")]).applied == 1
    assert ear.inbox.take([foreign(id="f1"), again(foreign(id="f1"))]).repeated == 2
    ear.service.unlucky = {13}
    assert ear.inbox.take([foreign(13, id="f2")]).parked == 1
    assert ear.inbox.take([foreign(13, id="f2")]).repeated == 1
    assert len(ear.effects) == 1


def test_a_message_that_kills_its_process_is_parked_and_the_others_are_not(ear: Ear) -> None:
    class Killed(BaseException):
        pass

    def deadly(*_: object) -> None:
        raise Killed

    good, killer, last = published(1, "ord_2"), published(1, number=666), published(1, "ord_3")
    listen = ear.inbox._listeners
    key = ("invoicing", "order_signed")
    listener = listen[key]
    listen[key] = replace(listener, handle=lambda tx, consumed: deadly() if consumed["number"] == 666
                          else listener.handle(tx, consumed))
    kills, batch = 0, [good, killer, last]
    for _ in range(10):
        try:
            outcome = ear.inbox.take(batch)
            break
        except Killed:
            kills, batch = kills + 1, [again(message) for message in batch]
    assert kills == 4
    assert (outcome.repeated, outcome.parked, outcome.applied) == (1, 1, 1)
    assert ear.parked == [("ord_1", 1, "kills_its_process")]
    assert ear.ask("select replayable, next_try_at > now() + interval '50 minutes' from parked") == [(True, True)]
    assert sorted(ear.effects) == [("ord_2", 1), ("ord_3", 1)]
    assert ear.ask("select * from attempts") == []


def test_a_process_that_ends_between_an_event_and_the_held_one_loses_nothing(ear: Ear) -> None:
    ear.inbox.take([published(2)])
    release = ear.inbox.release
    ear.inbox.release = lambda stream: type(release.__self__.consumed)()  # type: ignore[method-assign]
    ear.inbox.take([again(published(1))])
    assert len(ear.effects) == 1
    ear.inbox.release = release  # type: ignore[method-assign]
    Retries(ear.inbox).run_due()
    assert [version for _, version in ear.effects] == [1, 2]


def test_a_held_event_that_fails_in_its_turn_is_parked(ear: Ear) -> None:
    ear.service.unlucky = {13}
    ear.inbox.take([published(3), published(2, number=13)])
    assert ear.inbox.take([published(1)]).parked == 1
    assert ear.effects == [("ord_1", 1)]
    assert ear.parked == [("ord_1", 2, "unlucky")]
    ear.service.unlucky = set()
    Retries(ear.inbox).run_due()
    assert [version for _, version in ear.effects] == [1, 2, 3]
    assert ear.ask("select version, stopped, holding from cursors") == [(3, False, False)]


def test_a_database_that_is_away_is_nobodys_fault(ear: Ear) -> None:
    batch = [published(1), published(2)]
    listen = ear.inbox._listeners
    key = ("invoicing", "order_signed")
    listener = listen[key]

    def cut(tx: object, consumed: object) -> None:
        tx.run("select pg_terminate_backend(pg_backend_pid())")  # type: ignore[attr-defined]

    listen[key] = replace(listener, handle=cut)
    with pytest.raises(DatabaseAway):
        ear.inbox.take(batch)
    listen[key] = listener
    assert ear.inbox.take([again(message) for message in batch]).applied == 2
    assert ear.parked == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_in_whatever_order_and_however_often_events_arrive_each_line_is_heard_once_in_order(
    ear: Ear, data: st.DataObject,
) -> None:
    ear.forget()
    run = uuid4().hex
    events = [published(version, f"{stream}_{run}") for stream in range(3) for version in range(1, 5)]
    order = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=8))))
    while order:
        size = data.draw(st.integers(1, len(order)))
        batch, order = order[:size], order[size:]
        ear.inbox.take([again(m) if data.draw(st.booleans()) else m for m in batch])
    assert sorted(ear.effects) == sorted((m.headers["aggregate"], m.headers["aggregateversion"]) for m in events)
    for stream in {m.headers["aggregate"] for m in events}:
        assert [version for name, version in ear.effects if name == stream] == [1, 2, 3, 4]
    assert ear.parked == []


def test_what_an_inbox_did_is_counted_for_those_who_watch_it(ear: Ear) -> None:
    def figure(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(name, {"service": "listener", **labels}) or 0.0

    before = figure("sharedco_events_heard_total", outcome="applied")
    ear.service.unlucky = {13}
    ear.inbox.take([published(1), published(3), published(1, "ord_2", number=13)])
    assert figure("sharedco_events_heard_total", outcome="applied") == before + 1
    ear.inbox.delays = ()
    Retries(ear.inbox).run_due()
    assert figure("sharedco_events_set_aside", how="parked") == 1
    assert figure("sharedco_events_set_aside", how="held") == 1


def test_a_trace_goes_on_through_the_effect_of_an_event(
    fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch,
) -> None:
    spans = InMemorySpanExporter()
    monkeypatch.setattr(telemetry._Tracing, "tracer", None)
    provider = telemetry.begin_tracing("listener", spans)
    parent = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    for ear in ear_of(fresh_database("shared.bus"), echo=True):
        ear.inbox.take([published(1, headers={"traceparent": parent})])
        provider.force_flush()
        span, = spans.get_finished_spans()
        assert (span.name, format(span.context.trace_id, "032x")) == ("process invoicing.order_signed", "a" * 32)
        (published_in,), = ear.ask("select traceparent from event_log")
        assert published_in == f"00-{'a' * 32}-{span.context.span_id:016x}-01"
