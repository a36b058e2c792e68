"""Where events travel: every exchange, queue and binding of the house, from what its services publish and consume.

The topology job declares all of it before the first consumer starts, so that no event is lost. It uses
pika: it runs outside the services, as an operator's tool.

A renamed queue strands the messages in it: these names are pinned by a test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kombu import Exchange, Queue

from shared.bus.anonymous import LONE
from shared.bus.connection import (
    RPC_EXCHANGE,
    events_exchange,
    is_memory,
    repeats_exchange,
    repeats_name,
    reports_name,
    rpc_queue,
)
from shared.bus.dispatch import methods_of
from shared.bus.handling import handlers_of
from shared.bus.operating import operators_channel
from shared.definitions import ServiceDefinition

DEAD_LETTERS = "dead-letters"
REPORTS = {"x-max-length": 10_000}  # what is lost of it is reported again
DELIVERY_LIMIT = 1_000_000  # poison is found by counting attempts in PostgreSQL; a low limit would drop the innocent


def inbox_queue_name(consumer: str, source: str) -> str:
    """The queue in which a service finds everything that another one publishes."""
    return f"{consumer}.hears.{source}"


def inbox_arguments() -> dict[str, Any]:
    """A replicated queue whose messages nobody drops: not when they come again, not when the queue is full."""
    return {
        "x-queue-type": "quorum", "x-delivery-limit": DELIVERY_LIMIT, "x-dead-letter-exchange": DEAD_LETTERS,
        "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish",
    }


def dead_letter_exchange() -> Exchange:
    """Where the broker puts what somebody rejected: a backstop, nothing of ours rejects."""
    return Exchange(DEAD_LETTERS, type="fanout", durable=True)


def inbox_entities(consumer: str, source: str, uri: str) -> tuple[Exchange | Queue, ...]:
    """What a consumer declares for one of its sources; its own queue is the last."""
    exchange, repeats = events_exchange(source), repeats_exchange(source)
    if is_memory(uri):
        return exchange, Queue(inbox_queue_name(consumer, source), exchange=exchange, routing_key="#", durable=True)
    queue = Queue(inbox_queue_name(consumer, source), exchange=exchange, routing_key="#", durable=True,
                  queue_arguments=inbox_arguments())
    dead = dead_letter_exchange()
    letters = Queue(DEAD_LETTERS, exchange=dead, routing_key="", durable=True,
                    queue_arguments={"x-queue-type": "quorum"})
    return exchange, repeats, dead, letters, queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A queue, and what it is bound to; without an exchange it is reached by its own name."""

    queue: str
    exchange: str
    key: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def exchanges(definitions: Mapping[str, ServiceDefinition]) -> dict[str, str]:
    """Every exchange with its kind: those of the installed services, and of those that they consume."""
    speakers = {name for name, definition in definitions.items() if definition.published}
    speakers |= {source for definition in definitions.values() for source in sources_of(definition)}
    found = {RPC_EXCHANGE: "topic", DEAD_LETTERS: "fanout"}
    for name in sorted(speakers):
        found |= {f"{name}.events": "topic", reports_name(name): "direct", repeats_name(name): "direct"}
    return found


def bindings(definitions: Mapping[str, ServiceDefinition]) -> Iterator[Binding]:
    """Every queue of the installed services."""
    yield Binding(queue=DEAD_LETTERS, exchange=DEAD_LETTERS, key="", arguments={"x-queue-type": "quorum"})
    for name, definition in sorted(definitions.items()):
        if methods_of(definition.service):
            queue = rpc_queue(name)
            yield Binding(queue=queue.name, exchange=RPC_EXCHANGE, key=queue.routing_key)
        for alone in getattr(definition.service, "reads_alone", ()):
            yield Binding(queue=alone, exchange="", key="", arguments=LONE)
        for source in sources_of(definition):
            queue_name, arguments = inbox_queue_name(name, source), inbox_arguments()
            yield Binding(queue=queue_name, exchange=f"{source}.events", key="#", arguments=arguments)
            yield Binding(queue=queue_name, exchange=repeats_name(source), key=name, arguments=arguments)
        if definition.published:
            yield Binding(queue=reports_name(name), exchange=reports_name(name), key=name, arguments=REPORTS)


def sources_of(definition: ServiceDefinition) -> list[str]:
    """The services that a service consumes."""
    return sorted({source for source, _ in handlers_of(definition.service)})


def declare_topology(amqp_uri: str, definitions: Mapping[str, ServiceDefinition]) -> list[str]:
    """Declare everything; the names of the queues. What exists already is left as it is, or the broker refuses."""
    with operators_channel(amqp_uri) as channel:
        for name, kind in exchanges(definitions).items():
            channel.exchange_declare(name, kind, durable=True)
        declared = list(bindings(definitions))
        for binding in declared:
            channel.queue_declare(binding.queue, durable=True, arguments=dict(binding.arguments))
            if binding.exchange:
                channel.queue_bind(binding.queue, binding.exchange, binding.key)
        return list(dict.fromkeys(binding.queue for binding in declared))
