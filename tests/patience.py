"""Waiting and timing that hold on a slow machine and beside a busy neighbour.

Nothing here makes a quick machine wait: what surely comes is waited for `PATIENT` seconds and taken when it is there,
and a time that is part of a test is stretched by what this machine needs, at this moment, for a fixed loop.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import psycopg

from tests.bench.calibration import compute, quiet_seconds

PATIENT = 120.0  # seconds in which whatever surely comes has come
HELD_UP = """
select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""
_QUIET = quiet_seconds()["python"]
_slowest = 1.0


def slower() -> float:
    """How many times slower than the quiet machine this one has been seen by this process; at least 1."""
    global _slowest  # noqa: PLW0603 - what a process has seen of its machine
    begun = time.perf_counter()
    compute()
    _slowest = max(_slowest, (time.perf_counter() - begun) / _QUIET)
    return _slowest


def stretched(seconds: float) -> float:
    """A time of the quiet machine, as long as it takes here."""
    return seconds * slower()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """The block ends within these seconds of the quiet machine; the loop is timed after it, where it was slow."""
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    if took > seconds:
        assert took <= stretched(seconds), f"it took {took:.1f} s; {seconds:.1f} s are enough on a quiet machine"


def wait_until(holds: Callable[[], object], what: Callable[[], str] | str = "it", *, seconds: float = PATIENT) -> None:
    """Wait until something holds, or fail."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"in {seconds:.0f} s there was no {what if isinstance(what, str) else what()}"
        time.sleep(0.02)


def until_held_up(url: str, *threads: Thread) -> None:
    """Wait until each thread waits for a row that is held from it, or has ended without."""
    with psycopg.connect(url, autocommit=True) as conn:

        def held_up() -> int:
            row = conn.execute(HELD_UP.encode()).fetchone()
            return int(row[0]) if row else 0

        wait_until(lambda: held_up() >= sum(thread.is_alive() for thread in threads), "thread that is held up")
