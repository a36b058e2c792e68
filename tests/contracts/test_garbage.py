"""Garbage at every door and in every queue: a typed refusal, nothing written, nothing lost, nobody's name in a log.

Runs are repeatable; `GARBAGE=500` makes 500 examples of each kind, other ones each time.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.processors import format_exc_info
from structlog.testing import capture_logs

from shared.auth import Tokens, new_key, sign_token
from shared.bus.door import Call, Door, methods_of
from shared.bus.hearing import Handler, handlers_of
from shared.bus.inbox import Inbox
from shared.bus.inbox_messages import Message
from shared.homes import Home, installed_homes
from shared.identifiers import new_id, new_uuid7
from tests.builders import FreshDatabase
from tests.contracts.garbage import SECRET, body_of, ids_in, odd, with_ids

Test = TypeVar("Test", bound=Callable[..., None])
MORE = int(os.environ.get("GARBAGE", "0"))
HOMES = installed_homes()
ROLES = (
    "desk",
    "advisor",
    "accountant",
    "payroll_clerk",
    "returning_officer",
    "auditor",
    "board",
    "bank",
    "ops",
    "clock",
    "service",
    "member",
)
PRIVATE, PUBLIC = new_key()
FINGERPRINT = """
select string_agg(format('select %L as name, count(*) as rows, coalesce(sum(xmin::text::bigint), 0) as writers from %I',
                         relname, relname), ' union all ') || ' order by name' as query
from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
"""
DAYS = ("2026-09-01", "2026-09-02", "2026-09-30", "2026-10-15")
UNEXPECTED = re.compile(r"\w+ in \S+, line \d+")


def example_count(few: int) -> Callable[[Test], Test]:
    return settings(
        max_examples=MORE or few,
        deadline=None,
        derandomize=not MORE,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.function_scoped_fixture,
            HealthCheck.filter_too_much,
            HealthCheck.large_base_example,
        ],
    )


@dataclass
class Stand:
    """One service over a database of its own, with somebody before its door who may do everything."""

    home: Home
    url: str
    door: Door
    inbox: Inbox
    known: list[str]

    @property
    def state(self) -> list[tuple[Any, ...]]:
        """What the database holds, as far as any write would show."""
        with psycopg.connect(self.url) as conn:
            query = conn.execute(FINGERPRINT).fetchone()
            return conn.execute(query[0].encode()).fetchall() if query else []

    def call(self, method: str, kwargs: dict[str, Any], *, subject: str = "clerk") -> dict[str, Any]:
        """A call by somebody who has every role."""
        token = sign_token(PRIVATE, key_id="k1", subject=subject, roles=ROLES, country="BE", assurance="high")
        return self.door.answer(Call(method=method, kwargs=kwargs, token=token, correlation="c1"))


@pytest.fixture
def stand(fresh_database: FreshDatabase, request: pytest.FixtureRequest) -> Iterator[Stand]:
    with stand_of(HOMES[request.param], fresh_database) as stand:
        yield stand


@contextmanager
def stand_of(home: Home, fresh_database: FreshDatabase) -> Iterator[Stand]:
    url = fresh_database(*home.migrations)
    database = home.database(url, "BE").open()
    service = home.service()
    yield Stand(
        home,
        url,
        Door(service, database, Tokens({"k1": PUBLIC}, "BE"), zone="Europe/Brussels"),
        Inbox(service, home, database, zone="Europe/Brussels"),
        [new_id("mbr")],
    )
    database.close()


def assert_typed(stand: Stand, method: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Call, and see that whatever comes back is an answer, or a refusal that wrote nothing and names nobody."""
    before = stand.state
    with capture_logs(processors=[format_exc_info]) as logs:
        answer = stand.call(method, kwargs)
    json.dumps(answer, allow_nan=False)
    if error := answer["error"]:
        assert error["exc_type"] != "internal_error", (method, kwargs, [log.get("exception") for log in logs])
        assert stand.state == before, f"{method} was refused ({error['exc_type']}) and wrote"
        assert SECRET not in json.dumps(error), f"{method} repeats what it was sent: {error}"
    assert SECRET not in str(logs)
    return answer


METHODS = [
    pytest.param(name, method, id=f"{name}.{method}")
    for name, home in HOMES.items()
    for method in methods_of(home.service)
]


