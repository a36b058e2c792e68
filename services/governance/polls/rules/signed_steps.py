"""What is signed of a poll: that it is open, that it is closed with all that the decision rests upon, and by whom."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.governance.ballots.rules.ballots import canonical

OWN_MARK = ("member_id", "blinded_digest", "signature")  # what every mark has
DESK_MARK = ("handed_out", "document_digest")  # what only the mark of a ballot from the desk has
ON_PAPER = ("paper", "post")  # handed out so, no credential was signed: the ballot lies in the urn
TWO_PERSONS = 2  # who end a poll together


class Operation(StrEnum):
    """What the ballot box is told."""

    OPEN_POLL = "open_poll"
    CLOSE_POLL = "close_poll"
    CANCEL_POLL = "cancel_poll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A roll mark: this member took their credential, and asked for it under their voting key (empty: has none).

    Where `holder_id` took it for them, that one asked under `holder_key`, which the member signed in their proxy
    (`proxy_signature`, for the assembly `given_for`). `handed_out`: they got a ballot at the desk, and how;
    a letter has the digest of its signed envelope.
    """

    member_id: str
    blinded_digest: str
    signature: str
    holder_id: str = ""
    holder_key: str = ""
    proxy_signature: str = ""
    given_for: str = ""
    handed_out: str = ""
    document_digest: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The mark as it is published; one without a holder, or not from the desk, has no field for that."""
        return {name: value for name, value in asdict(self).items()
                if name in OWN_MARK or (self.handed_out if name in DESK_MARK else self.holder_id)}

    @property
    def on_paper(self) -> bool:
        """Whether no credential was signed for it: its ballot lies in the urn."""
        return self.handed_out in ON_PAPER

    @property
    def line(self) -> str:
        """The mark as it is hashed."""
        return " ".join(value or "-" if name not in OWN_MARK else value for name, value in self.fields.items())


def marks_digest(marks: Iterable[Mark]) -> str:
    """SHA-256 over all roll marks of a poll, in the order of members."""
    lines = sorted(mark.line for mark in marks)
    return hashlib.sha256("\n".join(["marks/1", *lines]).encode()).hexdigest()


def presence_digest(members: Iterable[str]) -> str:
    """SHA-256 over the members who were present or represented when a poll closed."""
    return hashlib.sha256("\n".join(["presence/1", *sorted(members)]).encode()).hexdigest()


class Ending(StrEnum):
    """What two persons decide together of a poll."""

    CLOSE = "close"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A person's word that a poll is to end, and why (of a closing: nothing), from a day until the day of its lapse.

    `key` and `signature` are empty where the paper names no closers; the day of lapse is signed, too.
    """

    ending: Ending
    given_by: str
    given_on: date
    lapses_on: date
    reason: str = ""
    key: str = ""
    signature: str = ""
    withdrawn: bool = False

    @property
    def text(self) -> str:
        """The consent as it is published: the key, its signature and the day of lapse, and no name."""
        return f"{self.key} {self.signature} {self.lapses_on}"

    def message(self, digest: str) -> bytes:
        """What is signed of it."""
        return consent_message(self.ending, digest, self.reason, lapses_on=self.lapses_on.isoformat())

    def holds_on(self, day: date) -> bool:
        """Whether the word counts on a day."""
        return not self.withdrawn and self.given_on <= day < self.lapses_on


def consent_message(ending: Ending, digest: str, reason: str = "", *, lapses_on: str = "") -> bytes:
    """What one of a paper's closers signs with their own key: the paper, the reason of a cancelling, the day of lapse.

    Without a day it is what was signed before words lapsed.
    """
    why = hashlib.sha256(reason.encode()).hexdigest()
    until = f"2/{ending}/{digest}/{why}/{lapses_on}" if lapses_on else f"1/{ending}/{digest}/{why}"
    return f"sharedco/consent/{until}".encode()


def are_two(
    closers: Collection[str], consents: Iterable[str], *, ending: Ending, digest: str, on: str, reason: str = "",
    verifies: Callable[[str, bytes, str], bool],
) -> bool:
    """Whether two of the paper's closers signed this end of it, in words that held on the day (ISO) of it.

    A paper without closers asks for no signature; `verifies(key, message, signature)` says whether one is good.
    """
    words = [(*consent.split(" "), "")[:3] for consent in consents]
    signers = {key for key, signature, until in words if key in closers and (not until or on < until)
               and verifies(key, consent_message(ending, digest, reason, lapses_on=until), signature)}
    return not closers or len(signers) >= TWO_PERSONS


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
    consents: tuple[str, ...] = ()

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "Closing":
        """A closing as it is sent and published."""
        return cls(**{**fields, "consents": tuple(fields.get("consents", ()))})

    @property
    def fields(self) -> dict[str, str | int | tuple[str, ...]]:
        """The closing as it is sent and published; one without consents has no field for them."""
        return {name: value for name, value in asdict(self).items() if name != "consents" or value}

    @property
    def text(self) -> str:
        """The closing in its one spelling."""
        return canonical(self.fields)

    @property
    def message(self) -> bytes:
        """What is signed with the poll's control key."""
        return _signed("closing/2", self.fields)


def _signed(kind: str, fields: Mapping[str, str | int | tuple[str, ...]]) -> bytes:
    body = {name: value for name, value in fields.items() if name != "signature"}
    return f"sharedco/{kind}/{canonical(body)}".encode()


def opening_of(text: str) -> Opening:
    """An opening from its spelling."""
    return Opening(**json.loads(text))


def closing_of(text: str) -> Closing:
    """A closing from its spelling."""
    return Closing.from_fields(json.loads(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelling:
    """The word that a poll is cancelled, and why; nothing of it is counted. Two persons' consents stand behind it."""

    poll_id: str
    digest: str
    reason: str
    cancelled_on: str
    consents: tuple[str, ...] = ()
