"""Identifiers: a prefix that says what it names, and a UUIDv7 that sorts by time (RFC 9562)."""

import os
import re
import time
from uuid import UUID

_PATTERN = re.compile(r"[a-z]{2,5}_[0-9a-f]{32}")


def new_uuid7() -> UUID:
    """A time-ordered UUID: 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds << 80) | random
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def new_id(prefix: str) -> str:
    """`new_id("mbr")` -> `mbr_0197...`; only doors, jobs and use cases call it, never `domain/`."""
    return f"{prefix}_{new_uuid7().hex}"


def is_id(value: str, prefix: str) -> bool:
    """Whether a text is an identifier with this prefix."""
    return value.startswith(f"{prefix}_") and _PATTERN.fullmatch(value) is not None
