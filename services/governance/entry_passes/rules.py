"""What a pass says, and when it lets in."""

import hashlib
from dataclasses import dataclass
from datetime import date

from services.governance.entry_passes.errors import PassNotForToday


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPass:
    """A pass as its member gets it: the code, and a paper (PDF in base64) on which it stands as a QR code."""

    code: str
    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Whom a pass let in, or out, and the quorum of the moment."""

    member_id: str
    is_there: bool
    members_present: int
    members_entitled: int


def code_of(token: str) -> str:
    """What the QR code says: capitals and digits alone, so that it stays small."""
    return f"ENTRY1{token.upper()}"


def digest_of_code(code: str) -> str:
    """What is kept of a code: who reads the table makes no pass of it."""
    return hashlib.sha256(f"sharedco/entry/1/{code}".encode()).hexdigest()


def assert_lets_in(*, assembly_id: str, held_on: date, on: date) -> None:
    """Refuse a pass on another day than that of its assembly."""
    if on != held_on:
        raise PassNotForToday(assembly_id=assembly_id, held_on=held_on, on=on)
