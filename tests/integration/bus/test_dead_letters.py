"""What the broker itself set aside is shown, and goes back to the one queue in which it died."""

from collections.abc import Iterator

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from shared.bus.dead_letters import Returned, count_letters, list_letters, return_letters
from shared.bus.operating import operators_channel
from shared.bus.topology import declare_topology, inbox_queue_name
from shared.definitions import definition_of
from tests.faults.listener.service import Listener
from tests.faults.speaker.service import Speaker
from tests.integration.bus.running import wait_for

QUEUE = inbox_queue_name("listener", "speaker")


@pytest.fixture
def channel(rabbitmq: str) -> Iterator[BlockingChannel]:
    declare_topology(rabbitmq, {"speaker": definition_of(Speaker), "listener": definition_of(Listener)})
    with operators_channel(rabbitmq) as channel:
        yield channel


def reject(uri: str, channel: BlockingChannel, message_id: str, user: str | None) -> None:
    """Have a message die in the listener's queue."""
    before = count_letters(uri)
    properties = pika.BasicProperties(user_id=user, message_id=message_id, type="word_said", headers={"aggregate": "a"})
    channel.basic_publish("speaker.events", "word_said", b"{}", properties)
    wait_for(lambda: _rejected(channel), 10, "delivery")
    wait_for(lambda: count_letters(uri) > before, 20, "death")


def _rejected(channel: BlockingChannel) -> bool:
    method, _, _ = channel.basic_get(QUEUE)
    if method is not None:
        channel.basic_reject(method.delivery_tag, requeue=False)
    return method is not None


def test_a_dead_letter_is_listed_and_returned_and_one_of_a_strangers_is_left(
    rabbitmq: str, channel: BlockingChannel,
) -> None:
    reject(rabbitmq, channel, "m1", "guest")
    reject(rabbitmq, channel, "m2", None)
    for _ in range(2):  # looking takes nothing away
        assert [(letter.queue, letter.reason, letter.user, letter.properties.message_id)
                for letter in list_letters(rabbitmq, 10)] == [
            (QUEUE, "rejected", "guest", "m1"), (QUEUE, "rejected", "", "m2")]
    assert return_letters(rabbitmq, lambda _: rabbitmq, 10) == Returned(returned=1, left=1)
    method, properties, body = channel.basic_get(QUEUE, auto_ack=True)
    assert method is not None
    assert (properties.message_id, properties.user_id, body) == ("m1", "guest", b"{}")
    assert properties.headers["aggregate"] == "a"
    assert "x-death" not in properties.headers
    wait_for(lambda: count_letters(rabbitmq) == 1, 10, "the stranger's")