@pytest.mark.parametrize(("stand", "method"), METHODS, indirect=["stand"])
@example_count(12)
@given(data=st.data())
def test_whatever_is_sent_to_a_method_is_answered_or_refused_by_name(
    stand: Stand, method: str, data: st.DataObject
) -> None:
    mark = stand.door.methods[method]
    kwargs = data.draw(body_of(mark.takes) | st.dictionaries(st.text(max_size=10), odd, max_size=4))
    if mark.kind == "command" and data.draw(st.integers(0, 9)):
        kwargs["request_id"] = new_uuid7().hex
    if data.draw(st.booleans()):
        kwargs["on"] = data.draw(st.dates().map(str) | odd) if data.draw(st.booleans()) else "2026-09-01"
    assert_typed(stand, method, with_ids(kwargs, stand.known))


@pytest.mark.parametrize("name", sorted(HOMES))
@example_count(5)
@given(data=st.data())
def test_whatever_a_walk_through_the_door_finds_is_an_answer_or_a_refusal_by_name(
    fresh_database: FreshDatabase, name: str, data: st.DataObject
) -> None:
    marks = methods_of(HOMES[name].service)
    steps = st.sampled_from(sorted(marks)).flatmap(
        lambda method: st.tuples(st.just(method), body_of(marks[method].takes, garbage=False), st.sampled_from(DAYS))
    )
    walk = data.draw(st.lists(steps, min_size=30, max_size=60)) if marks else []
    with stand_of(HOMES[name], fresh_database) as stand:
        for method, body, on in walk:
            request = {"request_id": new_uuid7().hex} if marks[method].kind == "command" else {}
            answer = assert_typed(stand, method, {**with_ids(body, stand.known), **request, "on": on})
            stand.known.extend(ids_in(answer["result"]))


HANDLERS = [
    pytest.param(name, handler, id=f"{name}-{handler.source}.{handler.type}")
    for name, home in HOMES.items()
    for handler in handlers_of(home.service).values()
]


def settled(stand: Stand) -> list[tuple[Any, ...]]:
    """Everything that the inbox knows of a message, wherever it put it."""
    with psycopg.connect(stand.url) as conn:
        return conn.execute(
            "select event_id, 'heard', '' from inbox union all select event_id, 'parked', error from parked "
            "union all select event_id, 'held', '' from held"
        ).fetchall()


@pytest.mark.parametrize(("stand", "handler"), HANDLERS, indirect=["stand"])
@example_count(15)
@given(data=st.data())
def test_whatever_is_said_is_heard_or_parked_and_never_lost(
    stand: Stand, handler: Handler, data: st.DataObject
) -> None:
    body = data.draw(
        body_of(handler.shape()).map(json.dumps).map(str.encode)
        | odd.map(json.dumps).map(str.encode)
        | st.binary(max_size=60)
    )
    event_id, aggregate = new_uuid7().hex, new_id("ord")
    headers = {
        "id": event_id,
        "type": handler.type,
        "aggregate": aggregate,
        "aggregateversion": 1,
        "on": "2026-09-01",
        "time": "2026-09-01T10:00:00+00:00",
        "source": handler.source,
    }
    with capture_logs() as logs:
        stand.inbox.take([Message(source=handler.source, type=handler.type, body=body, id=event_id, headers=headers)])
    mine = [row for row in settled(stand) if row[0] == event_id]
    assert len(mine) == 1, f"{len(mine)} traces of one message"
    assert not UNEXPECTED.fullmatch(mine[0][2] or ""), (mine, body)
    assert SECRET not in str(logs)
    assert SECRET not in str(mine)


@pytest.mark.parametrize(("stand", "handler"), HANDLERS, indirect=["stand"])
@example_count(8)
@given(
    headers=st.dictionaries(
        st.sampled_from(
            ["id", "type", "aggregate", "aggregateversion", "on", "time", "source", "correlationid", "traceparent"]
        ),
        odd,
        max_size=9,
    )
)
def test_a_message_with_garbled_headers_is_heard_or_parked_and_never_lost(
    stand: Stand, handler: Handler, headers: dict[str, Any]
) -> None:
    before = len(settled(stand))
    stand.inbox.take(
        [Message(source=handler.source, type=handler.type, body=b"{}", id=new_uuid7().hex, headers=headers)]
    )
    assert len(settled(stand)) == before + 1 or headers.get("id")
