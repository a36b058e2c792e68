"""What was stored and published once is still read, by whoever says it and by whoever hears it."""

import json
from typing import Any

import pytest

from shared.bus.contracts import event_schema
from shared.bus.inbox_messages import Message, decode_body, read_envelope
from shared.fields import ShapeNotMet, dump_exactly, load_shape
from tests.contracts import corpus as stored
from tests.contracts.corpus import consumed_shapes, corpus, headers_of, published_shapes

CORPUS = list(corpus())
NAMES = [f"{service}.{event['type']}-{event['id'][-4:]}" for service, event in CORPUS]
every_event = pytest.mark.parametrize(("service", "event"), CORPUS, ids=NAMES)


def body_of(event: dict[str, Any]) -> dict[str, Any]:
    """The body as a consumer decodes it."""
    return decode_body(event["body"].encode())


@every_event
def test_a_stored_event_is_what_its_published_shape_writes(service: str, event: dict[str, Any]) -> None:
    shape = published_shapes()[f"{service}.{event['type']}"]()
    again = dump_exactly(shape, load_shape(shape, body_of(event)))
    assert {name: again[name] for name in body_of(event)} == body_of(event), "fields may be added, never changed"
    assert event["headers"]["dataschema"] == event_schema(service, event["type"], type(shape))["$id"]


@every_event
def test_a_stored_event_meets_what_each_of_its_consumers_relies_upon(service: str, event: dict[str, Any]) -> None:
    for consumer, name, shape in consumed_shapes():
        if name == f"{service}.{event['type']}":
            assert load_shape(shape(), body_of(event)), consumer


@every_event
def test_a_stored_event_is_published_again_under_the_same_headers_and_they_are_understood(
    service: str, event: dict[str, Any]
) -> None:
    assert event["headers"].items() <= headers_of(service, event).items(), "headers may be added, never changed"
    message = Message(source=service, type=event["type"], body=event["body"].encode(), headers=event["headers"])
    envelope = read_envelope(message)
    assert envelope.fault is None
    assert (envelope.id, envelope.type) == (event["id"], event["type"])
    assert (envelope.aggregate, envelope.version) == (event["aggregate"], event["version"])


def test_every_kind_of_event_that_was_ever_stored_is_published_still() -> None:
    kinds = {f"{service}.{event['type']}" for service, event in CORPUS}
    assert len(kinds) >= 43, "the corpus only grows"
    assert kinds <= set(published_shapes())


def test_a_shape_that_asks_for_a_field_more_or_another_name_does_not_read_the_corpus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, event = next(one for one in CORPUS if one[1]["type"] == "order_signed")
    without = {name: value for name, value in body_of(event).items() if name != "order_id"}
    broken = event | {"body": json.dumps(without)}
    with pytest.raises(ShapeNotMet):
        test_a_stored_event_meets_what_each_of_its_consumers_relies_upon(service, broken)
    with pytest.raises(ShapeNotMet):
        test_a_stored_event_is_what_its_published_shape_writes(service, event | {"body": '{"words": "more"}'})
    monkeypatch.setattr(stored, "event_headers", lambda *_: event["headers"] | {"dataschema": "urn:sharedco:v2"})
    with pytest.raises(AssertionError):
        test_a_stored_event_is_published_again_under_the_same_headers_and_they_are_understood(service, event)
