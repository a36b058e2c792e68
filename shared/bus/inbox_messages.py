"""What comes out of a queue, before anybody trusts it: the message, and its envelope once it was read.

Events of the house carry CloudEvents attributes in their headers. Foreign messages may carry less: without a version
they are known by their id only, without an id they cannot be known at all and are parked.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from shared.errors import Refusal

LARGEST_BODY = 1024 * 1024  # bytes; what is larger is parked and never looked into
LONGEST_NAME = 200  # characters of an id, a type, an aggregate
LARGEST_VERSION = 2**62
LARGEST_EPOCH = 2**31

StreamKey = tuple[str, str]


class Undecodable(Refusal):
    """The body is not a JSON object."""

    sentence = "The body is not a JSON object."


class WithoutId(Refusal):
    """The message has no id, so that a repeat of it could not be known."""

    sentence = "The message has no usable id, so a repeat of it could not be told from another message."


class Oversized(Refusal):
    """The body is larger than the house takes."""

    sentence = "The body has {size} bytes; the house takes {largest}."


class NotFromItsService(Refusal):
    """Somebody else than the source published it: the broker vouches for who did."""

    sentence = "The message came from the broker user {user}; events of {source} come from {expected}."


class WithoutVersion(Refusal):
    """The message has no place in a stream, and its source is not declared foreign."""

    sentence = "The message has no version; only sources that are declared foreign may publish without one."


class EnvelopeBroken(Refusal):
    """A header of the envelope is not what it should be."""

    sentence = "The header {header} is not usable."


@dataclass(slots=True, kw_only=True)  # not frozen: thousands are made in a second, and nobody changes one
class Message:
    """A message as the transport brings it.

    `source` is the service to whose exchange the queue is bound, `type` the routing key, `id` the AMQP message id,
    `size` the number of bytes that the body had (a transport may drop what is far too large). `unreadable` headers are
    absent from `headers`. `user` is who the broker says has published it.
    `counted`: this process has begun it before and lives, so its coming again is no attempt.
    """

    source: str
    type: str
    body: bytes
    id: str = ""
    headers: Mapping[str, Any] = field(default_factory=dict)
    content_type: str = "application/json"
    redelivered: bool = False
    size: int = 0
    unreadable: bool = False
    user: str = ""
    counted: bool = False


@dataclass(slots=True)
class Envelope:
    """A message whose headers were read. `version` 0: it belongs to no stream. `fault`: why it cannot be consumed."""

    message: Message
    id: str
    type: str
    aggregate: str = ""
    version: int = 0
    fault: Refusal | None = None
    epoch: int = 1
    source: str = field(init=False)
    stream: StreamKey = field(init=False)

    def __post_init__(self) -> None:
        self.source = self.message.source
        self.stream = (self.source, self.aggregate)

    @property
    def body_hash(self) -> bytes:
        """SHA-256 of the body's bytes."""
        return hashlib.sha256(self.message.body).digest()

    def text(self, header: str) -> str:
        """A header as text; empty when it is absent or unusable."""
        return usable(self.message.headers.get(header))


def usable(value: Any) -> str:
    """A name that a database row and a log line can hold: printable, not too long; else nothing."""
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME and value.isprintable() else ""


def read_envelope(message: Message, *, largest: int = LARGEST_BODY) -> Envelope:
    """Read the headers of a message. Never raises: what is wrong with it is its `fault`."""
    event_id = usable(message.headers.get("id")) or usable(message.id)
    kind = usable(message.headers.get("type")) or usable(message.type)
    aggregate, version, fault = _place(message.headers)
    if message.unreadable or not kind:
        fault = EnvelopeBroken(header="type" if not kind else "table")
    if (size := max(message.size, len(message.body))) > largest:
        fault = Oversized(size=size, largest=largest)
    if not event_id:
        return Envelope(message, "", kind, fault=WithoutId())
    return Envelope(message, event_id, kind, aggregate, version, fault, _epoch(message.headers))


def _place(headers: Mapping[str, Any]) -> tuple[str, int, Refusal | None]:
    """The aggregate and its version; a message that names neither has no place in a stream."""
    given = headers.get("aggregateversion")
    if given is None:
        return "", 0, None
    aggregate = usable(headers.get("aggregate"))
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given < LARGEST_VERSION:
        return "", 0, EnvelopeBroken(header="aggregateversion")
    if not aggregate:
        return "", 0, EnvelopeBroken(header="aggregate")
    return aggregate, int(given), None


def set_apart(envelope: Envelope, fault: Refusal) -> Envelope:
    """A message that takes neither an id nor a place in a stream: what it claims may be another's."""
    return Envelope(envelope.message, "", envelope.type, fault=fault)


def _epoch(headers: Mapping[str, Any]) -> int:
    """Which life of its source's log an event is of; the first unless it tells."""
    given = headers.get("epoch")
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 < given < LARGEST_EPOCH else 1


def decode_body(body: bytes) -> dict[str, Any]:
    """The body as a JSON object, or `Undecodable`; its content is never repeated in an error."""
    try:
        data = _decode(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Undecodable from None
    if not isinstance(data, dict):
        raise Undecodable
    return data


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_no_constant).decode  # made once: making it takes longer than decoding


def instant_of(envelope: Envelope, otherwise: datetime) -> datetime:
    """When it was published (header `time`), or `otherwise` for a foreign message that does not tell."""
    try:
        instant = datetime.fromisoformat(envelope.text("time"))
    except ValueError:
        return otherwise
    return instant.astimezone(UTC) if instant.utcoffset() is not None else otherwise


def day_published(envelope: Envelope, otherwise: date) -> date:
    """The business day of the event (header `on`), or `otherwise` for a foreign message that does not tell."""
    try:
        return date.fromisoformat(envelope.text("on"))
    except ValueError:
        return otherwise


def stored_message(row: Mapping[str, Any]) -> Message:
    """A held or parked row as the message that it was."""
    return Message(
        source=row["source"], type=row["type"], body=bytes(row["body"]), id=row["event_id"] or "",
        headers=json.loads(row["headers"]), content_type=row["content_type"],
    )


def message_row(envelope: Envelope) -> dict[str, Any]:
    """What is stored of a message that is held or parked."""
    message = envelope.message
    return {
        "source": message.source, "event_id": envelope.id or None, "type": envelope.type,
        "aggregate": envelope.aggregate, "version": envelope.version, "body": message.body,
        "headers": json.dumps(dict(message.headers), default=str), "content_type": usable(message.content_type),
    }
