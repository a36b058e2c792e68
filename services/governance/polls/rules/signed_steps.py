"""What governance signs of a poll: that it is open, and that it is closed, with all that the decision rests upon."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from services.governance.ballots.rules.ballots import canonical


class Operation(StrEnum):
    """What the ballot box is told."""

    OPEN_POLL = "open_poll"
    CLOSE_POLL = "close_poll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A roll mark: this member took their credential, and asked for it under their voting key (empty: has none)."""

    member_id: str
    blinded_digest: str
    signature: str


def marks_digest(marks: Iterable[Mark]) -> str:
    """SHA-256 over all roll marks of a poll, in the order of members."""
    lines = sorted(f"{mark.member_id} {mark.blinded_digest} {mark.signature}" for mark in marks)
    return hashlib.sha256("\n".join(["marks/1", *lines]).encode()).hexdigest()


def presence_digest(members: Iterable[str]) -> str:
    """SHA-256 over the members who were present or represented when a poll closed."""
    return hashlib.sha256("\n".join(["presence/1", *sorted(members)]).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Governance's signed word that a poll is open: its paper, and the roll that it is voted on."""

    poll_id: str
    digest: str
    roll_digest: str
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What is signed with the poll's control key."""
        return _signed("opening/1", asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Governance's signed word that a poll is closed: what it was about, and all that the decision rests upon."""

    poll_id: str
    digest: str
    roll_digest: str
    credentials: int
    marks_digest: str
    presence_digest: str
    closed_on: str
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What is signed with the poll's control key."""
        return _signed("closing/2", asdict(self))


def _signed(kind: str, fields: Mapping[str, str | int]) -> bytes:
    body = {name: value for name, value in fields.items() if name != "signature"}
    return f"sharedco/{kind}/{canonical(body)}".encode()


def opening_of(text: str) -> Opening:
    """An opening from its spelling."""
    return Opening(**json.loads(text))


def closing_of(text: str) -> Closing:
    """A closing from its spelling."""
    return Closing(**json.loads(text))
