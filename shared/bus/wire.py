"""A green connection to the broker: one reader, one writer that joins what waits, heartbeats, orderly endings.

Requires eventlet's monkey patch. py-amqp opens the connection and declares what is needed; from then on the reader
takes whole chunks off the socket, and everything written within one turn of the hub leaves with one system call.
"""

from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_RDWR
from time import monotonic
from typing import Any, Protocol

import eventlet
from amqp.exceptions import AMQPError
from eventlet.event import Event

from shared.bus import frames
from shared.bus.connection import HEARTBEAT, Flow, open_connection
from shared.bus.frames import Delivery

CHUNK = 1 << 17
LARGEST_BODY = 1 << 20  # bytes of a message that are kept; the rest is read from the socket and dropped
FULL_PAUSE_S = 0.01
LOST: tuple[type[Exception], ...] = (OSError, AMQPError)
CONSUMER = "c"
_CLOSE = (10, 50)

OnDelivery = Callable[[Delivery], None]


class OnConfirm(Protocol):
    """Told that the broker has (`taken`) or refuses a published message, with all before it when `multiple`."""

    def __call__(self, tag: int, *, multiple: bool, taken: bool) -> None:
        """Take note; it must not wait."""


def never() -> bool:
    """A connection that always has room."""
    return False


class WireLost(ConnectionError):
    """The connection to the broker is gone."""


class _Arriving:
    """A message of which the envelope is here, and the body not yet whole."""

    __slots__ = ("delivery", "got", "pieces", "take")

    def __init__(self, delivery: Delivery, take: OnDelivery) -> None:
        self.delivery = delivery
        self.take = take
        self.pieces: list[bytes] = []
        self.got = 0


