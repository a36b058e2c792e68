"""How long a database may say nothing to a process of plain threads: the relay, housekeeping.

A proxy whose server is gone takes what is sent to it and answers nothing: no keepalive, no limit of the server's own
sees that. Each wait ends here, the connection with it, and whoever asked comes back with another one. (Processes of
green threads have the same limit in `hub_wait`.)
"""

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg import waiting

Result = TypeVar("Result")
LONGEST_S = 60.0  # seconds of silence after which a server is given up: it ends its own statements after thirty
LONGEST_PROOF_S = 900.0  # the same where daily proofs sort whole logs, which no statement's limit ends


def limit_waits(seconds: float = LONGEST_S) -> None:
    """Have every wait for PostgreSQL in this process end with `OperationalError` after so many seconds of silence."""
    unlimited = waiting.wait

    def wait_at_most(
        gen: Generator[Any, Any, Result], fileno: int, interval: float = 0.0, timeout: float | None = None,
    ) -> Result:
        """Wait as psycopg does; a `timeout` of its own goes before."""
        return unlimited(gen if timeout is not None else _ended_by_silence(gen, seconds), fileno, interval, timeout)

    waiting.wait = wait_at_most


def _ended_by_silence(gen: Generator[Any, Any, Result], seconds: float) -> Generator[Any, Any, Result]:
    """The same conversation, given up when nothing was heard for so long; psycopg looks up ten times a second."""
    last_word = time.monotonic()
    try:
        wanted = next(gen)
        while True:
            if ready := (yield wanted):
                last_word = time.monotonic()
            elif time.monotonic() - last_word > seconds:
                raise psycopg.OperationalError("the database says nothing more")
            wanted = gen.send(ready)
    except StopIteration as end:
        result: Result = end.value
        return result
