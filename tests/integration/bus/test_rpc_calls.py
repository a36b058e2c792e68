"""Calls over RabbitMQ: by stock nameko, by any AMQP client, by our own; who is answered what, and at once."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pika
import pytest
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy

from shared.auth import new_key
from shared.bus.calling import NoAnswer, RemoteRefusal, UnknownService, new_request_id
from shared.bus.client import BusClient
from tests.integration.bus.running import MEMBER, Greeting, client, greeter, refusal_of, token, visits
from tests.patience import PATIENT, at_most

__all__ = ["client", "greeter"]


def ask_raw(uri: str, routing_key: str, body: Any, *, headers: dict[str, Any] | None = None, reply_to: str = "",
            seconds: float = PATIENT) -> Any:
    """What a bare AMQP client gets, with a reply queue of its own or the broker's direct reply-to."""
    with pika.BlockingConnection(pika.URLParameters(uri)) as connection:
        channel = connection.channel()
        queue = "amq.rabbitmq.reply-to"
        if not reply_to:
            queue = channel.queue_declare("", exclusive=True).method.queue
            channel.queue_bind(queue, "nameko-rpc", queue)
        replies: list[Any] = []
        channel.basic_consume(queue, lambda _c, _m, props, answer: replies.append((props, answer)), auto_ack=True)
        channel.basic_publish("nameko-rpc", routing_key, json.dumps(body).encode(), pika.BasicProperties(
            content_type="application/json", content_encoding="utf-8", reply_to=queue, correlation_id="c-1",
            headers=headers or {}))
        until = time.monotonic() + seconds
        while not replies and time.monotonic() < until:
            connection.process_data_events(0.05)
        assert replies, "no reply came"
        assert replies[0][0].correlation_id == "c-1"
        assert replies[0][0].content_type == "application/json"
        return json.loads(replies[0][1])


def test_stock_nameko_calls_a_query_and_a_command(greeter: Greeting) -> None:
    with ClusterRpcProxy({"AMQP_URI": greeter.amqp_uri}, context_data={"auth_token": token()}, timeout=PATIENT) as town:
        assert town.greeter.echo(member_id=MEMBER, words="hello") == {"words": "hello", "visits": 36}
        published = town.greeter.greet(member_id=MEMBER, words=uuid.uuid4().hex, request_id=new_request_id())
        assert published["visits"] >= 1


def test_stock_nameko_sees_a_refusal_as_a_remote_error(greeter: Greeting) -> None:
    with ClusterRpcProxy({"AMQP_URI": greeter.amqp_uri}, timeout=PATIENT) as town, pytest.raises(RemoteError) as caught:
        town.greeter.echo(member_id=MEMBER, words="hello")
    assert caught.value.exc_type == "token_missing"


@pytest.mark.parametrize("reply_to", ["", "amq.rabbitmq.reply-to"])
def test_any_amqp_client_is_answered(greeter: Greeting, reply_to: str) -> None:
    reply = ask_raw(greeter.amqp_uri, "greeter.echo", {"args": [], "kwargs": {"member_id": MEMBER, "words": "hello"}},
                    headers={"nameko.auth_token": token()}, reply_to=reply_to)
    assert reply == {"result": {"words": "hello", "visits": 36}, "error": None}


def test_describe_and_health_are_answered_without_a_token(greeter: Greeting) -> None:
    with BusClient(greeter.amqp_uri) as nobody:
        described = nobody.call("greeter.describe")
        assert described["service"] == "greeter"
        assert described["methods"]["greet"] == "command"
        assert described["methods"]["echo"] == described["methods"]["health"] == "query"
        assert described["says"] == ["member_greeted"]
        assert len(described["contract"]) == 64
        assert nobody.call("greeter.health") == {
            "service": "greeter", "ready": True, "checks": {"greeter_database": True, "greeter_rpc": True}}


def test_a_command_sent_twice_takes_effect_once_and_is_answered_twice(client: BusClient, greeter: Greeting) -> None:
    asked = {"member_id": MEMBER, "words": uuid.uuid4().hex, "request_id": new_request_id()}
    before = visits(greeter.database_url)
    first = client.call("greeter.greet", **asked)
    assert client.call("greeter.greet", **asked) == first
    assert visits(greeter.database_url) == before + 1


def test_a_refusal_crosses_with_code_details_and_correlation(client: BusClient) -> None:
    with pytest.raises(RemoteRefusal) as caught:
        client.call("greeter.greet", member_id=MEMBER, words="LOUD", request_id=new_request_id(), correlation="order-1")
    refusal = caught.value
    assert (refusal.code, refusal.details, refusal.retryable, refusal.correlation) == (
        "too_loud", {"member_id": MEMBER}, False, "order-1")
    assert refusal.message == f"Words for {MEMBER} are too loud."


