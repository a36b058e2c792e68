"""The inbox at the broker: one queue per source on a channel of its own, batches settled, then acknowledged.

A batch is what has arrived while the last one was settled, so batches grow with the load and nobody waits for them to
fill. The acknowledgement follows the commit, on the connection that brought the messages; if that is lost meanwhile,
the broker brings them again and the inbox knows them.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import eventlet
import structlog
from eventlet.event import Event

from shared import telemetry
from shared.bus.connection import ensure, is_memory, pauses, repeats_name, reports_name, user_of
from shared.bus.frames import Delivery
from shared.bus.inbox import DatabaseAway, Inbox
from shared.bus.inbox_messages import LARGEST_BODY, Message
from shared.bus.memory_wire import AnyWire, opened_wire
from shared.bus.parking_retry import Retries
from shared.bus.reporting import reports
from shared.bus.topology import inbox_entities, inbox_queue_name
from shared.bus.wire import LOST

log = structlog.get_logger()

BATCH = 200  # messages that are settled in one transaction
PREFETCH = 3 * BATCH  # messages that the broker sends ahead
LINGER_S = 0.002  # how long the first message of a batch waits for company
GRACE_S = 20.0  # seconds that batches in flight are given at the end
CLOSING_S = 3.0  # seconds that the broker is given to say good-bye
REPORT_EVERY_S = 20.0  # seconds between two reports to the sources, and two looks whether the queues are bound
RETRY_EVERY_S = 1.0  # seconds between two looks at what is parked
LARGEST_KEPT = 2 * LARGEST_BODY  # bytes of a body that are parked; of a larger one only its headers are
BATCH_BYTES = 8 * LARGEST_BODY  # bytes of the bodies that are settled in one transaction
WAITING_BYTES = 32 * LARGEST_BODY  # bytes of bodies that wait here; with so many, nothing is read from the broker
STUCK_S = 90.0  # seconds without one batch settled after which a source whose events wait makes the service unready
MOST_BEGUN = 100 * PREFETCH
FAILING = 25  # streams of a source that failed one after the other, and none went well: then it is not one message
PAUSE_S, LONGEST_PAUSE_S = 10.0, 300.0  # seconds until one more message is tried, doubling
PAUSE_LOOK_S = 0.25


@dataclass(slots=True)
class _Lane:
    """What came from one source and is not settled yet."""

    source: str
    waiting: deque[tuple[Delivery, AnyWire]] = field(default_factory=deque)
    channel: Any = None
    busy: bool = False
    bytes: int = 0
    moved_at: float = 0.0
    failed: int = 0  # streams that had failed when it was last paused
    paused_until: float = 0.0
    pauses: Iterator[float] = field(default_factory=lambda: pauses(PAUSE_S, LONGEST_PAUSE_S))
    begun: set[str] = field(default_factory=set)  # begun in this process and not settled: it lives, they do not kill


class InboxReader:
    """One service's inbox in one process. `run` until `stop`; the connection comes and goes underneath."""

    def __init__(
        self, inbox: Inbox, uri: str, *, batch: int = BATCH, linger: float = LINGER_S, grace: float = GRACE_S,
        retry_every: float = RETRY_EVERY_S, report_every: float = REPORT_EVERY_S,
    ) -> None:
        self.inbox = inbox
        self._uri = uri
        self._batch = batch
        self._linger = linger
        self._grace = grace
        self._retry_every = retry_every
        self._retries = Retries(inbox)
        self._lanes = [_Lane(source) for source in inbox.sources]
        self._stopping = False
        self._wire: AnyWire | None = None
        self._reporting: Any = None
        inbox.reporting = not is_memory(uri)
        self._report_every = report_every
        self._ended = Event()

    @property
    def consuming(self) -> bool:
        """Whether events arrive and are settled; a service that consumes nobody always does."""
        if not self._lanes:
            return True
        stuck = any(self._is_stuck(lane) for lane in self._lanes)
        return self._wire is not None and self._wire.open and not self._stopping and not stuck

    def _is_stuck(self, lane: _Lane) -> bool:
        """Whether events of a source wait and nothing moves; not where a person wants it so."""
        if lane.source in self.inbox.paused:
            return False
        return self._is_failing(lane) or (lane.busy and time.monotonic() - lane.moved_at > STUCK_S)

    def _is_failing(self, lane: _Lane) -> bool:
        return len(self.inbox.failing.get(lane.source, ())) >= FAILING

    def run(self) -> None:
        """Consume until `stop`; a lost connection is opened again, later and later while the broker is away."""
        self._learn_what_is_paused()
        helpers = [eventlet.spawn(self._retry), eventlet.spawn(self._report)]
        waits = pauses()
        try:
            while self._lanes and not self._stopping:
                try:
                    wire = self._connect()
                    waits = pauses()
                    wire.run()
                except LOST as error:
                    if not self._stopping:
                        log.warning("broker_lost", service=self.inbox.name, reason=type(error).__name__)
                        eventlet.sleep(next(waits))
        finally:
            for helper in helpers:
                helper.kill()
            if not self._ended.ready():
                self._ended.send(None)

    def stop(self) -> None:
        """Take no further message, settle and acknowledge those that are here, leave."""
        self._stopping = True
        if self._wire and self._wire.open:
            for lane in self._lanes:
                self._wire.cancel(lane.channel)
        until = time.monotonic() + self._grace
        while any(lane.busy for lane in self._lanes) and time.monotonic() < until:
            eventlet.sleep(0.01)
        if self._wire and self._wire.open:
            self._wire.close()
            self._ended.wait(CLOSING_S)
            self.kill()

    def kill(self) -> None:
        """Leave at once; what was not settled comes again."""
        self._stopping = True
        if self._wire and self._wire.open:
            self._wire.break_off()

    def _connect(self) -> AnyWire:
        with opened_wire(self._uri, f"{self.inbox.name} inbox", largest_body=LARGEST_KEPT, full=self._full) as wire:
            for lane in self._lanes:
                *entities, queue = inbox_entities(self.inbox.name, lane.source, self._uri)
                ensure(wire.channel, *entities, queue)
                lane.channel = wire.channel()
                _bind(lane.channel, self.inbox.name, lane.source, self._uri)
                wire.consume(lane.channel, queue.name, self._taker(lane, wire), prefetch=PREFETCH)
            self._reporting = wire.channel()
        self._wire = wire
        log.info("inbox_consuming", service=self.inbox.name, sources=[lane.source for lane in self._lanes])
        return wire

    def _learn_what_is_paused(self) -> None:
        """Before the first message: a process that starts anew begins nothing that a person has paused."""
        for pause in pauses():
            if self._stopping:
                return None
            try:
                return self._retries.look_around()
            except DatabaseAway:
                log.warning("database_away", service=self.inbox.name, source="pauses")
                eventlet.sleep(pause)
        return None

    def _full(self) -> bool:
        return sum(lane.bytes for lane in self._lanes) > WAITING_BYTES

    def _taker(self, lane: _Lane, wire: AnyWire) -> Callable[[Delivery], None]:
        def take(delivery: Delivery) -> None:
            lane.waiting.append((delivery, wire))
            lane.bytes += len(delivery.body)
            if not lane.busy:
                lane.busy, lane.moved_at = True, time.monotonic()
                eventlet.spawn_n(self._work, lane)

        return take

    def _work(self, lane: _Lane) -> None:
        try:
            while lane.waiting:
                if self._is_paused(lane):
                    eventlet.sleep(PAUSE_LOOK_S)
                    if self._stopping:
                        return
                    continue
                if len(lane.waiting) < self._batch:
                    eventlet.sleep(self._linger)
                self._settle_next(lane)
        except Exception:
            log.exception("inbox_broken", service=self.inbox.name, source=lane.source)
            if self._wire:
                self._wire.break_off()
        finally:
            lane.busy = False

    def _is_paused(self, lane: _Lane) -> bool:
        """Whether nothing of a source is to be begun now: a person wants it so, or all of it fails."""
        failing = self._is_failing(lane) and time.monotonic() < lane.paused_until
        paused = failing or lane.source in self.inbox.paused
        telemetry.PAUSED.labels(self.inbox.name, lane.source).set(paused)
        return paused

    def _pause_if_all_fails(self, lane: _Lane) -> None:
        """When stream after stream fails, parking them all helps nobody: one message is tried now and then."""
        failed = len(self.inbox.failing.get(lane.source, ()))
        if not self._is_failing(lane):
            lane.failed, lane.pauses = 0, pauses(PAUSE_S, LONGEST_PAUSE_S)
        elif failed > lane.failed:
            pause = next(lane.pauses)
            lane.failed, lane.paused_until = failed, time.monotonic() + pause
            log.error("consumer_paused", service=self.inbox.name, source=lane.source, streams=failed, seconds=pause)

    def _settle_next(self, lane: _Lane) -> None:
        _, wire = lane.waiting[0]
        channel = lane.channel
        batch: list[Delivery] = []
        size = 0
        most = 1 if self._is_failing(lane) else self._batch
        while lane.waiting and len(batch) < most and lane.waiting[0][1] is wire and size < BATCH_BYTES:
            batch.append(lane.waiting.popleft()[0])
            size += len(batch[-1].body)
        lane.bytes -= size
        messages = [replace(message, counted=message.id in lane.begun) for message in
                    (_message(lane.source, delivery) for delivery in batch)]
        lane.begun.update(message.id for message in messages)
        if wire.open and self._settle(lane, wire, messages):
            lane.moved_at = time.monotonic()
            lane.begun.difference_update(message.id for message in messages)
            self._pause_if_all_fails(lane)
            if wire.open:
                wire.ack(channel, batch[-1].tag, multiple=True)
        elif len(lane.begun) > MOST_BEGUN:
            lane.begun.clear()

    def _settle(self, lane: _Lane, wire: AnyWire, messages: list[Message]) -> bool:
        """Settle a batch, however long the database is away; false when the connection is given up before."""
        for pause in pauses(0.05):
            try:
                self.inbox.take(messages)
            except DatabaseAway:
                log.warning("database_away", service=self.inbox.name, source=lane.source, messages=len(messages))
                messages = [replace(message, counted=True) for message in messages]  # a new try, but nobody died
                eventlet.sleep(pause)
                if self._stopping or not wire.open:
                    return False
            else:
                return True
        raise AssertionError("unreachable")

    def _retry(self) -> None:
        while True:
            eventlet.sleep(self._retry_every)
            try:
                self._retries.run_due()
            except DatabaseAway:
                log.warning("database_away", service=self.inbox.name, source="parked")
            except Exception:
                log.exception("retry_broken", service=self.inbox.name)

    def _report(self) -> None:
        """Tell each source how far its events were consumed, and bind anew what somebody may have unbound."""
        while not is_memory(self._uri):
            eventlet.sleep(self._report_every)
            wire = self._wire
            if wire is None or not wire.open or self._stopping:
                continue
            try:
                for lane in self._lanes:
                    _bind(self._reporting, self.inbox.name, lane.source, self._uri, nowait=True)
                    for report in reports(self.inbox, lane.source):
                        wire.publish(self._reporting, reports_name(lane.source), lane.source, report,
                                     content_type="application/json", user_id=user_of(self._uri))
            except DatabaseAway:
                log.warning("database_away", service=self.inbox.name, source="reports")


def _bind(channel: Any, consumer: str, source: str, uri: str, *, nowait: bool = False) -> None:
    """Have the source's events, and what it sends again, arrive in the consumer's queue."""
    queue = inbox_queue_name(consumer, source)
    channel.queue_bind(queue, f"{source}.events", "#", nowait=nowait)
    if not is_memory(uri):
        channel.queue_bind(queue, repeats_name(source), consumer, nowait=nowait)


def _message(source: str, delivery: Delivery) -> Message:
    return Message(
        source=source, type=delivery.routing_key, body=delivery.body, id=delivery.message_id,
        headers=delivery.headers, content_type=delivery.content_type, redelivered=delivery.redelivered,
        size=delivery.size, unreadable=bool(delivery.fault), user=delivery.user_id,
    )
