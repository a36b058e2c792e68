"""The RPC side of a service: takes requests off its queue, has the dispatcher answer them, replies, acknowledges.

A request is acknowledged after its transaction has ended and its reply is on the way, in this order on the same
connection: a process that dies leaves it in the queue, and a command that comes again gets its first answer again by
its `request_id`. Replies are transient and unconfirmed: whoever waits for one has a deadline.

A command without `reply_to` is carried out and its answer dropped; a query without one is not, for nobody would know.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import eventlet
import structlog
from eventlet.event import Event

from shared import telemetry
from shared.bus.bodies import CONTENT_TYPE, write
from shared.bus.connection import RPC_EXCHANGE, ensure, pauses, rpc_queue, user_for
from shared.bus.dispatch import Dispatcher, ReceivedCall, refused
from shared.bus.frames import TRANSIENT, Delivery
from shared.bus.memory_wire import AnyWire, opened_wire
from shared.bus.refusals import InternalError
from shared.bus.requests import correlation_of, method_of, read_call, traceparent_of
from shared.bus.wire import LARGEST_BODY, LOST
from shared.errors import Refusal
from shared.identifiers import new_uuid7

log = structlog.get_logger()

WORKERS = 10  # calls that one process carries out at a time
GRACE_S = 20.0  # seconds that calls in flight are given at the end
CLOSING_S = 3.0  # seconds that the broker is given to say good-bye
DIRECT_REPLY = "amq.rabbitmq.reply-to"

Answer = Callable[[], Any]


class NobodyWaits(Refusal):
    """A question came without an address for its answer."""

    sentence = "The request names no reply_to, so nobody would get the answer; it was not carried out."


class RpcServer:
    """One service's requests in one process. `run` until `stop`; the connection comes and goes underneath."""

    def __init__(self, dispatcher: Dispatcher, uri: str, *, workers: int = WORKERS, largest_body: int = LARGEST_BODY,
                 grace: float = GRACE_S, plumbing: Mapping[str, Answer] | None = None) -> None:
        self._dispatcher = dispatcher
        self._uri = uri
        self._has_own_user = user_for("", uri, dispatcher.name) != user_for(dispatcher.name, uri, dispatcher.name)
        self._workers = workers
        self._largest_body = largest_body
        self._grace = grace
        self._plumbing = dict(plumbing or {})
        self._waiting: deque[tuple[Delivery, AnyWire]] = deque()
        self._begun: deque[str] = deque(maxlen=100 * workers)
        self._busy = 0
        self._stopping = False
        self._wire: AnyWire | None = None
        self._requests: Any = None
        self._replies: Any = None
        self._ended = Event()

    @property
    def consuming(self) -> bool:
        """Whether requests arrive."""
        return self._wire is not None and self._wire.open and not self._stopping

    def run(self) -> None:
        """Serve until `stop`; a lost connection is opened again, later and later while the broker is away."""
        waits = pauses()
        try:
            while not self._stopping:
                try:
                    wire = self._connect()
                    waits = pauses()
                    wire.run()
                except LOST as error:
                    if not self._stopping:
                        log.warning("broker_lost", service=self._dispatcher.name, reason=type(error).__name__)
                        eventlet.sleep(next(waits))
        finally:
            self._ended.send(None)

    def stop(self) -> None:
        """Take no further request, finish those begun, acknowledge them, leave. What was not begun stays queued."""
        self._stopping = True
        if self._wire and self._wire.open:
            self._wire.cancel(self._requests)
        until = time.monotonic() + self._grace
        while self._busy and time.monotonic() < until:
            eventlet.sleep(0.01)
        if self._busy:
            log.error("calls_abandoned", service=self._dispatcher.name, count=self._busy)
        if self._wire:
            self._wire.close()
            self._ended.wait(CLOSING_S)
            self.kill()

    def kill(self) -> None:
        """Leave at once; what was in flight stays queued."""
        self._stopping = True
        if self._wire and self._wire.open:
            self._wire.break_off()

    def _connect(self) -> AnyWire:
        queue = rpc_queue(self._dispatcher.name)
        with opened_wire(self._uri, f"{self._dispatcher.name} rpc", largest_body=self._largest_body) as wire:
            self._requests, self._replies = wire.channel(), wire.channel()
            ensure(wire.channel, queue.exchange, queue)
            wire.consume(self._requests, queue.name, lambda delivery: self._take(delivery, wire),
                         prefetch=2 * self._workers)
        self._wire = wire
        log.info("rpc_consuming", service=self._dispatcher.name, queue=queue.name)
        return wire

    def _take(self, delivery: Delivery, wire: AnyWire) -> None:
        if self._stopping:
            return
        delivery.received_at = time.monotonic()
        self._waiting.append((delivery, wire))
        if self._busy < self._workers:
            self._busy += 1
            eventlet.spawn_n(self._work)

    def _work(self) -> None:
        try:
            while self._waiting and not self._stopping:
                self._serve(*self._waiting.popleft())
        finally:
            self._busy -= 1

    def _serve(self, delivery: Delivery, wire: AnyWire) -> None:
        if not wire.open:
            return  # the broker has taken it back and brings it again
        reply = self.answer(delivery)
        if not wire.open:
            return
        if delivery.reply_to and reply is not None:
            self._reply(wire, delivery, reply)
        wire.ack(self._requests, delivery.tag)

    def _reply(self, wire: AnyWire, delivery: Delivery, reply: bytes) -> None:
        direct = delivery.reply_to.startswith(DIRECT_REPLY)
        if direct and self._has_own_user:  # it may not write to the exchange that leads to every queue
            log.warning("direct_reply_refused", service=self._dispatcher.name)
            return
        wire.publish(self._replies, "" if direct else RPC_EXCHANGE, delivery.reply_to, reply,
                     content_type=CONTENT_TYPE, content_encoding="utf-8", delivery_mode=TRANSIENT,
                     correlation_id=delivery.correlation_id)

    def answer(self, delivery: Delivery) -> bytes | None:
        """The reply to a message, whatever it holds; nothing when nobody waits for it. Never raises."""
        method = method_of(delivery, self._dispatcher.name)
        known = method in self._dispatcher.methods or method in self._plumbing
        with telemetry.serving(self._dispatcher.name, method if known else "unknown",
                               traceparent_of(delivery)) as served:
            try:
                reply = self._read_and_answer(delivery, method, served)
                served.outcome = reply["error"]["exc_type"] if reply["error"] else "answered"
                return write(reply)
            except Exception:
                served.outcome = "internal_error"
                correlation = correlation_of(delivery) or new_uuid7().hex
                log.exception("call_failed", service=self._dispatcher.name, correlation=correlation)
                return write(refused(InternalError(correlation=correlation), correlation))

    def _read_and_answer(self, delivery: Delivery, method: str, served: telemetry.Served) -> dict[str, Any]:
        try:
            call = read_call(delivery, self._dispatcher.name, self._largest_body)
            self._assert_awaited(call, delivery)
        except Refusal as refusal:
            correlation = correlation_of(delivery) or new_uuid7().hex
            log.warning("request_refused", service=self._dispatcher.name, code=refusal.code, correlation=correlation)
            return refused(refusal, correlation)
        if method in self._plumbing:
            return {"result": self._plumbing[method](), "error": None}
        call = replace(call, traceparent=served.traceparent)
        if call_id := self._came_back(delivery):
            return self._dispatcher.answer_again(call, call_id)
        return self._dispatcher.answer(call)

    def _came_back(self, delivery: Delivery) -> str:
        """The id of a call that was begun before in a process that has ended since; this one knows what it began."""
        call_id = (delivery.message_id or delivery.correlation_id)[:100]
        ended = delivery.redelivered and call_id not in self._begun
        self._begun.append(call_id)
        return call_id if ended and call_id.isprintable() else ""

    def _assert_awaited(self, call: ReceivedCall, delivery: Delivery) -> None:
        method = self._dispatcher.methods.get(call.method)
        if not delivery.reply_to and not (method and method.kind == "command"):
            raise NobodyWaits
