"""Asking services over a real RabbitMQ: answers, deadlines, who is not there, and a connection that is cut."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aio_pika
import pytest
from aio_pika.abc import AbstractIncomingMessage
from aiormq.exceptions import ChannelAccessRefused

from deploy.local.broker import Broker
from deploy.local.postgres import fresh_name
from services.portal.frame.bus import RPC_EXCHANGE, Bus
from shared.bus.calling import BrokerAway, NoAnswer, RemoteRefusal, UnknownService
from shared.bus.rights import rights_of_caller

WITHIN = 5.0


class Echo:
    """A service on the other side that answers with what it was asked, after a while where it is told to."""

    def __init__(self) -> None:
        self.headers: dict[str, Any] = {}
        self.kept_for: float = 0

    async def serve(self, uri: str) -> aio_pika.abc.AbstractConnection:
        connection = await aio_pika.connect(uri)
        channel = await connection.channel()
        self.exchange = await channel.declare_exchange(RPC_EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        queue = await channel.declare_queue("rpc-echo", auto_delete=True)
        await queue.bind(self.exchange, "echo.*")
        await queue.consume(self._answer, no_ack=True)
        return connection

    async def _answer(self, message: AbstractIncomingMessage) -> None:
        self.headers = dict(message.headers)
        self.kept_for = float(str(message.expiration))  # seconds that it may wait in the queue
        asked = json.loads(message.body)["kwargs"]
        if asked.get("silent"):
            return
        await asyncio.sleep(asked.get("wait", 0))
        error = {"exc_type": "hours_out_of_range", "value": "No.", "details": {"hours": "25"}}
        body = {"result": None, "error": error} if asked.get("refuse") else {"result": asked, "error": None}
        await self.exchange.publish(aio_pika.Message(json.dumps(body).encode(), correlation_id=message.correlation_id),
                                    str(message.reply_to))


Scene = Callable[[Bus, Echo], Awaitable[Any]]


@pytest.fixture
def play(rabbitmq: str) -> Callable[[Scene], Any]:
    def played(scene: Scene) -> Any:
        async def run() -> Any:
            echo, bus = Echo(), Bus(rabbitmq)
            connection = await echo.serve(rabbitmq)
            try:
                return await scene(bus, echo)
            finally:
                await bus.close()
                await connection.close()

        return asyncio.run(run())

    return played


def test_many_questions_are_in_flight_and_each_gets_its_own_answer(play: Callable[[Scene], Any]) -> None:
    async def scene(bus: Bus, _echo: Echo) -> Any:
        asks = (bus.ask("echo.get", {"number": number, "wait": (number % 3) / 50}, token="t", within=WITHIN)
                for number in range(60))
        return [answer["number"] for answer in await asyncio.gather(*asks)]

    assert play(scene) == list(range(60))


def test_the_token_and_a_true_deadline_travel_along(play: Callable[[Scene], Any]) -> None:
    async def scene(bus: Bus, echo: Echo) -> Any:
        await bus.ask("echo.get", {}, token="house token", within=WITHIN)
        return echo.headers

    headers = play(scene)
    assert headers["nameko.auth_token"] == "house token"
    if "deadline" in headers:
        assert abs(float(headers["deadline"]) - time.time() - WITHIN) < 2


def test_a_question_may_wait_in_the_queue_of_a_busy_service_for_as_long_as_it_is_awaited(
    play: Callable[[Scene], Any],
) -> None:
    async def scene(bus: Bus, echo: Echo) -> float:
        await bus.ask("echo.say", {}, token="t", within=WITHIN)
        return echo.kept_for

    assert 0.5 * WITHIN < play(scene) <= WITHIN


def test_a_refusal_comes_as_data(play: Callable[[Scene], Any]) -> None:
    async def scene(bus: Bus, _echo: Echo) -> Any:
        with pytest.raises(RemoteRefusal) as refused:
            await bus.ask("echo.get", {"refuse": True}, token=None, within=WITHIN)
        return refused.value.code, refused.value.details

    assert play(scene) == ("hours_out_of_range", {"hours": "25"})


def test_a_service_that_is_not_there_is_known_at_once(play: Callable[[Scene], Any]) -> None:
    async def scene(bus: Bus, _echo: Echo) -> Any:
        await bus.ask("echo.get", {}, token=None, within=WITHIN)
        began = time.monotonic()
        with pytest.raises(UnknownService):
            await bus.ask("nobody.get", {}, token=None, within=WITHIN)
        return time.monotonic() - began

    assert play(scene) < 1


def test_a_silent_service_costs_its_deadline_and_no_more(play: Callable[[Scene], Any]) -> None:
    async def scene(bus: Bus, _echo: Echo) -> Any:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            await bus.ask("echo.get", {"silent": True}, token=None, within=0.4)
        return time.monotonic() - began

    assert 0.35 < play(scene) < 1.5


def test_a_broker_that_is_away_is_said_at_once() -> None:
    async def scene() -> float:
        bus, began = Bus("amqp://guest:guest@127.0.0.1:1/"), time.monotonic()
        with pytest.raises(BrokerAway):
            await bus.ask("echo.get", {}, token=None, within=WITHIN)
        return time.monotonic() - began

    assert asyncio.run(scene()) < 2


def test_after_the_connection_was_cut_the_next_question_is_answered(
    play: Callable[[Scene], Any], broker: Broker, rabbitmq: str,
) -> None:
    async def scene(bus: Bus, _echo: Echo) -> Any:
        await bus.ask("echo.get", {}, token=None, within=WITHIN)
        assert bus._line
        waiting = asyncio.create_task(bus.ask("echo.get", {"silent": True}, token=None, within=WITHIN))
        await asyncio.sleep(0.1)
        await bus._line.connection.close(ConnectionError("cut"))
        with pytest.raises(BrokerAway):
            await waiting
        return await bus.ask("echo.get", {"after": "the cut"}, token=None, within=WITHIN)

    assert play(scene) == {"after": "the cut"}


def test_the_portals_own_user_asks_and_can_do_nothing_else(broker: Broker) -> None:
    vhost = fresh_name("asks")
    operator = broker.open_vhost(vhost)
    own = broker.let_in(f"{vhost}-portal", "secret", vhost, rights_of_caller())

    async def scene() -> tuple[Any, list[str]]:
        echo, bus, refused = Echo(), Bus(own), []
        serving, connection = await echo.serve(operator), await aio_pika.connect(own)
        try:
            answer = await bus.ask("echo.get", {"number": 1}, token=None, within=WITHIN)
            for act in (_read_anothers, _make, _say):
                try:
                    await act(await connection.channel())
                except ChannelAccessRefused:
                    refused.append(act.__name__)
            return answer, refused
        finally:
            await bus.close()
            for line in (connection, serving):
                await line.close()

    try:
        assert asyncio.run(scene()) == ({"number": 1}, ["_read_anothers", "_make", "_say"])
    finally:
        broker.shut_out(f"{vhost}-portal")
        broker.close_vhost(vhost)


async def _read_anothers(channel: aio_pika.abc.AbstractChannel) -> None:
    await (await channel.get_queue("rpc-echo", ensure=False)).consume(lambda _message: None)  # type: ignore[arg-type,return-value]


async def _make(channel: aio_pika.abc.AbstractChannel) -> None:
    await channel.declare_queue("of-mine")


async def _say(channel: aio_pika.abc.AbstractChannel) -> None:
    exchange = await channel.declare_exchange("membership.events", aio_pika.ExchangeType.TOPIC)
    await exchange.publish(aio_pika.Message(b"{}"), "member_admitted")
