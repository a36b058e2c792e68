"""Questions without a name: one queue, one message, one reply.

Nothing goes along that says who asks or when: no token, no context, no correlation, no message id. The reply comes over
a queue with a random name that is thrown away.
"""

import json
from typing import Any
from uuid import uuid4

from kombu import Connection, Consumer, Producer, Queue

from shared.bus.calling import NoAnswer
from shared.bus.connection import BROKEN_CONNECTION, is_memory, open_connection

_TRANSIENT, _PERSISTENT = 1, 2
LONE = {"x-single-active-consumer": True}
JSON = {"content_type": "application/json", "content_encoding": "utf-8"}


def lone_queue(uri: str, name: str) -> Queue:
    """A queue that one consumer at a time reads, in order; a second one stands by until the first is gone."""
    return Queue(name, durable=True, queue_arguments=None if is_memory(uri) else LONE)


def ask(uri: str, queue: str, message: dict[str, Any], *, seconds: float, kept: bool) -> Any:
    """The reply to one message. Refuses with `NoAnswer` when none came in time or the broker is away.

    A message that is not `kept` is never written to the broker's disk, and is lost when the broker restarts: whoever
    gets no reply asks again.
    """
    try:
        with open_connection(uri, name="anonymous") as connection:
            return _exchange(connection, queue, message, seconds, _PERSISTENT if kept else _TRANSIENT)
    except BROKEN_CONNECTION:  # silence past the deadline (TimeoutError) is one of them
        raise NoAnswer(method=queue, seconds=seconds) from None


def _exchange(connection: Connection, queue: str, message: dict[str, Any], seconds: float, mode: int) -> Any:
    replies: list[Any] = []
    channel = connection.channel()
    inbox = Queue(f"reply-{uuid4().hex}", durable=False, exclusive=True, auto_delete=True)
    with Consumer(channel, [inbox], on_message=lambda reply: replies.append(reply.body), no_ack=True):
        Producer(channel).publish(json.dumps(message), routing_key=queue, reply_to=inbox.name, delivery_mode=mode,
                                  **JSON)
        while not replies:
            connection.drain_events(timeout=seconds)
    return json.loads(replies[0])
