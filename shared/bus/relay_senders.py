"""How the relay hands events to the broker: pipelined, one socket write per batch, confirms taken as they come.

A sender works with plain sockets and with eventlet's green ones alike. What the broker has not confirmed may have
been lost and is sent again; who consumes it knows it by its id.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from amqp.exceptions import AMQPError

from shared.bus import frames
from shared.bus.connection import (
    HEARTBEAT,
    Flow,
    declare,
    ensure,
    events_exchange,
    is_memory,
    is_routed,
    open_connection,
    repeats_exchange,
    repeats_name,
    user_of,
)
from shared.bus.memory import put

CHUNK = 1 << 16
CONFIRM_SECONDS = 30.0  # a broker that says nothing for so long, though it owes confirms, is connected to anew
SPEC_VERSION = "1.0"
CONTENT_TOO_LARGE = 311
LOST: tuple[type[Exception], ...] = (OSError, AMQPError)
_CHANNEL_CLOSE, _CONNECTION_CLOSE = (20, 40), (10, 50)
_BLOCKED, _UNBLOCKED = (10, 60), (10, 61)

PendingEvent = Mapping[str, Any]


class BrokerRefused(ConnectionError):
    """The broker closed the channel or the connection. `size`: because a message was too large for it."""

    def __init__(self, why: str, *, size: bool = False) -> None:
        super().__init__(why)
        self.size = size


@dataclass(slots=True)
class Sent:
    """What the broker said since it was last asked: confirmed and refused events by seq, returned ones in number."""

    confirmed: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    nobody_listening: int = 0


class Sender(Protocol):
    """What the relay needs of a transport. While its `flow` is stopped, nothing more should be handed to it."""

    flow: Flow

    def send(self, events: Sequence[PendingEvent]) -> None:
        """Hand events over, in this order; comes back before they are confirmed."""

    def answers(self, seconds: float) -> Sent:
        """What was confirmed, waiting up to so long for the first word."""

    def close(self) -> None:
        """Leave."""


def event_headers(service: str, event: PendingEvent) -> dict[str, Any]:
    """The CloudEvents attributes of an event, as headers."""
    headers = {
        "specversion": SPEC_VERSION, "id": event["id"], "source": service, "type": event["type"],
        "time": event["recorded_at"].isoformat(), "dataschema": schema_name(service, event["type"]),
        "aggregate": event["aggregate"], "aggregateversion": event["version"], "on": event["event_on"],
        "epoch": event.get("epoch", 1),
    }
    for name, column in (("correlationid", "correlation"), ("traceparent", "traceparent")):
        if event[column]:
            headers[name] = event[column]
    return headers


def schema_name(service: str, kind: str) -> str:
    """The name under which `contracts export` publishes the shape of an event."""
    return f"urn:sharedco:{service}.{kind}.v1"


class AmqpSender:
    """A connection with one confirming channel. `consumer`: sends to this one only, instead of to all who listen."""

    def __init__(self, uri: str, service: str, *, consumer: str = "") -> None:
        self._service = service
        self._consumer = consumer
        self.flow = Flow(f"{service} relay")
        self._kombu = open_connection(uri, name=f"{service} relay", flow=self.flow)
        channel = self._kombu.channel()
        ensure(self._kombu.channel, events_exchange(service), repeats_exchange(service))
        channel.confirm_select()
        self._channel = int(channel.channel_id)
        connection: Any = self._kombu.connection
        self._frame_max = connection.frame_max
        self._sock: Any = connection.transport.sock
        self._sock.settimeout(CONFIRM_SECONDS)
        self._read = bytearray()
        self._tag = 0
        self._user = user_of(uri)
        self._waiting: dict[int, int] = {}
        self._written = time.monotonic()
        self._told = time.monotonic()

    def send(self, events: Sequence[PendingEvent]) -> None:
        """Hand a batch to the socket with one write."""
        parts = []
        for event in events:
            self._tag += 1
            self._waiting[self._tag] = event["seq"]
            parts.append(self._frames(event))
        self._write(b"".join(parts))
        self._told = time.monotonic()

    def _frames(self, event: PendingEvent) -> bytes:
        properties = frames.properties(
            content_type="application/json", content_encoding="utf-8", delivery_mode=frames.PERSISTENT,
            message_id=event["id"], type=event["type"], user_id=self._user,
            headers=event_headers(self._service, event))
        exchange, key = f"{self._service}.events", event["type"]
        if self._consumer:
            exchange, key = repeats_name(self._service), self._consumer
        return frames.publish(self._channel, exchange, key, event["body"].encode(), properties,
                              frame_max=self._frame_max, mandatory=True)

    def answers(self, seconds: float) -> Sent:
        """Read what the broker says, waiting up to `seconds` for the first of it; keeps the connection alive."""
        sent = Sent()
        if time.monotonic() - self._written > HEARTBEAT / 2 and not self.flow.stopped:  # else it reads not even that
            self._write(frames.HEARTBEAT_FRAME)
        try:
            self._sock.settimeout(max(seconds, 0.0001))
            data = self._sock.recv(CHUNK)
        except TimeoutError:
            self._assert_told()
            return sent
        finally:
            self._sock.settimeout(CONFIRM_SECONDS)
        if not data:
            raise BrokerRefused("the broker hung up")
        self._told = time.monotonic()
        self._read += data
        for kind, _, payload in frames.split(self._read):
            if kind == frames.METHOD:
                self._take(payload, sent)
        return sent

    def _assert_told(self) -> None:
        silent = time.monotonic() - self._told
        if silent > (CONFIRM_SECONDS if self._waiting else 2 * HEARTBEAT):
            raise BrokerRefused("the broker fell silent")

    def _take(self, payload: bytes, sent: Sent) -> None:
        method = frames.signature(payload)
        if method in (frames.ACK, frames.NACK):
            tag, multiple = frames.read_ack(payload)
            done = sent.confirmed if method == frames.ACK else sent.refused
            done += self._done(tag, multiple=multiple)
        elif method == frames.RETURN:
            sent.nobody_listening += 1
        elif method == _BLOCKED:
            self.flow.stop()
        elif method == _UNBLOCKED:
            self.flow.go_on()
        elif method in (_CHANNEL_CLOSE, _CONNECTION_CLOSE):
            raise _refused(payload)

    def _done(self, tag: int, *, multiple: bool) -> list[int]:
        if not multiple:
            return [self._waiting.pop(tag)] if tag in self._waiting else []
        tags = [waiting for waiting in self._waiting if waiting <= tag]
        return [self._waiting.pop(waiting) for waiting in tags]

    def _write(self, data: bytes) -> None:
        self._sock.sendall(data)
        self._written = time.monotonic()

    def close(self) -> None:
        """Say good-bye, without waiting long for an answer; without a word to a broker that reads nothing."""
        if self.flow.stopped:
            self._kombu.collect()
            return
        with suppress(*LOST):
            self._sock.settimeout(1)
            self._kombu.close()


def _refused(payload: bytes) -> BrokerRefused:
    """Why the broker closed: its own words."""
    code, words = int.from_bytes(payload[4:6], "big"), payload[7:7 + payload[6]].decode("utf-8", "replace")
    return BrokerRefused(f"{code} {words}", size=code == CONTENT_TOO_LARGE or "message size" in words)


class MemorySender:
    """The embedded transport: what is published is there at once."""

    def __init__(self, uri: str, service: str, *, consumer: str = "") -> None:
        self.flow = Flow()
        self._service = service
        self._queue = f"{consumer}.hears.{service}" if consumer else ""
        self._kombu = open_connection(uri, name=f"{service} relay")
        self._channel = self._kombu.channel()
        declare(self._channel, events_exchange(service))
        self._sent = Sent()

    def send(self, events: Sequence[PendingEvent]) -> None:
        """Publish a batch; an event for nobody is counted."""
        for event in events:
            exchange, key = ("", self._queue) if self._queue else (f"{self._service}.events", event["type"])
            if is_routed(self._channel, exchange, key):
                put(self._channel, exchange, key, event["body"].encode(), content_type="application/json",
                          content_encoding="utf-8", message_id=event["id"], type=event["type"],
                          headers=event_headers(self._service, event))
            else:
                self._sent.nobody_listening += 1
            self._sent.confirmed.append(event["seq"])

    def answers(self, seconds: float) -> Sent:
        """What was published since; waits only when there is nothing to say."""
        sent, self._sent = self._sent, Sent()
        if not sent.confirmed:
            time.sleep(seconds)
        return sent

    def close(self) -> None:
        """Leave."""
        self._kombu.release()


def open_sender(uri: str, service: str, *, consumer: str = "") -> Sender:
    """A sender for this transport. Raises one of `LOST` when the broker does not answer."""
    return (MemorySender if is_memory(uri) else AmqpSender)(uri, service, consumer=consumer)
