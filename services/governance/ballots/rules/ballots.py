"""The language of secret votes: one spelling for what is hashed and signed, and the ballot itself.

Governance, the ballot box and the voter speak it. Everything is bound to the digest of the poll's paper, which the
voter knows from the convening. Nothing in a ballot says who, and nothing says when: the order of a credential's own
ballots is their signed `turn`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

QUEUE = "ballot-box"  # the voters' lane: whoever reaches the broker may write there
GENESIS = "0" * 64  # the root of a chain of batches before its first
ORDERS = "ballot-box-orders"  # governance's lane: what stands there is signed


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical spelling, as hexadecimal text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def development_seed(name: str) -> str:
    """The secret of a key where no real one is needed: everybody knows it, so production refuses to be without one."""
    return hashlib.sha256(f"sharedco/development/{name}".encode()).hexdigest()
FIELDS = ("poll_id", "digest", "ballot_id", "voter_key", "randomizer", "credential", "turn", "choices", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One cast ballot. `voter_key` is a key made for this poll alone; `credential` is governance's blind signature.

    `digest` is that of the paper which the voter filled in. Where the paper names a sealing key, `choices` is empty and
    `sealed` holds them, for whoever has that key's other half.
    """

    poll_id: str
    digest: str
    ballot_id: str
    voter_key: str
    randomizer: str
    credential: str
    turn: int
    choices: tuple[str, ...]
    signature: str
    sealed: str = ""

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "Ballot":
        """A ballot as it is cast and published."""
        return cls(**{**fields, "choices": tuple(fields["choices"])})

    @property
    def fields(self) -> dict[str, Any]:
        """The ballot as it is cast and published; one that is not sealed has no field for it."""
        values = {name: getattr(self, name) for name in FIELDS}
        return values | {"sealed": self.sealed} if self.sealed else values

    @property
    def text(self) -> str:
        """The ballot as it is published, in its one spelling."""
        return canonical(self.fields)

    @property
    def leaf(self) -> str:
        """What stands for the ballot in the Merkle tree of its batch."""
        return leaf_of(self.text)

    @property
    def credential_message(self) -> bytes:
        """What governance signed for this ballot's credential, the random bytes before it included."""
        return bytes.fromhex(self.randomizer) + credential_message(self.digest, self.voter_key)

    @property
    def signed_message(self) -> bytes:
        """What the voter signed."""
        if self.sealed:
            return sealed_ballot_message(self.digest, self.ballot_id, self.turn, self.sealed)
        return ballot_message(self.digest, self.ballot_id, self.turn, self.choices)


def leaf_of(text: str) -> str:
    """The leaf of a ballot in its spelling (RFC 6962: hashed after a zero byte)."""
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def ballot_of(text: str) -> Ballot:
    """A ballot from its spelling."""
    return Ballot.from_fields(json.loads(text))


def credential_message(digest: str, voter_key: str) -> bytes:
    """What governance signs blindly: that the holder of this key may vote on this paper."""
    return f"sharedco/credential/2/{digest}/{voter_key}".encode()


def ballot_message(digest: str, ballot_id: str, turn: int, choices: Sequence[str]) -> bytes:
    """What the voter signs with the key of their credential."""
    body = {"digest": digest, "ballot_id": ballot_id, "turn": turn, "choices": list(choices)}
    return f"sharedco/ballot/2/{canonical(body)}".encode()


def sealed_ballot_message(digest: str, ballot_id: str, turn: int, sealed: str) -> bytes:
    """What the voter signs of a sealed ballot."""
    body = {"digest": digest, "ballot_id": ballot_id, "turn": turn, "sealed": sealed}
    return f"sharedco/ballot/3/{canonical(body)}".encode()


def receipt_message(digest: str, leaf: str) -> bytes:
    """What the ballot box signs: that it took this ballot on this paper."""
    return f"sharedco/receipt/1/{digest}/{leaf}".encode()


def order_message(do: str, text: str) -> bytes:
    """What governance signs when it tells the ballot box something; `text` is the message in its one spelling."""
    return f"sharedco/order/1/{do}/{text}".encode()
