"""The caller inside green processes: many calls in flight over one connection, each with its deadline.

    caller = GreenCaller(uri, "payroll")
    member = caller.call("membership.get_member", token=token, member_id=member_id)
"""

import time
from typing import Any

from eventlet.event import Event

from shared.bus.calling import DEADLINE_S, BrokerAway, NoAnswer, Request, UnknownService, make_request, result_of
from shared.bus.connection import RPC_EXCHANGE, declare, rpc_exchange
from shared.bus.frames import Delivery
from shared.bus.memory_wire import AnyWire
from shared.bus.publisher import CONFIRM_S, Publisher, SendOutcome
from shared.errors import Refusal
from shared.identifiers import new_uuid7


class GreenCaller:
    """Calls services from green threads; starts at once, and again after every loss of the broker, until `stop`.

    Commands travel persistent, questions only when `persistent` says so: they are worth nothing after their deadline.
    """

    def __init__(self, uri: str, name: str, *, confirm_seconds: float = CONFIRM_S, persistent: bool = False) -> None:
        self._name = name
        self._persistent = persistent
        self._reply_to = ""
        self._waiting: dict[str, Event] = {}
        self._publisher = Publisher(uri, f"{name} calls", confirm_seconds=confirm_seconds, also=self._listen)
        self._publisher.start()

    def call(
        self, target: str, *, token: str | None = None, within: float = DEADLINE_S, correlation: str = "",
        traceparent: str = "", **kwargs: Any,
    ) -> Any:
        """The answer of `service.method`.

        Raises `RemoteRefusal` when the service says no, `NoAnswer` after `within` seconds, `UnknownService`, or
        `BrokerAway`.
        """
        request = make_request(target, kwargs, token=token, seconds=within, correlation=correlation,
                               traceparent=traceparent, caller=self._name, persistent=self._persistent)
        if not self._publisher.connected(within):
            raise BrokerAway(why="no connection")
        answer = self._ask(request)
        if answer is None:
            raise NoAnswer(method=target, seconds=within)
        if isinstance(answer, Refusal):
            raise answer
        return result_of(answer)

    def stop(self) -> None:
        """Hang up."""
        self._publisher.stop()

    def _ask(self, request: Request) -> bytes | Refusal | None:
        answered = self._waiting[request.correlation_id] = Event()
        try:
            self._publisher.publish(
                RPC_EXCHANGE, request.target, request.body, settled=lambda outcome: self._settled(outcome, request),
                **request.properties(self._reply_to))
            found: bytes | Refusal | None = answered.wait(max(0.0, request.deadline - time.monotonic()))
            return found
        finally:
            self._waiting.pop(request.correlation_id, None)

    def _settled(self, outcome: SendOutcome, request: Request) -> None:
        if outcome is SendOutcome.CONFIRMED:
            return
        returned = outcome is SendOutcome.RETURNED
        refusal = UnknownService(service=request.service) if returned else BrokerAway(why=outcome.value)
        self._give(request.correlation_id, refusal)

    def _give(self, correlation_id: str, answer: bytes | Refusal) -> None:
        if answered := self._waiting.pop(correlation_id, None):
            answered.send(answer)

    def _listen(self, wire: AnyWire) -> None:
        """A queue of our own for replies; those to calls made before a loss went with the old one."""
        for correlation_id in list(self._waiting):
            self._give(correlation_id, BrokerAway(why="lost"))
        self._reply_to = f"reply.{new_uuid7().hex}"
        channel = wire.channel()
        queue = f"rpc.{self._reply_to}"
        declare(channel, rpc_exchange())
        channel.queue_declare(queue, exclusive=True, auto_delete=True, durable=False)
        channel.queue_bind(queue, RPC_EXCHANGE, self._reply_to)
        wire.consume(channel, queue, self._take, no_ack=True)

    def _take(self, delivery: Delivery) -> None:
        self._give(delivery.correlation_id, delivery.body)
