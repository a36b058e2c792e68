"""The publisher of a process: one channel, asynchronous confirms, joined writes.

Every message has a `message_id` of ours and ends in exactly one outcome: confirmed, returned (no queue would have it),
refused by the broker, or lost (the connection went, or the broker did not confirm in time, unless it said that it takes
no messages now: then it is waited for). Nothing is sent again by
itself: whoever publishes decides, because only he knows whether a second copy does harm.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum
from time import monotonic
from typing import Any

import eventlet
import structlog
from eventlet.event import Event

from shared.bus.connection import Flow, pauses
from shared.bus.frames import Delivery
from shared.bus.memory_wire import AnyWire, opened_wire
from shared.bus.wire import LOST
from shared.identifiers import new_uuid7

log = structlog.get_logger()

CONFIRM_S = 5.0  # seconds that the broker is given to confirm; then the connection is taken for dead
CLOSING_S = 3.0


class SendOutcome(Enum):
    """What became of a message."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REFUSED = "refused"
    LOST = "lost"


Settled = Callable[[SendOutcome], None]
Setup = Callable[[AnyWire], None]


class _Sent:
    """A message of which the fate is not known yet."""

    __slots__ = ("at", "message_id", "returned", "settled", "tag")

    def __init__(self, tag: int, message_id: str, settled: Settled) -> None:
        self.tag = tag
        self.message_id = message_id
        self.settled = settled
        self.returned = False
        self.at = monotonic()


class Publisher:
    """Publishes from any green thread of the process. `also` sets up what shares the connection, after each loss."""

    def __init__(self, uri: str, name: str, *, confirm_seconds: float = CONFIRM_S, also: Setup | None = None) -> None:
        self._uri = uri
        self._name = name
        self._confirm_seconds = confirm_seconds
        self._also = also
        self._wire: AnyWire | None = None
        self._channel: Any = None
        self._tag = 0
        self._sent: deque[_Sent] = deque()
        self._by_id: dict[str, _Sent] = {}
        self._ready = Event()
        self._stopping = False
        self._thread: Any = None

    def start(self) -> None:
        """Connect, and again after every loss, until `stop`."""
        self._thread = eventlet.spawn(self._run)

    def stop(self) -> None:
        """Hang up; what is not confirmed by now is lost to us, though perhaps not to the broker."""
        self._stopping = True
        if self._wire:
            self._wire.close()
            with eventlet.Timeout(CLOSING_S, False):  # noqa: FBT003
                self._thread.wait()
        self._thread.kill()

    def connected(self, seconds: float = 0.0) -> bool:
        """Whether there is a connection, waiting for one at most so long."""
        if not self._ready.ready() and seconds > 0:
            self._ready.wait(seconds)
        return bool(self._ready.ready())

    def publish(self, exchange: str, routing_key: str, body: bytes, *, settled: Settled, mandatory: bool = True,
                message_id: str = "", **properties: Any) -> None:
        """Send a message; `settled` is told its fate once. It must not wait."""
        if self._wire is None or not self._wire.open:
            settled(SendOutcome.LOST)
            return
        self._tag += 1
        sent = _Sent(self._tag, message_id or new_uuid7().hex, settled)
        self._sent.append(sent)
        self._by_id[sent.message_id] = sent
        self._wire.publish(self._channel, exchange, routing_key, body, mandatory=mandatory, message_id=sent.message_id,
                           **properties)

    def publish_and_wait(self, exchange: str, routing_key: str, body: bytes, **properties: Any) -> SendOutcome:
        """Send a message and wait until its fate is known."""
        known = Event()
        self.publish(exchange, routing_key, body, settled=known.send, **properties)
        outcome: SendOutcome = known.wait()
        return outcome

    def _run(self) -> None:
        waits = pauses()
        while not self._stopping:
            try:
                self._connect()
                waits = pauses()
                self._serve()
            except LOST as error:
                if not self._stopping:
                    log.warning("broker_lost", publisher=self._name, reason=type(error).__name__)
                    eventlet.sleep(next(waits))

    def _connect(self) -> None:
        with opened_wire(self._uri, self._name) as wire:
            self._channel = wire.channel()
            wire.confirm(self._channel, self._confirmed, self._returned)
            if self._also:
                self._also(wire)
        self._wire, self._tag = wire, 0

    def _serve(self) -> None:
        wire = self._wire
        if wire is None:
            return
        watch = eventlet.spawn(self._watch, wire)
        self._ready.send(None)
        try:
            wire.run()
        finally:
            watch.kill()
            self._ready = Event()
            self._lose_all()

    def _watch(self, wire: AnyWire) -> None:
        while True:
            eventlet.sleep(self._confirm_seconds / 4)
            if self._waits_too_long(wire.flow):
                log.error("broker_silent", publisher=self._name, unconfirmed=len(self._sent))
                wire.break_off()

    def _waits_too_long(self, flow: Flow) -> bool:
        """Whether a broker that takes messages owes a confirm for too long; one that takes none will in time."""
        if not self._sent or flow.stopped:
            return False
        return monotonic() - max(self._sent[0].at, flow.since) > self._confirm_seconds

    def _confirmed(self, tag: int, *, multiple: bool, taken: bool) -> None:
        if not multiple and self._sent and self._sent[0].tag != tag:
            self._settle_one(tag, taken=taken)
            return
        while self._sent and self._sent[0].tag <= tag:
            self._settle(self._sent.popleft(), taken=taken)

    def _settle_one(self, tag: int, *, taken: bool) -> None:
        for sent in self._sent:
            if sent.tag == tag:
                self._sent.remove(sent)
                self._settle(sent, taken=taken)
                return

    def _settle(self, sent: _Sent, *, taken: bool) -> None:
        self._by_id.pop(sent.message_id, None)
        outcome = SendOutcome.RETURNED if sent.returned else SendOutcome.CONFIRMED
        sent.settled(outcome if taken else SendOutcome.REFUSED)

    def _returned(self, delivery: Delivery) -> None:
        if sent := self._by_id.get(delivery.message_id):
            sent.returned = True

    def _lose_all(self) -> None:
        lost, self._sent = self._sent, deque()
        self._by_id.clear()
        for sent in lost:
            sent.settled(SendOutcome.LOST)
