"""A service that says orders, without a door: events are announced straight into its log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pika

from shared.bus.event_log import EventWriter
from shared.countries import Country
from shared.parameters import Tables
from shared.postgres import Cause, Database
from tests.builders import DAY, INSTANT
from tests.integration.bus.consuming import OrderEchoed, OrderEchoedShape
from tests.patience import PATIENT, wait_until

CAUSE = Cause(correlation="c1", traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")


@contextmanager
def mouth(url: str) -> Iterator[Database]:
    """The database of the speaker."""
    database = Database(url, country=Country(Tables("BE", {})),
                        write_events=EventWriter({"order_echoed": OrderEchoedShape}).write)
    database.open()
    try:
        yield database
    finally:
        database.close()


def say(url: str, count: int, *, line: str = "ord_1", first: int = 1, on: Any = DAY) -> None:
    """Say events, each in a transaction of its own."""
    with mouth(url) as database:
        for number in range(first, first + count):
            with database.transaction(on=on, actor="test", at=INSTANT, cause=CAUSE) as tx:
                tx.announce(OrderEchoed(order_id=line, number=number))


class Queue:
    """A queue of a stranger who listens to one exchange, read with pika."""

    def __init__(self, uri: str, exchange: str, name: str = "stranger", **arguments: Any) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(uri))
        self.channel = self._connection.channel()
        self.name = name
        self.channel.exchange_declare(exchange, "topic", durable=True)
        self.channel.queue_declare(name, durable=True, arguments=arguments)
        self.channel.queue_bind(name, exchange, "#")

    def take(self) -> tuple[Any, Any, bytes] | None:
        """The next message: (method, properties, body)."""
        method, properties, body = self.channel.basic_get(self.name, auto_ack=True)
        return (method, properties, body) if method else None

    def take_all(self, count: int, seconds: float = PATIENT) -> list[tuple[Any, Any, bytes]]:
        """So many messages, or fewer when they do not come in time."""
        found: list[tuple[Any, Any, bytes]] = []
        for method, properties, body in self.channel.consume(self.name, auto_ack=True, inactivity_timeout=seconds):
            if method is None:
                break
            found.append((method, properties, body))
            if len(found) == count:
                break
        self.channel.cancel()
        return found

    @property
    def depth(self) -> int:
        """How many messages wait."""
        return int(self.channel.queue_declare(self.name, passive=True).method.message_count)

    def all_that_came(self, until: Callable[[set[str]], bool]) -> list[str]:
        """The ids of the messages taken until something holds of them."""
        ids: list[str] = []
        wait_until(lambda: ids.extend(got[1].message_id for got in iter(self.take, None)) or until(set(ids)),
                   lambda: f"enough of {len(ids)} messages")
        return ids

    def close(self) -> None:
        self._connection.close()
