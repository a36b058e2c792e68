"""AMQP 0-9-1 frames for the traffic that counts: publishing, deliveries, acknowledgements, confirms, returns.

py-amqp opens connections and declares queues; these functions carry the messages. They are several times faster, and
what a stranger wrote into a message's properties can never break the connection: it makes a `Delivery` with a `fault`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from struct import Struct
from typing import Any

from amqp.serialization import dumps, loads

METHOD, HEADER, BODY, HEARTBEAT = 1, 2, 3, 8
BASIC = 60
CANCEL, PUBLISH, RETURN, DELIVER, ACK, NACK = ((BASIC, number) for number in (30, 40, 50, 60, 80, 120))
TRANSIENT, PERSISTENT = 1, 2
LARGEST_FRAME = 1 << 20  # bytes; brokers agree to less
LONGEST_SHORT = 255  # bytes of a short string
OVERHEAD = 8  # bytes that a frame adds to its payload
HEARTBEAT_FRAME = b"\x08\x00\x00\x00\x00\x00\x00\xce"
_END = b"\xce"
_TEXT, _NUMBER = b"Sl"

_frame = Struct(">BHI")
_signature = Struct(">HH")
_content = Struct(">HHQH")
_tag = Struct(">QB")
_deliver = Struct(">QB")
_return = Struct(">H")

_NAMED = ("content_type", "content_encoding", "headers", "delivery_mode", "priority", "correlation_id", "reply_to",
          "expiration", "message_id", "timestamp", "type", "user_id", "app_id", "cluster_id")
_FLAG = {name: 1 << (15 - place) for place, name in enumerate(_NAMED)}
_NUMBERS = {"delivery_mode": Struct(">B"), "priority": Struct(">B"), "timestamp": Struct(">Q")}


class NotAmqp(OSError):
    """The other side does not speak AMQP (any more)."""


@dataclass(slots=True)
class Delivery:
    """A message that arrived. `fault` says what of it could not be read; its text may be shown to anybody."""

    routing_key: str
    exchange: str = ""
    tag: int = 0
    redelivered: bool = False
    body: bytes = b""
    size: int = 0
    content_type: str = ""
    content_encoding: str = ""
    headers: Mapping[str, Any] = field(default_factory=dict)
    correlation_id: str = ""
    reply_to: str = ""
    message_id: str = ""
    user_id: str = ""
    received_at: float = 0.0
    fault: str = ""


def method(kind: int, channel: int, which: tuple[int, int], args: bytes | str) -> bytes:
    """A frame of py-amqp's making: a method with its arguments."""
    payload = _signature.pack(*which) + (args.encode() if isinstance(args, str) else args)
    return b"".join((_frame.pack(kind, channel, len(payload)), payload, _END))


def publish(
    channel: int, exchange: str, routing_key: str, body: bytes, properties: bytes, *, frame_max: int,
    mandatory: bool = False,
) -> bytes:
    """The frames that publish one message."""
    args = b"".join((b"\x00\x00", short(exchange), short(routing_key), b"\x01" if mandatory else b"\x00"))
    header = b"".join((_signature.pack(BASIC, 0), len(body).to_bytes(8, "big"), properties))
    pieces = [method(METHOD, channel, PUBLISH, args), _frame.pack(HEADER, channel, len(header)), header, _END]
    for piece in _pieces(body, frame_max - OVERHEAD):
        pieces += (_frame.pack(BODY, channel, len(piece)), piece, _END)
    return b"".join(pieces)


def _pieces(body: bytes, longest: int) -> Iterator[bytes]:
    if len(body) <= longest:
        return iter((body,) if body else ())
    return (body[start:start + longest] for start in range(0, len(body), longest))


def properties(**given: Any) -> bytes:
    """A message's properties, encoded; those that are empty are left out."""
    flags, parts = 0, []
    for name in _NAMED:
        if value := given.pop(name, None):
            flags |= _FLAG[name]
            parts.append(_encode(name, value))
    if given:
        raise TypeError(f"AMQP knows no property {', '.join(given)}")
    return b"".join((flags.to_bytes(2, "big"), *parts))


def _encode(name: str, value: Any) -> bytes:
    if name == "headers":
        return table(value)
    return _NUMBERS[name].pack(value) if name in _NUMBERS else short(value)


def table(values: Mapping[str, Any]) -> bytes:
    """A table of names and values. Text and whole numbers, which is all that we send, are written without py-amqp."""
    parts: list[bytes] = []
    for name, value in values.items():
        if type(value) is str:
            encoded = value.encode()
            parts += (short(name), b"S", len(encoded).to_bytes(4, "big"), encoded)
        elif type(value) is int:
            parts += (short(name), b"l", value.to_bytes(8, "big", signed=True))
        else:
            return bytes(dumps("F", [values]))
    joined = b"".join(parts)
    return len(joined).to_bytes(4, "big") + joined