class Wire:
    """One connection to the broker. Declare first, then `run`, which returns when the connection ends."""

    def __init__(self, uri: str, name: str, *, heartbeat: int = HEARTBEAT, largest_body: int = LARGEST_BODY,
                 full: Callable[[], bool] = never) -> None:
        self.flow = Flow(name)
        self._kombu = open_connection(uri, name=name, heartbeat=heartbeat, flow=self.flow)
        self._conn: Any = self._kombu.connection
        self._sock: Any = self._conn.transport.sock
        self._largest_body = largest_body
        self._full = full
        self._out: list[bytes] = []
        self._idle: Event | None = None
        self._arriving: dict[int, _Arriving] = {}
        self._consumers: dict[int, OnDelivery] = {}
        self._confirms: dict[int, OnConfirm] = {}
        self._returns: dict[int, OnDelivery] = {}
        self._start: list[Callable[[], Any]] = []
        self._received_at = monotonic()
        self.open = True
        self.closing = False

    def channel(self) -> Any:
        """A further channel of py-amqp, for declaring; only before `run`."""
        return self._kombu.channel()

    def consume(self, channel: Any, queue: str, take: OnDelivery, *, prefetch: int = 0, no_ack: bool = False) -> None:
        """Have `run` bring the messages of a queue to `take`, which must not wait. One consumer per channel."""
        if prefetch:
            channel.basic_qos(0, prefetch, a_global=False)
        self._consumers[channel.channel_id] = take
        self._start.append(lambda: channel.basic_consume(queue, CONSUMER, no_ack=no_ack, nowait=True))

    def confirm(self, channel: Any, confirmed: OnConfirm, returned: OnDelivery) -> None:
        """Have the broker confirm what is published on this channel, and bring back what no queue would have."""
        channel.confirm_select()
        self._confirms[channel.channel_id] = confirmed
        self._returns[channel.channel_id] = returned

    def publish(self, channel: Any, exchange: str, routing_key: str, body: bytes, *, mandatory: bool = False,
                **properties: Any) -> None:
        """Publish a message on a channel."""
        self._send(frames.publish(channel.channel_id, exchange, routing_key, body, frames.properties(**properties),
                                  frame_max=self._conn.frame_max, mandatory=mandatory))

    def ack(self, channel: Any, tag: int, *, multiple: bool = False) -> None:
        """Tell the broker that a delivery (`multiple`: and all before it) is done with."""
        self._send(frames.ack(channel.channel_id, tag, multiple=multiple))

    def cancel(self, channel: Any) -> None:
        """Take no further messages; those on their way come still, and go back to the queue at the end."""
        self._send(frames.cancel(channel.channel_id, CONSUMER))

    def run(self) -> None:
        """Read until the connection ends: by `close` quietly, else with one of `LOST`."""
        self._conn.frame_writer = self._compose
        self._sock.settimeout(None)
        helpers = [eventlet.spawn(self._write), eventlet.spawn(self._beat)]
        try:
            for begin in self._start:
                begin()
            self._read()
        except LOST:
            if not self.closing:
                raise
        finally:
            self.open = False
            for helper in helpers:
                helper.kill()
            self._conn.collect()

    def close(self) -> None:
        """Ask the broker to end the connection, after everything written before; `run` returns when it did."""
        if self.open and not self.closing:
            self.closing = True
            self._conn.send_method(_CLOSE, "BsBB", (0, "", 0, 0))

    def break_off(self) -> None:
        """End the connection without a word."""
        self.open = False
        with suppress(OSError):
            self._sock.shutdown(SHUT_RDWR)

    def _send(self, data: bytes) -> None:
        self._out.append(data)
        if self._idle is not None:
            self._idle.send(None)
            self._idle = None

    def _compose(self, kind: int, channel: int, method: tuple[int, int], args: bytes | str, _content: Any) -> None:
        """py-amqp's way to write a frame, through our writer."""
        self._send(frames.method(kind, channel, method, args or b""))

    def _write(self) -> None:
        try:
            while self.open:
                if not self._out:
                    self._idle = Event()
                    self._idle.wait()
                data = b"".join(self._out)
                self._out.clear()
                self._sock.sendall(data)
        except OSError:
            self.break_off()

    def _beat(self) -> None:
        """Say that we live, and notice when the broker does not."""
        while self._conn.heartbeat:
            eventlet.sleep(self._conn.heartbeat / 2)
            self._send(frames.HEARTBEAT_FRAME)
            if self._silent():
                eventlet.sleep(0.1)  # the hub itself may have been held up: what arrived meanwhile is read first
                if self._silent():
                    self.break_off()

    def _silent(self) -> bool:
        return monotonic() - self._received_at > 2 * int(self._conn.heartbeat)

    def _read(self) -> None:
        buffer = bytearray()
        while data := self._sock.recv(CHUNK):
            self._received_at = monotonic()
            buffer += data
            for kind, channel, payload in frames.split(buffer):
                self._take(kind, channel, payload)
            if not self._conn.connected:
                return
            self._wait_for_room()
        raise WireLost("the broker hung up")

    def _wait_for_room(self) -> None:
        """Read nothing while too many bytes wait here: the rest stays with the broker."""
        while self.open and self._full():
            eventlet.sleep(FULL_PAUSE_S)
            self._received_at = monotonic()

    def _take(self, kind: int, channel: int, payload: bytes) -> None:
        arriving = self._arriving.get(channel)
        if kind == frames.HEARTBEAT:
            return
        if arriving and kind == frames.HEADER:
            frames.read_header(payload, arriving.delivery)
            self._finish(channel, arriving)
        elif arriving and kind == frames.BODY:
            arriving.got += len(payload)
            if arriving.delivery.size <= self._largest_body:
                arriving.pieces.append(payload)
            self._finish(channel, arriving)
        elif not self._take_method(channel, payload):
            self._conn.on_inbound_frame((kind, channel, payload))

    def _take_method(self, channel: int, payload: bytes) -> bool:
        method = frames.signature(payload)
        if method == frames.DELIVER and channel in self._consumers:
            self._arriving[channel] = _Arriving(frames.read_deliver(payload), self._consumers[channel])
        elif method == frames.RETURN and channel in self._returns:
            self._arriving[channel] = _Arriving(frames.read_return(payload), self._returns[channel])
        elif method in (frames.ACK, frames.NACK) and channel in self._confirms:
            tag, multiple = frames.read_ack(payload)
            self._confirms[channel](tag, multiple=multiple, taken=method == frames.ACK)
        else:
            return False
        return True

    def _finish(self, channel: int, arriving: _Arriving) -> None:
        if arriving.got >= arriving.delivery.size:
            del self._arriving[channel]
            arriving.delivery.body = b"".join(arriving.pieces)
            arriving.take(arriving.delivery)
