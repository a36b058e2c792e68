"""Tail: watch events as they are published, through a queue that nobody else sees and that ends with the watcher."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from shared.bus.operating import operators_channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One event on its way."""

    source: str
    type: str
    id: str
    aggregate: str
    version: int
    time: str
    on: str
    correlation: str
    body: bytes

    def line(self, *, body: bool = False) -> str:
        """The event in one line for people; its fields only when asked for."""
        text = f"{self.time} {self.source}.{self.type} {self.aggregate}#{self.version} on {self.on} id={self.id}"
        return f"{text} {self.body.decode('utf-8', 'replace')}" if body else text

    def as_json(self) -> str:
        """The event in one line for programs."""
        names = ("source", "type", "id", "aggregate", "version", "time", "on", "correlation")
        return json.dumps({name: getattr(self, name) for name in names})


def watch(amqp_uri: str, sources: Iterable[str], *, until_idle: float | None = None) -> Iterator[Seen]:
    """Every event that these services publish from now on; ends after `until_idle` seconds of silence, if given."""
    with operators_channel(amqp_uri) as channel:
        queue = channel.queue_declare("", exclusive=True, auto_delete=True).method.queue
        for source in sources:
            channel.exchange_declare(f"{source}.events", "topic", durable=True)
            channel.queue_bind(queue, f"{source}.events", "#")
        for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=until_idle):
            if method is None:
                return
            yield _seen(method, properties, body)


def _seen(method: Any, properties: Any, body: bytes) -> Seen:
    headers = properties.headers or {}
    version = headers.get("aggregateversion")
    return Seen(
        source=method.exchange.removesuffix(".events"), type=method.routing_key, body=body,
        id=str(headers.get("id") or properties.message_id or ""), aggregate=str(headers.get("aggregate", "")),
        version=version if isinstance(version, int) else 0, time=str(headers.get("time", "")),
        on=str(headers.get("on", "")), correlation=str(headers.get("correlationid", "")),
    )
