"""Hash chains: each row's digest is made from the one before it and from the row's own text.

    digest = next_digest(GENESIS, "2026-000001", canonical(row))          # sha256, in hexadecimal
    inner = salted_digest(salt, name, domicile)                           # personal text goes in salted only
    first_fault((Link(place=..., parts=(...), digest=...) for ...), end=last)   # None, or the first wrong row

Chain text, never what a database may spell in two ways (jsonb, floats, local times). Personal data enters as a salted
digest: once salt and text are lawfully erased nobody can try names against it, and the chain still holds.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64
SEPARATOR = "\x1f"  # stands between the parts of a row, so no part may hold it


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no white space, no NaN; it holds no separator."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def next_digest(previous: str, *parts: str) -> str:
    """The digest of the row that follows `previous`, over its parts in their order."""
    return _digest(previous, *parts)


def salted_digest(salt: str, *parts: str) -> str:
    """The digest of text that may have to be forgotten: without the salt it says nothing."""
    return _digest(salt, *parts)


def salted_digest_of_bytes(salt: bytes, content: bytes) -> str:
    """The same for a file."""
    return hashlib.sha256(salt + content).hexdigest()


def new_salt() -> str:
    """128 random bits, in hexadecimal; kept beside the text and erased with it."""
    return secrets.token_hex(16)


def _digest(*parts: str) -> str:
    text = SEPARATOR.join(parts)
    if text.count(SEPARATOR) != len(parts) - 1:
        raise ValueError("a part of a chained row holds the separator: two different rows could look alike")
    return hashlib.sha256(text.encode()).hexdigest()


class Broken(StrEnum):
    """How a chain can be broken."""

    MISSING = "missing"  # a place is skipped or comes twice
    CHANGED = "changed"  # the row is not the one that was chained
    CUT = "cut"          # rows at the end are gone, or were added outside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row as it stands: its place (from 1), its parts rendered again, the digest kept with it, what to call it."""

    place: int
    parts: tuple[str, ...]
    digest: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first place at which a chain does not hold, the row there, and how it is broken."""

    place: int
    name: str
    broken: Broken


def first_fault(links: Iterable[Link], *, end: str | None = None) -> Fault | None:
    """The first fault of a chain that is read in its order, or nothing; `end` is the digest where it should end.

    Whoever can change all rows can chain them anew: what convinces is an end that somebody else keeps.
    """
    digest, place, name = GENESIS, 0, ""
    for place, link in enumerate(links, start=1):
        name = link.name
        if link.place != place:
            return Fault(place=place, name=name, broken=Broken.MISSING)
        digest = next_digest(digest, *link.parts)
        if digest != link.digest:
            return Fault(place=place, name=name, broken=Broken.CHANGED)
    if end is not None and digest != end:
        return Fault(place=place, name=name, broken=Broken.CUT)
    return None
