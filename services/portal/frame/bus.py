"""Asking services from asyncio: many calls in flight over one connection, each with its deadline.

Published with confirms and mandatory, so that a service that does not exist is known at once. A broker that is away
is a refusal at once as well; the next call connects anew.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, DeliveryError

from shared.bus.calling import BrokerAway, NoAnswer, Request, UnknownService, make_request, result_of
from shared.errors import Refusal
from shared.identifiers import new_uuid7

RPC_EXCHANGE = "nameko-rpc"
CONNECT_S = 1.5
LOST: tuple[type[Exception], ...] = (AMQPError, OSError, RuntimeError)  # a connect that takes too long is an OSError


class _Line:
    """One connection with its queue for replies, and the calls that wait on it."""

    def __init__(self, connection: AbstractConnection, channel: AbstractChannel, exchange: AbstractExchange,
                 reply_to: str) -> None:
        self.connection = connection
        self.channel = channel
        self.exchange = exchange
        self.reply_to = reply_to
        self.waiting: dict[str, asyncio.Future[bytes]] = {}

    @property
    def open(self) -> bool:
        return not (self.connection.is_closed or self.channel.is_closed)

    async def take(self, message: AbstractIncomingMessage) -> None:
        future = self.waiting.pop(message.correlation_id or "", None)
        if future and not future.done():
            future.set_result(message.body)

    def lost(self, *_: Any) -> None:
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(BrokerAway(why="lost"))
        self.waiting.clear()


class Bus:
    """Calls services for the pages. Connects when first asked, and again after a loss."""

    def __init__(self, uri: str, name: str = "portal") -> None:
        self._uri = uri
        self._name = name
        self._line: _Line | None = None
        self._connecting = asyncio.Lock()

    async def ask(self, target: str, asked: Mapping[str, Any], *, token: str | None, within: float,
                  correlation: str = "") -> Any:
        """The answer of `service.method` to what is asked; `token` is who asks.

        Raises `RemoteRefusal` when the service says no, `NoAnswer` after `within` seconds, `UnknownService`, or
        `BrokerAway`.
        """
        request = make_request(target, asked, token=token, seconds=within, correlation=correlation,
                               caller=self._name)
        try:
            async with asyncio.timeout(within):
                return result_of(await self._send(await self._open(), request))
        except TimeoutError:
            raise NoAnswer(method=target, seconds=within) from None

    async def close(self) -> None:
        """Hang up."""
        if self._line:
            line, self._line = self._line, None
            with suppress(*LOST):
                await line.connection.close()

    async def _send(self, line: _Line, request: Request) -> bytes:
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        line.waiting[request.correlation_id] = answered
        try:
            await line.exchange.publish(_message(request, line.reply_to), request.target, mandatory=True)
            return await answered
        except DeliveryError:
            raise UnknownService(service=request.service) from None
        except Refusal:
            raise
        except LOST as error:
            raise BrokerAway(why=type(error).__name__) from None
        finally:
            line.waiting.pop(request.correlation_id, None)

    async def _open(self) -> _Line:
        if self._line and self._line.open:
            return self._line
        async with self._connecting:
            if self._line and self._line.open:
                return self._line
            try:
                self._line = await self._connect()
            except LOST as error:
                raise BrokerAway(why=type(error).__name__) from None
            return self._line

    async def _connect(self) -> _Line:
        connection = await aio_pika.connect(self._uri, timeout=CONNECT_S, client_properties={
            "connection_name": self._name})
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(RPC_EXCHANGE, ensure=False)  # the topology job made it
        reply_to = f"reply.{new_uuid7().hex}"
        queue = await channel.declare_queue(f"rpc.{reply_to}", exclusive=True, auto_delete=True, durable=False)
        await queue.bind(exchange, reply_to)
        line = _Line(connection, channel, exchange, reply_to)
        await queue.consume(line.take, no_ack=True)
        connection.close_callbacks.add(line.lost)
        return line


def _message(request: Request, reply_to: str) -> aio_pika.Message:
    properties = request.properties(reply_to)
    return aio_pika.Message(
        request.body, headers=_headers(properties["headers"]), content_type=properties["content_type"],
        content_encoding=properties["content_encoding"], correlation_id=properties["correlation_id"],
        message_id=properties["message_id"], reply_to=reply_to,
        delivery_mode=aio_pika.DeliveryMode(properties["delivery_mode"]),
        expiration=int(properties["expiration"]) / 1_000)  # this client counts in seconds


def _headers(headers: dict[str, Any]) -> dict[str, Any]:
    """Fractions as text: this client would write them in single precision, and miss a deadline by a minute."""
    return {name: f"{value:.3f}" if isinstance(value, float) else value for name, value in headers.items()}
