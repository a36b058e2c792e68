"""A plain client, without eventlet: for commands, jobs, tests and the demo. Over a broker or the embedded transport.

    with BusClient(uri, token=token) as client:
        member = client.call("membership.get_member", member_id=member_id)
        client.call("membership.admit_member", request_id=new_request_id(), ...)

Not for sharing between threads: each thread takes a client of its own.
"""

import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from amqp.basic_message import Message

from shared.bus.calling import DEADLINE_S, BrokerAway, NoAnswer, Request, UnknownService, make_request, result_of
from shared.bus.connection import (
    BROKEN_CONNECTION,
    MEMORY_POLLING,
    RPC_EXCHANGE,
    Flow,
    declare,
    is_memory,
    is_routed,
    open_connection,
    rpc_exchange,
)
from shared.bus.memory import get, put
from shared.identifiers import new_uuid7

NO_ROOM = "it takes no messages: low on memory or disk"
GONE: tuple[type[Exception], ...] = (NoAnswer, TimeoutError, *BROKEN_CONNECTION)  # after these, no good-bye is answered
A_LOOK = 0.01  # seconds: what the broker has said already is there


class BusClient:
    """Calls services and waits for their answers; connects when first needed, and again after a loss."""

    def __init__(
        self, uri: str, *, token: str | None = None, seconds: float = DEADLINE_S, name: str = "client",
    ) -> None:
        self._uri = uri
        self._token = token
        self._seconds = seconds
        self._name = name
        self._route: _BrokerRoute | _MemoryRoute | None = None

    def call(self, target: str, *, token: str | None = None, within: float | None = None, correlation: str = "",
             **kwargs: Any) -> Any:
        """The answer of `service.method`.

        Raises `RemoteRefusal` when the service says no, `NoAnswer` after `within` seconds, `UnknownService`, or
        `BrokerAway`.
        """
        request = make_request(target, kwargs, token=token or self._token, seconds=within or self._seconds,
                               correlation=correlation, caller=self._name)
        try:
            body = self._open().ask(request)
        except (TimeoutError, NoAnswer):  # a broker that vanished says nothing either: the next call connects anew
            self.close()
            raise NoAnswer(method=target, seconds=within or self._seconds) from None
        except BROKEN_CONNECTION as error:
            self.close()
            raise BrokerAway(why=type(error).__name__) from None
        return result_of(body)

    def close(self) -> None:
        """Hang up."""
        if self._route:
            route, self._route = self._route, None
            route.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:
        self.close()

    def _open(self) -> "_BrokerRoute | _MemoryRoute":
        if self._route is None:
            self._route = _MemoryRoute(self._uri) if is_memory(self._uri) else _BrokerRoute(self._uri, self._name)
        return self._route


class _BrokerRoute:
    """A connection to the broker with a queue of its own for replies."""

    def __init__(self, uri: str, name: str) -> None:
        self._flow = Flow()
        self._silent = False
        self._connection = open_connection(uri, name=name, heartbeat=0, flow=self._flow)
        self._channel = self._connection.channel()
        self._replies: dict[str, bytes] = {}
        self._returned: set[str] = set()
        self._reply_to = f"reply.{new_uuid7().hex}"
        declare(self._channel, rpc_exchange())
        queue = self._channel.queue_declare(f"rpc.{self._reply_to}", exclusive=True, auto_delete=True, durable=False)
        self._channel.queue_bind(queue.queue, RPC_EXCHANGE, self._reply_to)
        self._channel.basic_consume(queue.queue, no_ack=True, callback=self._take)
        self._channel.events["basic_return"].add(self._take_back)

    def ask(self, request: Request) -> bytes:
        try:
            return self._ask(request)
        except GONE:
            self._silent = True
            raise

    def _ask(self, request: Request) -> bytes:
        self._assert_flowing()
        self._replies.clear()
        self._returned.clear()
        properties = request.properties(self._reply_to)
        headers = properties.pop("headers")
        message = Message(request.body, application_headers=headers, **properties)
        self._channel.basic_publish(message, RPC_EXCHANGE, request.target, mandatory=True, timeout=_left(request))
        while request.correlation_id not in self._replies:
            if request.correlation_id in self._returned:
                raise UnknownService(service=request.service)
            if self._flow.stopped:
                raise BrokerAway(why=NO_ROOM)
            self._connection.drain_events(timeout=_left(request))
        return self._replies.pop(request.correlation_id)

    def _assert_flowing(self) -> None:
        """A stopped route is kept (the broker would not see it go) and given nothing more until the broker goes on."""
        with suppress(TimeoutError):
            while self._flow.stopped:
                self._connection.drain_events(timeout=A_LOOK)
        if self._flow.stopped:
            raise BrokerAway(why=NO_ROOM)

    def close(self) -> None:
        if self._flow.stopped or self._silent:  # it would not answer a good-bye
            self._connection.collect()
            return
        try:
            self._connection.release()
        except BROKEN_CONNECTION:
            self._connection.collect()

    def _take(self, message: Any) -> None:
        self._replies[message.properties.get("correlation_id", "")] = _bytes(message.body)

    def _take_back(self, _error: Any, _exchange: str, _routing_key: str, message: Any) -> None:
        self._returned.add(message.properties.get("message_id", ""))


class _MemoryRoute:
    """The same over the embedded transport."""

    def __init__(self, uri: str) -> None:
        self._connection = open_connection(uri)
        self._channel = self._connection.channel()
        self._reply_to = f"reply.{new_uuid7().hex}"
        self._queue = f"rpc.{self._reply_to}"
        declare(self._channel, rpc_exchange())
        self._channel.queue_declare(self._queue)
        self._channel.queue_bind(self._queue, RPC_EXCHANGE, self._reply_to)

    def ask(self, request: Request) -> bytes:
        if not is_routed(self._channel, RPC_EXCHANGE, request.target):
            raise UnknownService(service=request.service)
        put(self._channel, RPC_EXCHANGE, request.target, request.body, **request.properties(self._reply_to))
        while True:
            delivery = get(self._channel, self._queue)
            if delivery is None:
                time.sleep(min(MEMORY_POLLING, _left(request)))
            elif delivery.correlation_id == request.correlation_id:
                return delivery.body

    def close(self) -> None:
        self._channel.queue_delete(self._queue)
        self._connection.release()


def _left(request: Request) -> float:
    left = request.deadline - time.monotonic()
    if left <= 0:
        raise NoAnswer(method=request.target, seconds=0)
    return left


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
