"""How psycopg waits for PostgreSQL under eventlet: through the hub, with as little ado as the hub allows.

psycopg's own `wait_select` goes through eventlet's imitation of `select`, which costs about as much as the query that
it waits for. This does the same for the common case: wait until one socket can be read.

While only one green thread is asking PostgreSQL, it first waits for a fraction of a millisecond without the hub: most
answers are there by then, and a turn of the hub costs more. Every few answers the hub has its turn all the same, so
that heartbeats, requests and timers are never kept waiting for longer than `TURNS` such waits.

A server behind a proxy may vanish without a word; no wait is longer than `LONGEST_S`.
"""

from collections.abc import Generator
from typing import Any, TypeVar

import greenlet
import psycopg
from eventlet import hubs, patcher
from eventlet.green import select
from psycopg import waiting

from shared.silence import LONGEST_S

Result = TypeVar("Result")
PATIENCE_S = 0.0003  # how long an answer is waited for without the hub
TURNS = 8  # so many answers may be taken in a row before the hub has a turn
LARGEST_SELECTABLE = 1023  # the highest file number that select() takes

_select = patcher.original("select").select


class _Waiting:
    """How many green threads wait for PostgreSQL in the hub, and how many answers came without it since its turn."""

    in_hub = 0
    in_a_row = 0


def wait_in_hub(
    gen: Generator[int, int, Result], fileno: int, interval: float = 0.0, timeout: float | None = None,
) -> Result:
    """Run a generator of psycopg to its end; other green threads run while it waits. A `timeout` is left to psycopg."""
    if timeout is not None:
        return waiting.wait_select(gen, fileno, interval, timeout)  # type: ignore[arg-type]
    try:
        wanted = next(gen)
        while True:
            if wanted == waiting.WAIT_R:
                _await_readable(fileno)
                wanted = gen.send(waiting.READY_R)
            else:
                wanted = gen.send(_await_either(fileno, wanted))
    except OSError as error:
        raise psycopg.OperationalError("connection socket closed") from error
    except StopIteration as end:
        result: Result = end.value
        return result


def _await_readable(fileno: int) -> None:
    if not _Waiting.in_hub and _Waiting.in_a_row < TURNS and fileno <= LARGEST_SELECTABLE:
        _Waiting.in_a_row += 1
        if _select([fileno], [], [], PATIENCE_S)[0]:
            return
    _Waiting.in_a_row = 0
    _Waiting.in_hub += 1
    try:
        _await_in_hub(fileno)
    finally:
        _Waiting.in_hub -= 1


def _await_in_hub(fileno: int) -> None:
    hub: Any = hubs.get_hub()
    current = greenlet.getcurrent()
    listener = hub.add(hub.READ, fileno, current.switch, current.throw, None)
    timer = hub.schedule_call_global(LONGEST_S, current.throw, TimeoutError("the database says nothing more"))
    try:
        hub.switch()
    finally:
        timer.cancel()
        hub.remove(listener)


def _await_either(fileno: int, wanted: int) -> int:
    """Wait until the socket can be written (or read, when that is wanted as well): what it is ready for.

    It nearly always can be written at once: the hub is asked only when it cannot, or when its turn has come.
    """
    reading = [fileno] if wanted & waiting.WAIT_R else []
    readable, writable = _ready_now(fileno, reading)
    if not readable and not writable:
        _Waiting.in_a_row = 0
        readable, writable, _ = select.select(reading, [fileno], [], LONGEST_S)
    if not readable and not writable:
        raise TimeoutError("the database takes nothing more")
    return (waiting.READY_R if readable else 0) | (waiting.READY_W if writable else 0)


def _ready_now(fileno: int, reading: list[int]) -> tuple[list[int], list[int]]:
    """What a socket is ready for without waiting; nothing when it is the hub's turn."""
    if _Waiting.in_a_row >= TURNS or fileno > LARGEST_SELECTABLE:
        return [], []
    _Waiting.in_a_row += 1
    readable, writable, _ = _select(reading, [fileno], [], 0)
    return readable, writable


def wait_green() -> None:
    """Have psycopg wait this way from now on, in this process."""
    waiting.wait = wait_in_hub
