"""The broker's dead letters: what it set aside itself. Nothing of ours rejects, so whatever lies there needs a person.

A letter goes back to the one queue in which it died, through its source's exchange for repeats and as its source's
user: the consumer believes only that one. What another user had published is left where it lies.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker, NackError, UnroutableError

from shared.bus.connection import repeats_name, user_of
from shared.bus.operating import operators_channel
from shared.bus.topology import DEAD_LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that the broker set aside: in which queue it died and why, who published it, and itself."""

    tag: int
    queue: str
    reason: str
    times: int
    user: str
    properties: pika.BasicProperties
    body: bytes

    @property
    def route(self) -> tuple[str, str]:
        """Consumer and source, from the name of its queue; empty for a queue that is no inbox."""
        consumer, inbox, source = self.queue.partition(".hears.")
        return (consumer, source) if inbox else ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """How many letters went back to their queues, and how many were left."""

    returned: int
    left: int


def count_letters(amqp_uri: str) -> int:
    """How many there are; none when the queue was never declared."""
    with operators_channel(amqp_uri) as channel:
        try:
            found: int = channel.queue_declare(DEAD_LETTERS, passive=True).method.message_count
        except ChannelClosedByBroker:
            return 0
        return found


def list_letters(amqp_uri: str, limit: int) -> list[DeadLetter]:
    """The oldest letters; they go back to their place when the channel closes."""
    with operators_channel(amqp_uri) as channel:
        return list(_taken(channel, limit))


def return_letters(amqp_uri: str, uri_of: Callable[[str], str], limit: int) -> Returned:
    """Send the oldest letters back to the queues in which they died. `uri_of`: the broker as a service's own user."""
    returned = left = 0
    with operators_channel(amqp_uri) as channel:
        for letter in _taken(channel, limit):
            consumer, source = letter.route
            if source and letter.user == user_of(uri_of(source)) and _send(uri_of(source), consumer, source, letter):
                channel.basic_ack(letter.tag)
                returned += 1
            else:
                left += 1
    return Returned(returned=returned, left=left)


def _taken(channel: BlockingChannel, limit: int) -> Iterator[DeadLetter]:
    for _ in range(limit):
        method, properties, body = channel.basic_get(DEAD_LETTERS)
        if method is None:
            return
        death: dict[str, Any] = ((properties.headers or {}).get("x-death") or [{}])[0]
        yield DeadLetter(tag=method.delivery_tag, queue=str(death.get("queue", "")),
                         reason=str(death.get("reason", "")), times=int(death.get("count", 0)),
                         user=properties.user_id or "", properties=properties, body=body)


def _send(uri: str, consumer: str, source: str, letter: DeadLetter) -> bool:
    """Whether the broker has it in the consumer's queue again."""
    letter.properties.headers = {name: value for name, value in (letter.properties.headers or {}).items()
                                 if not name.startswith("x-")}
    with operators_channel(uri) as channel:
        channel.confirm_delivery()
        try:
            channel.basic_publish(repeats_name(source), consumer, letter.body, letter.properties, mandatory=True)
        except (UnroutableError, NackError):
            return False
        return True
