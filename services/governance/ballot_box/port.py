"""How others speak to the ballot box: over its own queue, each question with a reply queue that is thrown away.

No nameko context, no token and no correlation go along. Ballots travel transient, so that the broker writes none to
disk; a voter without a receipt casts the same ballot again.
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol
from uuid import uuid4

from kombu import Connection, Consumer, Producer, Queue

from shared.bus.connection import BROKEN_CONNECTION, is_memory, open_connection
from shared.errors import Refusal

QUEUE = "ballot-box"
PATIENCE = 10.0  # seconds to wait for a reply
_TRANSIENT, _PERSISTENT = 1, 2


class BoxSilent(Refusal):
    """No reply came in time. Every message to the box may be sent again."""

    sentence = "The ballot box gave no reply; send the same message again."
    retryable = True


class BoxRefused(Refusal):
    """The ballot box said no; `code` is the rule that it named."""

    sentence = "{sentence}"

    @property
    def code(self) -> str:
        """The code of the ballot box's own refusal."""
        return str(self.details["rule"])


class Box(Protocol):
    """A ballot box that can be asked."""

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """The result of one message, or a refusal."""
        ...


def ballot_queue(uri: str) -> Queue:
    """The one queue of the ballot box: read by a single active consumer, in order."""
    arguments = {} if is_memory(uri) else {"x-single-active-consumer": True}
    return Queue(QUEUE, durable=True, queue_arguments=arguments)


def read_reply(reply: Mapping[str, Any]) -> dict[str, Any]:
    """The result in a reply, or the refusal in it."""
    if error := reply["error"]:
        refusal = BoxRefused(rule=error["exc_type"], sentence=error["value"], **error["details"])
        refusal.retryable = bool(error["retryable"])  # type: ignore[misc]
        raise refusal
    result: dict[str, Any] = reply["result"]
    return result


class QueueBox:
    """The ballot box behind a broker."""

    def __init__(self, uri: str, *, patience: float = PATIENCE) -> None:
        self._uri = uri
        self._patience = patience

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """Send one message and wait for its reply."""
        try:
            with open_connection(self._uri, name="ballot-box-visitor") as connection:
                return read_reply(self._exchange(connection, {"do": do, **message}))
        except (TimeoutError, *BROKEN_CONNECTION):
            raise BoxSilent from None

    def _exchange(self, connection: Connection, message: dict[str, Any]) -> dict[str, Any]:
        replies: list[Any] = []
        channel = connection.channel()
        inbox = Queue(f"ballot-reply-{uuid4().hex}", durable=False, exclusive=True, auto_delete=True)
        with Consumer(channel, [inbox], on_message=lambda reply: replies.append(reply.body), no_ack=True):
            Producer(channel).publish(
                json.dumps(message), routing_key=QUEUE, reply_to=inbox.name, content_type="application/json",
                content_encoding="utf-8", delivery_mode=_TRANSIENT if message["do"] == "cast_ballot" else _PERSISTENT,
            )
            while not replies:
                connection.drain_events(timeout=self._patience)
        answer: dict[str, Any] = json.loads(replies[0])
        return answer
