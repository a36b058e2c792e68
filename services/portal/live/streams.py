"""The streams that are open: woken when their reader has acted, ended when the process is to end."""

import asyncio

MOST_OF_ONE = 4  # windows of one person; a further one shows the page without being told of changes


class Streams:
    """Who listens, each with the events that wake them."""

    def __init__(self) -> None:
        self._open: dict[str, set[asyncio.Event]] = {}
        self.ended = False

    @property
    def count(self) -> int:
        """How many are open."""
        return sum(len(events) for events in self._open.values())

    def open(self, subject: str) -> asyncio.Event | None:
        """A new stream of somebody, by the event that wakes it; none where they have too many, or all end."""
        events = self._open.setdefault(subject, set())
        if self.ended or len(events) >= MOST_OF_ONE:
            return None
        events.add(woken := asyncio.Event())
        return woken

    def close(self, subject: str, woken: asyncio.Event) -> None:
        """A stream is over."""
        events = self._open.get(subject, set())
        events.discard(woken)
        if not events:
            self._open.pop(subject, None)

    def acted(self, subject: str) -> None:
        """Somebody did something: what their open pages show may have changed."""
        for woken in self._open.get(subject, ()):
            woken.set()

    def end(self) -> None:
        """Every stream ends now; browsers come back to another process by themselves."""
        self.ended = True
        for events in self._open.values():
            for woken in events:
                woken.set()
