"""The language of secret votes: one spelling for what is hashed and signed, and the ballot itself.

Governance, the ballot box and the voter speak it. Nothing in a ballot says who, and nothing says when: the order of a
credential's own ballots is their signed `turn`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    def leaf(self) -> str:
        """The receipt: what stands for the ballot in the Merkle tree of its batch."""
        return leaf_of(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """The ballot as it is published."""
        return {
            "poll_id": self.poll_id, "ballot_id": self.ballot_id, "voter_key": self.voter_key,
            "randomizer": self.randomizer, "credential": self.credential, "turn": self.turn,
            "choices": list(self.choices), "signature": self.signature,
        }


def ballot_of(published: Mapping[str, Any]) -> Ballot:
    """A ballot from the form in which it is cast and published."""
    return Ballot(**{**published, "choices": tuple(published["choices"])})


def leaf_of(ballot: Mapping[str, Any]) -> str:
    """The leaf of a published ballot (RFC 6962: leaves begin with a zero byte)."""
    return hashlib.sha256(b"\x00" + canonical(ballot).encode()).hexdigest()


def credential_message(poll_id: str, voter_key: str) -> bytes:
    """What governance signs blindly: that the holder of this key may vote in this poll."""
    return f"sharedco/credential/1/{poll_id}/{voter_key}".encode()


def ballot_message(poll_id: str, ballot_id: str, turn: int, choices: Sequence[str]) -> bytes:
    """What the voter signs with the key of his credential."""
    body = {"poll_id": poll_id, "ballot_id": ballot_id, "turn": turn, "choices": list(choices)}
    return f"sharedco/ballot/1/{canonical(body)}".encode()


def closing_message(poll_id: str, digest: str, credentials: int) -> bytes:
    """What governance signs with the poll's control key to close it: the paper, and how many credentials it issued."""
    body = {"poll_id": poll_id, "digest": digest, "credentials": credentials}
    return f"sharedco/closing/1/{canonical(body)}".encode()
