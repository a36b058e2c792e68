"""The embedded transport of `make demo` behind the same methods as a `Wire`, and the choice between the two.

kombu's `memory://` keeps exchanges, bindings and queues of the process; nothing survives it, and nothing needs to be
acknowledged. Messages that no queue would get are told at once, as a broker tells by returning them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import eventlet

from shared.bus.connection import MEMORY_POLLING, Flow, is_memory, is_routed, open_connection
from shared.bus.frames import Delivery
from shared.bus.memory import get, put
from shared.bus.wire import LARGEST_BODY, OnConfirm, OnDelivery, Wire, never


class MemoryWire:
    """A connection to the embedded transport."""

    def __init__(self, uri: str) -> None:
        self.flow = Flow()
        self._kombu = open_connection(uri)
        self._consumed: list[tuple[Any, str, OnDelivery]] = []
        self._confirms: dict[int, tuple[OnConfirm, OnDelivery]] = {}
        self._published: dict[int, int] = {}
        self.open = True
        self.closing = False

    def channel(self) -> Any:
        """A further channel of kombu."""
        return self._kombu.channel()

    def consume(  # a broker's words about flow and acknowledgement have no meaning here
        self, channel: Any, queue: str, take: OnDelivery, *, prefetch: int = 0, no_ack: bool = False,  # noqa: ARG002
    ) -> None:
        """Have `run` bring the messages of a queue to `take`, which must not wait."""
        self._consumed.append((channel, queue, take))

    def confirm(self, channel: Any, confirmed: OnConfirm, returned: OnDelivery) -> None:
        """Confirm at once what is published on this channel, or bring it back."""
        self._confirms[id(channel)] = (confirmed, returned)

    def publish(self, channel: Any, exchange: str, routing_key: str, body: bytes, *, mandatory: bool = False,
                **properties: Any) -> None:
        """Publish a message on a channel."""
        routed = is_routed(channel, exchange, routing_key)
        if routed:
            put(channel, exchange, routing_key, body, **properties)
        if id(channel) in self._confirms:
            delivery = Delivery(routing_key, exchange, message_id=properties.get("message_id", ""))
            eventlet.spawn_n(self._tell, channel, delivery, returned=mandatory and not routed)

    def ack(self, channel: Any, tag: int, *, multiple: bool = False) -> None:
        """Nothing: a message leaves the embedded queue when it is taken."""

    def cancel(self, channel: Any) -> None:
        """Take no further messages."""
        self._consumed = [consumed for consumed in self._consumed if consumed[0] is not channel]

    def run(self) -> None:
        """Bring messages until `close`."""
        while not self.closing:
            taken = [self._take_one(*consumed) for consumed in self._consumed]
            if not any(taken):
                eventlet.sleep(MEMORY_POLLING)
        self.open = False

    def close(self) -> None:
        """End; `run` returns."""
        self.closing = True

    def break_off(self) -> None:
        """End without a word."""
        self.open, self.closing = False, True

    def _take_one(self, channel: Any, queue: str, take: OnDelivery) -> bool:
        delivery = get(channel, queue)
        if delivery is None:
            return False
        take(delivery)
        return True

    def _tell(self, channel: Any, delivery: Delivery, *, returned: bool) -> None:
        confirm, bring_back = self._confirms[id(channel)]
        tag = self._published[id(channel)] = self._published.get(id(channel), 0) + 1
        if returned:
            bring_back(delivery)
        confirm(tag, multiple=False, taken=True)


AnyWire = Wire | MemoryWire


@contextmanager
def opened_wire(
    uri: str, name: str, *, largest_body: int = LARGEST_BODY, full: Callable[[], bool] = never,
) -> Iterator[AnyWire]:
    """A connection to the broker or to the embedded transport, for the time of declaring; open unless that fails."""
    wire: AnyWire = MemoryWire(uri) if is_memory(uri) else Wire(uri, name, largest_body=largest_body, full=full)
    try:
        yield wire
    except BaseException:
        wire.break_off()
        raise
