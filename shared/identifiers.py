"""Identifiers: a prefix that says what it names, and a UUIDv7 that sorts by time (RFC 9562)."""

import os
import re
import time
from threading import Lock
from uuid import UUID

_PATTERN = re.compile(r"[a-z]{2,5}_[0-9a-f]{32}")


_lock = Lock()
_last = 0


def new_uuid7() -> UUID:
    """A time-ordered UUID: 48 bits of milliseconds, 74 random bits; within a process each is greater than the last."""
    return UUID(int=_new_uuid7())


def _new_uuid7() -> int:
    global _last  # noqa: PLW0603 - the order within a millisecond has to be remembered somewhere
    fresh = (time.time_ns() // 1_000_000 << 74) | (int.from_bytes(os.urandom(10)) >> 6)
    with _lock:
        _last = max(fresh, _last + 1)
        value = _last
    milliseconds, random = value >> 74, value & (1 << 74) - 1
    return milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0x2 << 62 | random & (1 << 62) - 1


def first_uuid7_at(seconds: float) -> UUID:
    """The least UUIDv7 of a moment (unix seconds): those made before are smaller."""
    return UUID(int=int(seconds * 1000) << 80 | 0x7 << 76 | 0x2 << 62)


def new_id(prefix: str) -> str:
    """`new_id("mbr")` -> `mbr_0197...`; only dispatchers, jobs and use cases call it, never `domain/`."""
    return f"{prefix}_{_new_uuid7():032x}"


def is_id(value: str, prefix: str) -> bool:
    """Whether a text is an identifier with this prefix."""
    return value.startswith(f"{prefix}_") and _PATTERN.fullmatch(value) is not None
