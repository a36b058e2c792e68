"""How a call reaches a service and its answer comes back: plain AMQP, with a deadline and a key for each command."""

import json
import time
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import pika
import pika.exceptions
from pika.adapters.blocking_connection import BlockingChannel
from pika.spec import Basic, BasicProperties

EXCHANGE = "nameko-rpc"
DEADLINE_S = 10.0  # seconds that a caller waits unless it says otherwise


class Refusal(Exception):
    """The service said no: `code` is stable, `message` is for people, `details` holds ids and figures."""

    def __init__(
        self, code: str, message: str, details: Mapping[str, Any], *, retryable: bool, correlation: str,
    ) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message
        self.details = dict(details)
        self.retryable = retryable
        self.correlation = correlation


class NoAnswer(Exception):
    """The deadline passed, or the broker went: a command may have been carried out.

    Send it again with the same `request_id`: it is then carried out once, and answered as the first time.
    """


class UnknownService(Exception):
    """Nobody answers for this service on this broker."""


def headers_of(token: str, call_id: str, seconds: float) -> dict[str, Any]:
    """What travels beside a call."""
    return {"within": str(seconds), "correlationid": call_id, "nameko.auth_token": token,
            "nameko.call_id_stack": [f"sharedco-client.{call_id}"]}


def body_of(arguments: Mapping[str, Any]) -> bytes:
    """A call's arguments on the wire; days in their ISO form."""
    return json.dumps({"args": [], "kwargs": arguments}, default=str).encode()


def result_of(body: bytes) -> Any:
    """What the service answered, or its `Refusal`, raised."""
    reply = json.loads(body)
    if no := reply.get("error"):
        raise Refusal(no["exc_type"], no["value"], no.get("details") or {}, retryable=bool(no.get("retryable")),
                      correlation=no.get("correlation") or "")
    return reply["result"]


class Connection:
    """A connection for calls. Not for sharing between threads: each thread takes one of its own."""

    def __init__(self, uri: str, *, token: str, seconds: float = DEADLINE_S) -> None:
        self._uri = uri
        self._token = token
        self._seconds = seconds
        self._connection: pika.BlockingConnection | None = None
        self._channel: BlockingChannel | None = None
        self._queue = ""
        self._replies: dict[str, bytes] = {}
        self._returned: set[str] = set()

    def call(self, target: str, arguments: Mapping[str, Any], *, within: float | None = None) -> Any:
        """The answer of `service.method`. Raises `Refusal`, `NoAnswer` or `UnknownService`."""
        seconds = within or self._seconds
        call_id = uuid.uuid4().hex
        try:
            given = {name: value for name, value in arguments.items() if value is not None}
            self._send(target, given, call_id, seconds)
            body = self._await(target, call_id, time.monotonic() + seconds)
        except pika.exceptions.AMQPError as error:
            self.close()
            raise NoAnswer(f"{target}: the broker went away ({type(error).__name__})") from None
        return result_of(body)

    def close(self) -> None:
        """Hang up; the next call connects again."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection and connection.is_open:
            connection.close()

    def _send(self, target: str, arguments: Mapping[str, Any], call_id: str, seconds: float) -> None:
        properties = BasicProperties(
            content_type="application/json", content_encoding="utf-8", correlation_id=call_id, message_id=call_id,
            headers=headers_of(self._token, call_id, seconds), reply_to=self._queue_for_replies(),
            expiration=str(int(seconds * 1000)), delivery_mode=2 if "request_id" in arguments else 1)
        assert self._channel is not None  # noqa: S101 - the queue for replies was declared on it
        self._channel.basic_publish(EXCHANGE, target, body_of(arguments), properties, mandatory=True)

    def _queue_for_replies(self) -> str:
        def reply(_channel: BlockingChannel, _how: Basic.Deliver, properties: BasicProperties, body: bytes) -> None:
            self._replies[properties.correlation_id or ""] = body

        def returned(_channel: BlockingChannel, _how: Basic.Return, properties: BasicProperties, _body: bytes) -> None:
            self._returned.add(properties.message_id or "")

        if self._channel is None:
            self._connection = pika.BlockingConnection(pika.URLParameters(self._uri))
            self._channel = self._connection.channel()
            self._channel.add_on_return_callback(returned)
            self._queue = f"reply.{uuid.uuid4().hex}"
            queue = f"rpc.{self._queue}"
            self._channel.queue_declare(queue, exclusive=True, auto_delete=True)
            self._channel.queue_bind(queue, EXCHANGE, self._queue)
            self._channel.basic_consume(queue, reply, auto_ack=True)
        return self._queue

    def _await(self, target: str, call_id: str, end: float) -> bytes:
        while call_id not in self._replies:
            if call_id in self._returned:
                raise UnknownService(target.partition(".")[0])
            left = end - time.monotonic()
            if left <= 0 or self._connection is None:
                raise NoAnswer(f"{target} did not answer in time")
            self._connection.process_data_events(left)
        return self._replies.pop(call_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:
        self.close()


def new_request_id() -> str:
    """A key for one command: keep it, and send the command again with it when no answer came."""
    return uuid.uuid4().hex
