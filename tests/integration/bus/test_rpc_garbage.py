"""Whatever lies in the request queue: a typed refusal, a consumer that lives, nothing of the content in any log."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pika
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.bus.client import BusClient
from tests.integration.bus.running import MEMBER, Greeting, client, greeter, token, visits
from tests.patience import PATIENT

__all__ = ["client", "greeter"]

CANARY = "Jeanne-Dielman-23-quai-du-Commerce"
TYPED = {
    "body_is_no_call", "body_not_readable", "body_too_large", "content_type_not_accepted", "deadline_not_understood",
    "deadline_passed", "headers_not_readable", "method_not_found", "positional_arguments", "request_id_missing",
    "shape_not_met", "token_invalid", "token_missing", "not_your_clock", "nobody_waits",
}


class Post:
    """A bare channel that puts anything into the greeter's queue and reads what comes back."""

    def __init__(self, uri: str) -> None:
        self.connection = pika.BlockingConnection(pika.URLParameters(uri))
        self.channel = self.connection.channel()
        self.queue = self.channel.queue_declare("", exclusive=True).method.queue
        self.channel.queue_bind(self.queue, "nameko-rpc", self.queue)
        self.replies: list[Any] = []
        self.channel.basic_consume(self.queue, self._take, auto_ack=True)

    def _take(self, _channel: Any, _method: Any, properties: Any, body: bytes) -> None:
        self.replies.append((properties, body))

    def send(self, body: bytes, *, exchange: str = "nameko-rpc", key: str = "greeter.echo", **properties: Any) -> None:
        self.channel.basic_publish(exchange, key, body, pika.BasicProperties(**properties))

    def ask(self, body: bytes, **how: Any) -> Any:
        self.replies.clear()
        self.send(body, **({"reply_to": self.queue} | how))
        until = time.monotonic() + PATIENT
        while not self.replies:
            assert time.monotonic() < until, "no reply came"
            self.connection.process_data_events(0.02)
        return json.loads(self.replies[0][1])


@pytest.fixture(scope="module")
def post(greeter: Greeting) -> Iterator[Post]:
    opened = Post(greeter.amqp_uri)
    yield opened
    opened.connection.close()


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-2**70, 2**70) | st.floats() | st.text() | st.just(CANARY),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=8)
calls = st.fixed_dictionaries({}, optional={
    "args": st.lists(anything, max_size=3) | anything, "kwargs": st.dictionaries(st.text(), anything) | anything,
    "context_id": anything})
nearly = st.fixed_dictionaries({"args": st.just([]), "kwargs": st.fixed_dictionaries({}, optional={
    "member_id": anything | st.just(MEMBER), "words": anything, "request_id": anything, "on": anything,
    CANARY: anything})})
bodies = (
    st.binary(max_size=200) | (anything | calls | nearly).map(lambda value: json.dumps(value).encode())
    | nearly.map(lambda value: json.dumps(value).encode()[:-1])
    | nearly.map(lambda value: json.dumps(value).encode("utf-16"))
    | st.sampled_from([b"", b"[" * 15_000, b'{"args": [], "kwargs": {"a": ' + b"9" * 5_000 + b"}}", b"\xff\xfe", b"NaN",
                       b'{"args":[],"kwargs":{"words":"\\ud800","member_id":"' + MEMBER.encode() + b'"}}'])
)
header = (
    st.none() | st.booleans() | st.integers(-2**31, 2**31 - 1) | st.text(max_size=50) | st.binary(max_size=50)
    | st.just(datetime(2026, 11, 23, tzinfo=UTC)) | st.lists(st.text(max_size=5), max_size=3)
    | st.dictionaries(st.text(max_size=5), st.integers(0, 9), max_size=2) | st.builds(token)
)
headers = st.dictionaries(
    st.sampled_from(["nameko.auth_token", "auth_token", "deadline", "nameko.deadline", "traceparent", "correlationid",
                     "nameko.call_id_stack", "x"]) | st.text(min_size=1, max_size=20), header, max_size=4)
