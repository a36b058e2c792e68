"""Garbage at every door and in every queue: a typed refusal, nothing written, nothing lost, nobody's name in a log.

Runs are repeatable; `GARBAGE=500` makes 500 examples of each kind, other ones each time.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.local.postgres import PostgresServer, fresh_name
from shared.bus.dispatch import methods_of
from shared.bus.handling import Handler, handlers_of
from shared.bus.inbox_messages import Message
from shared.definitions import installed_definitions
from shared.identifiers import new_id, new_uuid7
from shared.migrations import migrate
from tests.builders import FreshDatabase, let_work
from tests.contracts.garbage import body_of, ids_in, odd, with_ids
from tests.contracts.stand import DAYS, SETTLED, Stand, assert_heard, assert_typed, example_count, stand_at

HOMES = installed_definitions()
HEADERS = ("id", "type", "aggregate", "aggregateversion", "on", "time", "source", "correlationid", "traceparent")
METHODS = [
    pytest.param(name, method, id=f"{name}.{method}")
    for name, definition in HOMES.items()
    for method in methods_of(definition.service)
]
HANDLERS = [
    pytest.param(name, handler, id=f"{name}-{handler.source}.{handler.type}")
    for name, definition in HOMES.items()
    for handler in handlers_of(definition.service).values()
]


@pytest.fixture(scope="module")
def stands(postgres: PostgresServer) -> Iterator[Callable[[str], Stand]]:
    """`stands("payroll")`: the service over one database. What garbage did to it stays, and must not matter."""
    made: dict[str, Stand] = {}
    with ExitStack() as stack:

        def stand_of(service: str) -> Stand:
            if service not in made:
                name = fresh_name("garbage")
                stack.callback(postgres.drop, name)
                migrate(postgres.create(name), HOMES[service].migrations)
                made[service] = stack.enter_context(stand_at(HOMES[service], let_work(postgres.url(name))))
            return made[service]

        yield stand_of


@pytest.fixture
def stand(stands: Callable[[str], Stand], service: str) -> Stand:
    """The service that the test is about."""
    return stands(service)


@pytest.mark.parametrize(("service", "method"), METHODS)
@example_count(4)
@given(data=st.data())
def test_whatever_is_sent_to_a_method_is_answered_or_refused_by_name(
    stand: Stand, method: str, data: st.DataObject
) -> None:
    mark = stand.dispatcher.methods[method]
    kwargs = data.draw(body_of(mark.request) | st.dictionaries(st.text(max_size=10), odd, max_size=4))
    if mark.kind == "command" and data.draw(st.integers(0, 9)):
        kwargs["request_id"] = new_uuid7().hex
    if data.draw(st.booleans()):
        kwargs["on"] = data.draw(st.dates().map(str) | odd) if data.draw(st.booleans()) else "2026-09-01"
    assert_typed(stand, method, with_ids(kwargs, stand.known))


@pytest.mark.parametrize("name", sorted(name for name, definition in HOMES.items() if methods_of(definition.service)))
@example_count(2)
@given(data=st.data())
def test_whatever_a_walk_through_the_door_finds_is_an_answer_or_a_refusal_by_name(
    fresh_database: FreshDatabase, name: str, data: st.DataObject
) -> None:
    marks = methods_of(HOMES[name].service)
    steps = st.sampled_from(sorted(marks)).flatmap(
        lambda method: st.tuples(st.just(method), body_of(marks[method].request, garbage=False), st.sampled_from(DAYS))
    )
    walk = data.draw(st.lists(steps, min_size=30, max_size=60))
    with stand_at(HOMES[name], fresh_database(*HOMES[name].migrations)) as stand:
        for method, body, on in walk:
            request = {"request_id": new_uuid7().hex} if marks[method].kind == "command" else {}
            answer = assert_typed(stand, method, {**with_ids(body, stand.known), **request, "on": on})
            stand.known.extend(ids_in(answer["result"]))


@pytest.mark.parametrize(("service", "handler"), HANDLERS)
@example_count(4)
@given(data=st.data())
def test_whatever_is_said_is_heard_or_parked_and_never_lost(
    stand: Stand, handler: Handler, data: st.DataObject
) -> None:
    bodies = body_of(handler.shape()) | odd
    body = data.draw(bodies.map(json.dumps).map(str.encode) | st.binary(max_size=60))
    headers = {
        "id": new_uuid7().hex,
        "type": handler.type,
        "aggregate": new_id("ord"),
        "aggregateversion": 1,
        "on": "2026-09-01",
        "time": "2026-09-01T10:00:00+00:00",
        "source": handler.source,
    }
    assert_heard(
        stand, Message(source=handler.source, type=handler.type, body=body, id=str(headers["id"]), headers=headers)
    )


@pytest.mark.parametrize(("service", "handler"), HANDLERS)
@example_count(4)
@given(headers=st.dictionaries(st.sampled_from(HEADERS), odd, max_size=9))
def test_a_message_with_garbled_headers_is_heard_or_parked_and_never_lost(
    stand: Stand, handler: Handler, headers: dict[str, Any]
) -> None:
    before = len(stand.ask(SETTLED))
    message = Message(source=handler.source, type=handler.type, body=b"{}", id=new_uuid7().hex, headers=headers)
    stand.inbox.take([message])
    assert len(stand.ask(SETTLED)) == before + 1 or headers.get("id")