def test_a_constraint_speaks_as_the_refusal_that_bears_its_name(client: BusClient) -> None:
    words = uuid.uuid4().hex
    client.call("greeter.greet", member_id=MEMBER, words=words, request_id=new_request_id())
    assert refusal_of(client, "greeter.greet", member_id=MEMBER, words=words,
                      request_id=new_request_id()) == "words_said_before"


def test_a_fault_of_ours_crosses_as_an_opaque_id(client: BusClient, greeter: Greeting) -> None:
    with pytest.raises(RemoteRefusal) as caught:
        client.call("greeter.get_broken", member_id=MEMBER, correlation="trace-me")
    assert caught.value.code == "internal_error"
    assert "secret" not in str(caught.value.message) + str(caught.value.details)
    greeter.running.until_said("correlation=trace-me")


def test_an_unknown_service_fails_at_once(client: BusClient) -> None:
    with at_most(5), pytest.raises(UnknownService):
        client.call("nobody.get_greeting", member_id=MEMBER, within=PATIENT)


def test_an_unknown_method_fails_at_once(client: BusClient) -> None:
    assert refusal_of(client, "greeter.shout", within=PATIENT) == "method_not_found"


def test_positional_arguments_are_refused(greeter: Greeting) -> None:
    reply = ask_raw(greeter.amqp_uri, "greeter.echo", {"args": [MEMBER, "hello"], "kwargs": {}},
                    headers={"nameko.auth_token": token()})
    assert reply["error"]["exc_type"] == "positional_arguments"


@pytest.mark.parametrize(("given", "code"), [
    (None, "token_missing"), ("", "token_missing"), ("nonsense", "token_invalid"),
    ("caf\u00e9.caf\u00e9.x", "token_invalid"), (17, "token_missing"),
    (lambda: token(seconds=-61), "token_invalid"), (lambda: token(key=new_key()[0]), "token_invalid"),
])
def test_without_a_valid_token_nobody_comes_in(greeter: Greeting, given: Any, code: str) -> None:
    given = given() if callable(given) else given
    headers = {} if given is None else {"nameko.auth_token": given}
    reply = ask_raw(greeter.amqp_uri, "greeter.echo", {"args": [], "kwargs": {"member_id": MEMBER, "words": "x"}},
                    headers=headers)
    assert reply["error"]["exc_type"] == code


def test_a_role_that_may_not_call_is_refused(greeter: Greeting) -> None:
    with BusClient(greeter.amqp_uri, token=token("somebody", "member")) as member:
        assert refusal_of(member, "greeter.echo", member_id=MEMBER, words="x") == "not_allowed"


@pytest.mark.parametrize(("seconds_from_now", "code"), [(-61.0, "deadline_passed"), (-20.0, None), (PATIENT, None)])
def test_a_call_past_its_deadline_is_not_begun(greeter: Greeting, seconds_from_now: float, code: str | None) -> None:
    before = visits(greeter.database_url)
    reply = ask_raw(
        greeter.amqp_uri, "greeter.greet",
        {"args": [], "kwargs": {"member_id": MEMBER, "words": uuid.uuid4().hex, "request_id": new_request_id()}},
        headers={"nameko.auth_token": token(), "deadline": str(time.time() + seconds_from_now)})
    assert (reply["error"] or {}).get("exc_type") == code
    assert visits(greeter.database_url) == before + (code is None)


@pytest.mark.parametrize("skew", [-3600.0, 3600.0])
def test_a_caller_whose_clock_is_wrong_is_answered_when_it_tells_how_long_it_waits(
    greeter: Greeting, skew: float,
) -> None:
    reply = ask_raw(greeter.amqp_uri, "greeter.echo", {"args": [], "kwargs": {"member_id": MEMBER, "words": "x"}},
                    headers={"nameko.auth_token": token(), "deadline": str(time.time() + skew), "within": "60"})
    assert reply["error"] is None


def test_the_deadline_may_come_from_stock_nameko_context(greeter: Greeting) -> None:
    context = {"auth_token": token(), "deadline": time.time() - 61}
    with ClusterRpcProxy({"AMQP_URI": greeter.amqp_uri}, context_data=context, timeout=PATIENT) as town, \
            pytest.raises(RemoteError) as caught:
        town.greeter.echo(member_id=MEMBER, words="hello")
    assert caught.value.exc_type == "deadline_passed"


def test_the_caller_stops_waiting_when_its_time_is_over(client: BusClient) -> None:
    with at_most(5), pytest.raises(NoAnswer):
        client.call("greeter.rest", member_id=MEMBER, words="slow", pause="8", within=0.4)


def test_twenty_slow_queries_wait_beside_each_other(greeter: Greeting) -> None:
    """One query must never stop the others: libpq waits through the hub."""
    def rest(_number: int) -> Any:
        with BusClient(greeter.amqp_uri, token=token()) as mine:
            return mine.call("greeter.rest", member_id=MEMBER, words="x", pause="1", within=PATIENT)

    with at_most(6), ThreadPoolExecutor(8) as pool:  # one after the other they would take eight seconds
        assert len(list(pool.map(rest, range(8)))) == 8