def ack(channel: int, tag: int, *, multiple: bool = False) -> bytes:
    """The frame that tells the broker that a delivery (`multiple`: and all before it) is done with."""
    return method(METHOD, channel, ACK, _tag.pack(tag, multiple))


def cancel(channel: int, consumer: str) -> bytes:
    """The frame that ends a consumer without waiting for the broker's word."""
    return method(METHOD, channel, CANCEL, short(consumer) + b"\x01")


def short(text: str) -> bytes:
    """A short string: at most 255 bytes. Bytes that are not text come and go unchanged."""
    encoded = text.encode("utf-8", "surrogateescape")
    if len(encoded) > LONGEST_SHORT:
        raise ValueError(f"a short string of AMQP holds at most {LONGEST_SHORT} bytes")
    return len(encoded).to_bytes(1, "big") + encoded


def split(buffer: bytearray) -> Iterator[tuple[int, int, bytes]]:
    """Take the whole frames off the front of what was read: (type, channel, payload)."""
    place, length = 0, len(buffer)
    try:
        while length - place >= OVERHEAD:
            kind, channel, size = _frame.unpack_from(buffer, place)
            if size > LARGEST_FRAME:
                raise NotAmqp("a frame is larger than was agreed")
            end = place + 7 + size
            if end >= length:
                break
            if buffer[end] != _END[0]:
                raise NotAmqp("a frame does not end where it should")
            payload = bytes(buffer[place + 7:end])
            place = end + 1
            yield kind, channel, payload
    finally:
        del buffer[:place]


def signature(payload: bytes) -> tuple[int, int]:
    """Which method a method frame holds."""
    return _signature.unpack_from(payload)


def read_ack(payload: bytes) -> tuple[int, bool]:
    """(delivery tag, multiple) of an acknowledgement or a refusal by the broker."""
    tag, bits = _tag.unpack_from(payload, 4)
    return tag, bool(bits & 1)


def read_deliver(payload: bytes) -> Delivery:
    """The envelope of a delivery."""
    place = 5 + payload[4]
    tag, redelivered = _deliver.unpack_from(payload, place)
    exchange, place = _read_short(payload, place + 9)
    routing_key, _ = _read_short(payload, place)
    return Delivery(routing_key, exchange, tag, bool(redelivered & 1))


def read_return(payload: bytes) -> Delivery:
    """The envelope of a message that came back because no queue would have it."""
    place = 7 + payload[6]
    exchange, place = _read_short(payload, place)
    routing_key, _ = _read_short(payload, place)
    return Delivery(routing_key, exchange)


def read_header(payload: bytes, delivery: Delivery) -> None:
    """Fill in the size and the properties; headers that cannot be read are noted as the delivery's fault."""
    _, _, delivery.size, flags = _content.unpack_from(payload)
    place = _content.size
    for name, flag in _FLAG.items():
        if not flags & flag:
            continue
        if name == "headers":
            place = _read_table(payload, place, delivery)
        elif name in _NUMBERS:
            place += _NUMBERS[name].size
        else:
            text, place = _read_short(payload, place)
            if name in _KEPT:
                setattr(delivery, name, text)


_KEPT = {"content_type", "content_encoding", "correlation_id", "reply_to", "message_id", "user_id"}


def _read_table(payload: bytes, place: int, delivery: Delivery) -> int:
    after = place + 4 + int.from_bytes(payload[place:place + 4], "big")
    try:
        delivery.headers = _plain_table(payload, place + 4, after) or loads("F", payload, place)[0][0]
    except Exception:  # noqa: BLE001 - a table may hold anything, and py-amqp may stumble over it in any way
        delivery.fault = "its headers cannot be read"
    return after


def _plain_table(payload: bytes, place: int, after: int) -> dict[str, Any] | None:
    """A table that holds only plain text and large numbers, as ours do; nothing for any other, which py-amqp reads."""
    if not payload[place:after].isascii():
        return None
    found: dict[str, Any] = {}
    while place < after:
        start = place + 1
        place = start + payload[place]
        name, kind, start = payload[start:place].decode("ascii"), payload[place], place + 1
        if kind == _TEXT:
            start, place = start + 4, start + 4 + int.from_bytes(payload[start:start + 4], "big")
            found[name] = payload[start:place].decode("ascii")
        elif kind == _NUMBER:
            place = start + 8
            found[name] = int.from_bytes(payload[start:place], "big", signed=True)
        else:
            return None
    return found if place == after else None


def _read_short(payload: bytes, place: int) -> tuple[str, int]:
    start = place + 1
    end = start + payload[place]
    return payload[start:end].decode("utf-8", "surrogateescape"), end
