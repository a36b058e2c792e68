"""The inbox as a nameko entrypoint, beside the RPC side in the same container."""

from collections.abc import Callable
from typing import Any

from nameko.extensions import Entrypoint

from shared.bus.inbox_reader import InboxReader


class InboxEntrypoint(Entrypoint):  # type: ignore[misc]
    """Consumes what a service class marks with `@handles`: one connection, one channel and queue per source."""

    def __init__(self, make_reader: Callable[[], InboxReader], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._make_reader = make_reader

    def setup(self) -> None:
        """Make the reader; nothing is consumed yet."""
        self.reader = self._make_reader()

    def start(self) -> None:
        """Consume in a thread of the container: a fault of ours there ends the process, visibly."""
        self.container.spawn_managed_thread(self.reader.run, identifier="inbox")

    def stop(self) -> None:
        """Settle and acknowledge what is here, then leave."""
        self.reader.stop()

    def kill(self) -> None:
        """Leave at once; what was not settled comes again."""
        self.reader.kill()
