"""The published language as files, the names at the broker, and a look at what is being said."""

import json
import threading
from pathlib import Path
from typing import Any

import pika
import pytest
from jsonschema import Draft202012Validator
from marshmallow import fields, validate

from shared.bus import allow, command, handles, query
from shared.bus.contracts import asyncapi, export
from shared.bus.contracts_schema import NotExportable, schema_of
from shared.bus.relay import Relay
from shared.bus.tail import Seen, watch
from shared.bus.topology import declare_topology, inbox_queue_name
from shared.definitions import ServiceDefinition
from shared.fields import Count, Day, EventShape, Flag, Id, Instant, MoneyField, OneOf, Rate, Shape, Text
from tests.builders import FreshDatabase
from tests.integration.bus.publishing import say
from tests.patience import wait_until


class Line(Shape):
    words = Text(required=True, longest=20)
    hours = Rate(required=True)


class Everything(Shape):
    """One field of each kind."""

    member_id = Id("mbr", required=True)
    kind = OneOf("part", "whole", required=True)
    held_on = Day(required=True)
    said_at = Instant(required=True)
    count = Count(required=True, limit=9)
    open = Flag(required=True)
    paid = MoneyField(required=True)
    moved = MoneyField(required=True, signed=True)
    lines = fields.List(fields.Nested(Line), required=True, validate=validate.Length(min=1))
    note = fields.String(allow_none=True)


class Event(EventShape):
    count = fields.Integer(required=True)


class Teller:
    """Tells everything."""

    name = "teller"

    @command(Everything, allow=allow("desk"), response=Line)
    def tell(self, tx: Any, **_: Any) -> None:
        """Tell everything at once."""

    @query(Line, allow=allow("desk"), response=Line, many=True)
    def list_lines(self, tx: Any, **_: Any) -> None:
        """List the lines."""

    @handles("speaker.order_echoed", Event)
    def on_order_echoed(self, tx: Any, consumed: Any) -> None:
        """Hear."""


class TellerHome(ServiceDefinition):
    @property
    def published(self) -> Any:
        return {"everything_told": Everything}


HOME = TellerHome("teller", Teller, "nowhere")
MONEY = {"amount": "30.00", "currency": "EUR"}
GOOD: dict[str, Any] = {
    "member_id": "mbr_" + "0" * 32, "kind": "part", "held_on": "2026-11-23", "said_at": "2026-11-23T10:00:00+01:00",
    "count": 9, "open": True, "paid": MONEY, "moved": {"amount": "-1.50", "currency": "EUR"},
    "lines": [{"words": "a", "hours": "7.5"}], "note": None,
}


def refused(changed: dict[str, Any]) -> bool:
    schema = schema_of(Everything())
    Draft202012Validator.check_schema(schema)
    assert bool(Everything().validate({**GOOD, **changed})) == (not Draft202012Validator(schema).is_valid(
        {**GOOD, **changed})), "the shape and its exported schema disagree"
    return not Draft202012Validator(schema).is_valid({**GOOD, **changed})


def test_the_exported_schema_takes_what_the_shape_takes() -> None:
    assert not refused({})


@pytest.mark.parametrize("changed", [
    {"member_id": "ord_" + "0" * 32}, {"kind": "half"}, {"held_on": "23/11/2026"}, {"count": 10}, {"count": "1"},
    {"open": "yes"}, {"paid": 30.0}, {"paid": "30.00"}, {"paid": {"amount": 30.0, "currency": "EUR"}},
    {"paid": {"amount": "-30.00", "currency": "EUR"}}, {"lines": []}, {"lines": [{"words": "a"}]},
    {"lines": [{"words": "a", "hours": 7.5}]}, {"lines": [{"words": "x" * 21, "hours": "1"}]}, {"more": 1},
])
def test_the_exported_schema_refuses_what_the_shape_refuses(changed: dict[str, Any]) -> None:
    assert refused(changed)


def test_money_is_text_in_the_exported_schema() -> None:
    paid = schema_of(Everything())["properties"]["paid"]
    assert paid["properties"]["amount"]["type"] == "string"
    assert paid["additionalProperties"] is False


def test_a_consumers_schema_lets_further_fields_pass() -> None:
    assert Draft202012Validator(schema_of(Event())).is_valid({"count": 1, "more": "x"})


def test_a_field_of_an_unknown_kind_is_not_guessed_at() -> None:
    class Odd(Shape):
        odd = fields.Float()

    with pytest.raises(NotExportable, match="Float"):
        schema_of(Odd())


def test_the_document_of_a_service_says_what_it_says_hears_and_answers() -> None:
    document = asyncapi(HOME)
    assert document["asyncapi"] == "3.0.0"
    assert set(document["channels"]) == {"teller.events", "teller.hears.speaker", "teller.tell", "teller.list_lines"}
    assert set(document["operations"]) == {
        "say_everything_told", "hear_speaker_order_echoed", "answer_tell", "answer_list_lines"}
    schemas = document["components"]["schemas"]
    assert "request_id" in schemas["TellRequestKwargs"]["required"]
    assert _dangling(document) == []


