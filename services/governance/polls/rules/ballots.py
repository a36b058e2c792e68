"""The language of secret votes: one spelling for what is hashed and signed, and the ballot itself.

Governance, the ballot box and the voter speak it. Nothing in a ballot says who, and nothing says when: the order of a
credential's own ballots is their signed `turn`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

QUEUE = "ballot-box"  # where the ballot box reads, and where voters and governance write


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical spelling, as hexadecimal text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One cast ballot. `voter_key` is a key made for this poll alone; `credential` is governance's blind signature."""

    poll_id: str
    ballot_id: str
    voter_key: str
    randomizer: str
    credential: str
    turn: int
    choices: tuple[str, ...]
    signature: str

    @property
    def text(self) -> str:
        """The ballot as it is published, in its one spelling."""
        return canonical(asdict(self))

    @property
    def leaf(self) -> str:
        """The receipt: what stands for the ballot in the Merkle tree of its batch (RFC 6962: after a zero byte)."""
        return hashlib.sha256(b"\x00" + self.text.encode()).hexdigest()

    @property
    def credential_message(self) -> bytes:
        """What governance signed for this ballot's credential, the random bytes before it included."""
        return bytes.fromhex(self.randomizer) + credential_message(self.poll_id, self.voter_key)

    @property
    def signed_message(self) -> bytes:
        """What the voter signed."""
        return ballot_message(self.poll_id, self.ballot_id, self.turn, self.choices)


def ballot_of(text: str) -> Ballot:
    """A ballot from its spelling."""
    found = json.loads(text)
    return Ballot(**found | {"choices": tuple(found["choices"])})


def credential_message(poll_id: str, voter_key: str) -> bytes:
    """What governance signs blindly: that the holder of this key may vote in this poll."""
    return f"sharedco/credential/1/{poll_id}/{voter_key}".encode()


def ballot_message(poll_id: str, ballot_id: str, turn: int, choices: Sequence[str]) -> bytes:
    """What the voter signs with the key of their credential."""
    body = {"poll_id": poll_id, "ballot_id": ballot_id, "turn": turn, "choices": list(choices)}
    return f"sharedco/ballot/1/{canonical(body)}".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Governance's signed word that a poll is closed: its paper, and how many credentials were issued."""

    poll_id: str
    digest: str
    credentials: int
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What is signed with the poll's control key."""
        body = {"poll_id": self.poll_id, "digest": self.digest, "credentials": self.credentials}
        return f"sharedco/closing/1/{canonical(body)}".encode()


def closing_of(text: str) -> Closing:
    """A closing from its spelling."""
    return Closing(**json.loads(text))
