"""Calls from asyncio: as many at once as are begun, over one connection (`pip install "sharedco-client[aio]"`)."""

import asyncio
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, DeliveryError
from sharedco_client.connection import DEADLINE_S, EXCHANGE, NoAnswer, UnknownService, body_of, headers_of, result_of


class Connection:
    """A connection for calls, for the tasks of one event loop."""

    def __init__(self, uri: str, *, token: str, seconds: float = DEADLINE_S) -> None:
        self._uri = uri
        self._token = token
        self._seconds = seconds
        self._opening = asyncio.Lock()
        self._connection: AbstractConnection | None = None
        self._exchange: AbstractExchange | None = None
        self._queue = ""
        self._waiting: dict[str, asyncio.Future[bytes]] = {}

    async def call(self, target: str, arguments: Mapping[str, Any], *, within: float | None = None) -> Any:
        """The answer of `service.method`. Raises `Refusal`, `NoAnswer` or `UnknownService`."""
        seconds, call_id = within or self._seconds, uuid.uuid4().hex
        given = {name: value for name, value in arguments.items() if value is not None}
        answer = self._waiting[call_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._send(target, given, call_id, seconds)
                body = await answer
        except TimeoutError:
            raise NoAnswer(f"{target} did not answer in time") from None
        except DeliveryError:
            raise UnknownService(target.partition(".")[0]) from None
        except (AMQPError, OSError) as error:
            await self.close()
            raise NoAnswer(f"{target}: the broker went away ({type(error).__name__})") from None
        finally:
            del self._waiting[call_id]
        return result_of(body)

    async def close(self) -> None:
        """Hang up; the next call connects again."""
        connection, self._connection, self._exchange = self._connection, None, None
        if connection and not connection.is_closed:
            await connection.close()

    async def _send(self, target: str, arguments: Mapping[str, Any], call_id: str, seconds: float) -> None:
        exchange = await self._open()
        message = aio_pika.Message(
            body_of(arguments), content_type="application/json", content_encoding="utf-8",
            headers=headers_of(self._token, call_id, seconds), correlation_id=call_id, message_id=call_id,
            reply_to=self._queue, expiration=seconds,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT if "request_id" in arguments else None)
        await exchange.publish(message, target, mandatory=True)

    async def _open(self) -> AbstractExchange:
        async with self._opening:
            if self._exchange is None or self._connection is None or self._connection.is_closed:
                connection = await aio_pika.connect(self._uri)
                connection.close_callbacks.add(self._lost)
                self._exchange = await self._listen(await connection.channel(on_return_raises=True))
                self._connection = connection
            return self._exchange

    async def _listen(self, channel: AbstractChannel) -> AbstractExchange:
        self._queue = f"reply.{uuid.uuid4().hex}"
        queue = await channel.declare_queue(f"rpc.{self._queue}", exclusive=True, auto_delete=True)
        await queue.bind(EXCHANGE, self._queue)
        await queue.consume(self._take, no_ack=True)
        return await channel.get_exchange(EXCHANGE, ensure=False)

    async def _take(self, message: AbstractIncomingMessage) -> None:
        answer = self._waiting.get(message.correlation_id or "")
        if answer and not answer.done():
            answer.set_result(message.body)

    def _lost(self, _connection: object, _why: BaseException | None = None) -> None:
        """Who waits is told that no answer can come any more."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the broker hung up"))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                        _trace: TracebackType | None) -> None:
        await self.close()