def test_every_object_of_a_document_has_a_name_and_stands_once() -> None:
    document = asyncapi(HOME)
    schemas = document["components"]["schemas"]
    assert {"EverythingTold", "Money", "SignedMoney", "TellRequest", "TellReply", "Refusal"} <= set(schemas)
    assert schemas["EverythingTold"]["properties"]["paid"] == {"$ref": "#/components/schemas/Money"}
    assert len({json.dumps(schema, sort_keys=True) for schema in schemas.values()}) == len(schemas)
    assert not [name for name, schema in schemas.items() if _objects_in(list(schema.values()))]
    assert not _objects_in([channel["messages"] for channel in document["channels"].values()])


def test_a_document_says_how_to_reach_the_house_and_who_may_call() -> None:
    document = asyncapi(HOME)
    assert document["servers"]["broker"]["protocol"] == "amqps"
    told = document["operations"]["answer_tell"]
    assert (told["x-kind"], told["x-roles"]) == ("command", ["desk"])
    assert _dangling({"security": document["servers"], **document}) == []


def _objects_in(value: Any) -> list[Any]:
    """Objects with fields of their own that stand inside something else."""
    if isinstance(value, dict):
        own = [value] if isinstance(value.get("properties"), dict) and value.get("type") == "object" else []
        return own + [found for inner in value.values() for found in _objects_in(inner)]
    return [found for inner in value for found in _objects_in(inner)] if isinstance(value, list) else []


def _dangling(document: Any) -> list[str]:
    """References that lead nowhere."""
    found = []
    for text in _references(document):
        place = document
        for step in text.removeprefix("#/").split("/"):
            place = place.get(step, {})
        if not place:
            found.append(text)
    return found


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for inner in value.values() for found in _references(inner)]
    return [found for inner in value for found in _references(inner)] if isinstance(value, list) else []


def test_contracts_are_written_as_files(tmp_path: Path) -> None:
    written = export(tmp_path, {"teller": HOME})
    assert sorted(path.name for path in written) == ["asyncapi.json", "everything_told.v1.json"]
    schema = json.loads((tmp_path / "teller" / "everything_told.v1.json").read_text())
    assert schema["$id"] == "urn:sharedco:teller.everything_told.v1"
    Draft202012Validator(schema).validate(GOOD)


def test_the_name_of_an_inbox_queue_is_pinned() -> None:
    assert inbox_queue_name("payroll", "invoicing") == "payroll.hears.invoicing"


def test_the_topology_job_declares_everything_and_again_changes_nothing(rabbitmq: str) -> None:
    names = ["dead-letters", "rpc-teller", "teller.hears.speaker", "teller.reports"]
    assert declare_topology(rabbitmq, {"teller": HOME}) == names
    assert declare_topology(rabbitmq, {"teller": HOME}) == names


def test_a_message_said_before_the_first_consumer_starts_is_kept(
    rabbitmq: str, fresh_database: FreshDatabase,
) -> None:
    url = fresh_database("shared.bus")
    declare_topology(rabbitmq, {"teller": HOME})
    say(url, 1)
    relay = Relay("speaker", url, rabbitmq)
    thread = threading.Thread(target=relay.run)
    thread.start()
    wait_until(lambda: relay.relayed.sent == 1, "event sent")
    relay.stop()
    thread.join()
    assert relay.relayed.nobody_listening == 0


def test_a_message_that_somebody_rejects_goes_to_the_dead_letters(rabbitmq: str) -> None:
    declare_topology(rabbitmq, {"teller": HOME})
    connection = pika.BlockingConnection(pika.URLParameters(rabbitmq))
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_publish("speaker.events", "order_echoed", b"{}", mandatory=True)
    wait_until(lambda: _reject(channel), "message")
    wait_until(lambda: channel.basic_get("dead-letters", auto_ack=True)[0], "dead letter")
    connection.close()


def _reject(channel: Any) -> bool:
    method, _, _ = channel.basic_get("teller.hears.speaker")
    if method:
        channel.basic_reject(method.delivery_tag, requeue=False)
    return bool(method)


def test_whoever_watches_sees_events_as_they_are_said(rabbitmq: str, fresh_database: FreshDatabase) -> None:
    url = fresh_database("shared.bus")
    seen: list[Seen] = []
    watcher = threading.Thread(target=lambda: seen.extend(watch(rabbitmq, ["speaker"], until_idle=2)))
    watcher.start()
    relay = Relay("speaker", url, rabbitmq)
    thread = threading.Thread(target=relay.run)
    thread.start()
    wait_until(lambda: relay.relayed.leading, "relay")
    wait_until(lambda: _watched(rabbitmq), "watcher")
    say(url, 2)
    watcher.join(15)
    relay.stop()
    thread.join()
    seen = [each for each in seen if each.type != "probe"]
    assert [(each.source, each.type, each.version) for each in seen] == [
        ("speaker", "order_echoed", 1), ("speaker", "order_echoed", 2)]
    assert "speaker.order_echoed ord_1#1 on 2026-09-01" in seen[0].line()
    assert "number" not in seen[0].line()
    assert '{"number":1' in seen[0].line(body=True)
    assert json.loads(seen[0].as_json())["version"] == 1


def _watched(uri: str) -> bool:
    """Whether a message to the speaker's exchange reaches anybody."""
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    channel = connection.channel()
    channel.confirm_delivery()
    try:
        channel.basic_publish("speaker.events", "probe", b"", mandatory=True)
    except (pika.exceptions.UnroutableError, pika.exceptions.ChannelClosedByBroker):
        return False
    finally:
        connection.close()
    return True
