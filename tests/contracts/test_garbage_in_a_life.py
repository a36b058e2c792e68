"""Garbage thrown at a house that has lived: nearly right requests about orders, wages and members that exist.

What was called and said while the demo's story was played is changed in a place or two and sent again, on copies of the
databases that the story left. `GARBAGE=500` makes 500 examples of each kind, other ones each time.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.local.postgres import PostgresServer, fresh_name
from shared.bus.dispatch import methods_of
from shared.bus.handling import handlers_of
from shared.cli.proving import prove
from shared.definitions import ServiceDefinition, installed_definitions
from shared.identifiers import new_uuid7
from shared.settings import Settings
from tests.contracts.garbage import SAMPLES, body_of, ids_in, odd, with_ids
from tests.contracts.lifecycle import Life, live, message_of
from tests.contracts.stand import DAYS, MORE, ZONE, Stand, assert_heard, assert_typed, example_count, stand_at

HOMES = {name: definition for name, definition in installed_definitions().items() if definition.published}
ENDS = ("sign_orders", "declare_and_insure", "complete_september", "freeze_roll")[0 if MORE else -1 :]
STEPS = 25  # requests or events of one example


@pytest.fixture(scope="module", params=ENDS)
def life(postgres: PostgresServer, request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Life]:
    """The story up to a chapter."""
    lived = live(postgres, HOMES, tmp_path_factory.mktemp("life"), last=request.param)
    yield lived
    for name in lived.templates.values():
        postgres.drop(name)


@contextmanager
def copy_of(postgres: PostgresServer, life: Life, definition: ServiceDefinition) -> Iterator[Stand]:
    """A service as it was at the end of that life."""
    name = fresh_name("copy")
    try:
        with stand_at(definition, postgres.create(name, template=life.templates[definition.name])) as stand:
            stand.known.extend(dict.fromkeys(ids_in(life.answers)))
            yield stand
    finally:
        postgres.drop(name)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to every value inside a body."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    if path:
        yield path


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The body with one of its values replaced."""
    if not path:
        return new
    if isinstance(value, dict):
        return {key: changed(inner, path[1:], new) if key == path[0] else inner for key, inner in value.items()}
    return [changed(inner, path[1:], new) if place == path[0] else inner for place, inner in enumerate(value)]


@st.composite
def nearly(draw: st.DrawFn, bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """One of the bodies, with up to three of its values changed for others of its kind, or for anything."""
    body: dict[str, Any] = bodies[draw(st.integers(0, 99)) % len(bodies)]
    for _ in range(draw(st.integers(0, 3))):
        paths = list(leaves(body))
        if not paths:
            break
        path = paths[draw(st.integers(0, 999)) % len(paths)]
        body = changed(body, path, draw(replacement(path)))
    return body


def replacement(path: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """What may stand in the place of a value: by the name of its field the like of it, or anything at all."""
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    days = st.dates().map(str) | st.sampled_from(DAYS)
    prefix = name[:3] if name.endswith("_id") else ""
    ids = st.integers(0, 9).map(lambda n: f"@{PREFIXES.get(name, prefix)}:{n}")
    cents = st.sampled_from(["0.00", "0.01", "-0.01", "30.00", "1000.00", "9999999999999.99", "12.345"])
    likely = {"_on": days, "_id": ids}.get(name[-3:], cents if name == "amount" else st.sampled_from(SAMPLES))
    return likely | likely | st.integers(-2, 40) | odd


PREFIXES = {
    "member_id": "mbr",
    "order_id": "ord",
    "activity_id": "act",
    "client_id": "cli",
    "invoice_id": "inv",
    "wage_id": "wag",
    "call_id": "shc",
    "registration_id": "reg",
    "session_id": "ses",
    "declaration_id": "dec",
    "movement_id": "mov",
    "assembly_id": "asm",
    "poll_id": "pol",
    "resolution_id": "rsl",
    "payment_id": "pay",
}


def requests_of(life: Life, definition: ServiceDefinition) -> st.SearchStrategy[tuple[str, dict[str, Any], str]]:
    """Requests at a service: recorded ones nearly as they were, and made-up ones."""
    strategies = []
    for name, mark in methods_of(definition.service).items():
        recorded = life.calls.get(f"{definition.name}.{name}")
        bodies = nearly(recorded) if recorded else body_of(mark.request, garbage=False)
        strategies.append(st.tuples(st.just(name), bodies | body_of(mark.request, garbage=False),
                                    st.sampled_from(DAYS)))
    return st.one_of(strategies)


@pytest.mark.parametrize("name", sorted(HOMES))
@example_count(2, shrink=False)
@given(data=st.data())
def test_nearly_right_requests_are_answered_or_refused_by_name_and_the_books_stay_right(
    postgres: PostgresServer, life: Life, name: str, data: st.DataObject
) -> None:
    definition = HOMES[name]
    walk = data.draw(st.lists(requests_of(life, definition), min_size=STEPS, max_size=STEPS))
    with copy_of(postgres, life, definition) as stand:
        for method, body, on in walk:
            request = {"request_id": new_uuid7().hex} if stand.dispatcher.methods[method].kind == "command" else {}
            answer = assert_typed(stand, method, {**with_ids(body, stand.known), **request, "on": on})
            stand.known.extend(ids_in(answer["result"]))
        assert faults_of(stand) == []


@pytest.mark.parametrize("name", sorted(name for name in HOMES if handlers_of(HOMES[name].service)))
@example_count(2, shrink=False)
@given(data=st.data())
def test_nearly_right_events_are_heard_or_parked_and_the_books_stay_right(
    postgres: PostgresServer, life: Life, name: str, data: st.DataObject
) -> None:
    definition = HOMES[name]
    others = [f"{source}.{kind}" for source, kind in handlers_of(definition.service) if source != name]
    known = {event: [json.loads(row["body"]) for row in life.published[event]] for event in others
             if event in life.published}
    if not known:
        return
    events = st.one_of([st.tuples(st.just(event), nearly(bodies)) for event, bodies in sorted(known.items())])
    walk = data.draw(st.lists(events, min_size=STEPS, max_size=STEPS))
    with copy_of(postgres, life, definition) as stand:
        for event, body in walk:
            told = {
                **life.published[event][0],
                "id": str(new_uuid7()),
                "aggregate": new_uuid7().hex,
                "version": 1,
                "body": json.dumps(with_ids(body, stand.known)),
            }
            assert_heard(stand, message_of(event.partition(".")[0], told))
        assert faults_of(stand) == []


def faults_of(stand: Stand) -> list[str]:
    """What `verify` finds wrong in the service."""
    settings = Settings(
        environment="test",
        country="BE",
        zone=ZONE,
        amqp_uri="",
        public_keys={},
        variables={f"DATABASE_URL_{stand.definition.name.upper()}": stand.url},
    )
    return [
        f"{proof.name}: {fault}" for proof in prove(settings,
                                                    {stand.definition.name: stand.definition}) for fault in proof.faults
    ]