signed = headers.map(lambda found: found | {"nameko.auth_token": token()})
properties = st.fixed_dictionaries({}, optional={
    "content_type": st.sampled_from(["application/json", "application/json; charset=utf-8", "text/plain", "",
                                     b"\xff\xfe", "application/x-python-serialize"]) | st.text(max_size=30),
    "content_encoding": st.sampled_from(["utf-8", "UTF-8", "binary", "latin-1", "gzip", b"\xff"]),
    "headers": headers | signed, "correlation_id": st.sampled_from(["c", b"\xff\xfe", "\u00e9"]),
    "message_id": st.just(b"\xc3"), "type": st.just(b"\xe9"), "priority": st.integers(0, 255),
    "timestamp": st.integers(0, 2**63), "expiration": st.just("60000"), "delivery_mode": st.integers(1, 2),
})
json_bodied = properties.map(lambda found: found | {"content_type": "application/json", "content_encoding": "utf-8"})
keys = st.sampled_from(["greeter.echo", "greeter.greet", "greeter.describe", "greeter.get_greeting"]) \
    | st.text(st.characters(exclude_characters=".", exclude_categories=["Cs"]), max_size=40).map(
        lambda method: f"greeter.{method}")


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies, how=properties | json_bodied, key=keys)
def test_any_message_gets_a_typed_reply(post: Post, body: bytes, how: dict[str, Any], key: str) -> None:
    reply = post.ask(body, key=key, **how)
    assert set(reply) == {"result", "error"}
    if reply["error"] is not None:
        assert reply["error"]["exc_type"] in TYPED
    if "correlation_id" in how:
        sent, came = how["correlation_id"], post.replies[0][0].correlation_id
        assert came == sent or (isinstance(sent, bytes) and came.encode("utf-8", "surrogateescape") == sent)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies, how=properties, key=keys)
def test_messages_that_nobody_waits_for_harm_nothing(post: Post, body: bytes, how: dict[str, Any], key: str) -> None:
    post.send(body, key=key, **how)


def test_after_all_that_the_consumer_lives_and_the_queue_is_empty(
    client: BusClient, greeter: Greeting, post: Post,
) -> None:
    assert client.call("greeter.echo", member_id=MEMBER, words="still here")["words"] == "still here"
    assert post.channel.queue_declare("rpc-greeter", passive=True).method.message_count == 0
    assert greeter.running.published().count("broker_lost") == 0
    assert greeter.running.published().count("call_failed") == 0


def test_nothing_of_what_was_sent_is_in_the_log(greeter: Greeting) -> None:
    published = greeter.running.published()
    assert CANARY not in published
    assert "eyJ" not in published
    assert "request_refused" in published


@pytest.mark.parametrize(("size", "code"), [(20_000, None), (20_001, "body_too_large"), (3_000_000, "body_too_large")])
def test_a_body_above_the_limit_is_refused_unread(post: Post, size: int, code: str | None) -> None:
    """The limit of this process is 20,000 bytes."""
    body = json.dumps({"args": [], "kwargs": {}, "padding": ""}).encode()
    body = body[:-2] + b" " * (size - len(body)) + body[-2:]
    assert len(body) == size
    reply = post.ask(body, key="greeter.describe", content_type="application/json")
    assert (reply["error"] or {}).get("exc_type") == code


def test_a_message_put_straight_into_the_queue_is_no_method(post: Post) -> None:
    reply = post.ask(b'{"args": [], "kwargs": {}}', exchange="", key="rpc-greeter", content_type="application/json")
    assert reply["error"]["exc_type"] == "method_not_found"


def test_a_command_without_reply_to_is_carried_out(post: Post, greeter: Greeting) -> None:
    before = visits(greeter.database_url)
    body = {"args": [], "kwargs": {"member_id": MEMBER, "words": "quietly", "request_id": "quiet"}}
    post.send(json.dumps(body).encode(), key="greeter.greet", content_type="application/json",
              headers={"nameko.auth_token": token()})
    until = time.monotonic() + PATIENT
    while visits(greeter.database_url) == before and time.monotonic() < until:
        time.sleep(0.02)
    assert visits(greeter.database_url) == before + 1


def test_a_query_without_reply_to_is_logged_and_not_carried_out(post: Post, greeter: Greeting) -> None:
    post.send(b'{"args": [], "kwargs": {}}', key="greeter.get_greeting", content_type="application/json",
              headers={"correlationid": "nobody-waits-1"})
    greeter.running.until_said("correlation=nobody-waits-1")
    assert "code=nobody_waits" in greeter.running.published()


def test_a_reply_address_that_is_a_service_makes_no_loop(post: Post, client: BusClient, greeter: Greeting) -> None:
    before = greeter.running.published().count("request_refused")
    post.send(b"nonsense", key="greeter.echo", reply_to="greeter.echo", content_type="application/json")
    greeter.running.until_said("request_refused", times=before + 2)
    client.call("greeter.describe")
    time.sleep(0.2)
    assert greeter.running.published().count("request_refused") == before + 2
