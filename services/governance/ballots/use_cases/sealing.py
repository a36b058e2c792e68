"""Sealing: choices encrypted to a poll's key, whose other half its scrutineers share k of n.

The key is made on a device of the scrutineers, never by governance: the paper names its public half and the digest of
each share, so that a wrong share is known by its number. X25519 (RFC 7748) with a key of its own for each ballot, HKDF
(RFC 5869), AES-256-GCM; what is encrypted is always as long, whatever was chosen.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.governance.ballots.rules import shamir
from services.governance.ballots.rules.ballots import canonical

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSealingKey:
    """A sealing key just made: its public half, and the shares of the other, which is nowhere any more."""

    key: str
    threshold: int
    shares: Mapping[int, str]

    @property
    def digests(self) -> list[str]:
        """What stands on the paper for each share, in the order of their numbers."""
        return [shamir.share_digest(self.key, number, share) for number, share in sorted(self.shares.items())]


def make_sealing_key(*, threshold: int, count: int) -> NewSealingKey:
    """A sealing key, shared out to `count` scrutineers of whom `threshold` open."""
    secret = secrets.randbelow(1 << 254) | 1 << 254  # what X25519 makes of any key, save its last three bits
    secret &= ~7
    shares = shamir.share_out(secret, [secrets.randbelow(shamir.PRIME) for _ in range(threshold - 1)], count=count)
    return NewSealingKey(key=_public(bytes.fromhex(shamir.spelt(secret))).hex(), threshold=threshold,
                         shares={number: shamir.spelt(share) for number, share in shares.items()})


def opens(secret: str, key: str) -> bool:
    """Whether this is the private half of a sealing key."""
    return _public(bytes.fromhex(secret)).hex() == key


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The one ballot for which something is sealed: copied into another it opens nothing."""

    digest: str
    ballot_id: str
    voter_key: str

    @property
    def spelling(self) -> bytes:
        """What the encryption is bound to."""
        return f"{self.digest}/{self.ballot_id}/{self.voter_key}".encode()


def seal_choices(key: str, choices: Sequence[str], place: Place, *, room: int) -> str:
    """Choices encrypted to a sealing key, for one ballot on one paper; `room` is what the longest choices need."""
    own = X25519PrivateKey.generate()
    ours = own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(key)))
    cipher, nonce = _cipher(shared, ours, key)
    plain = canonical(list(choices)).encode().ljust(room)
    return (ours + cipher.encrypt(nonce, plain, place.spelling)).hex()


def open_choices(secret: str, sealed: str, place: Place) -> tuple[str, ...] | None:
    """The choices in a sealed ballot; nothing where it holds none that could be read: such a ballot is invalid."""
    try:
        raw = bytes.fromhex(sealed)
        theirs, encrypted = raw[:KEY_BYTES], raw[KEY_BYTES:]
        shared = _private(bytes.fromhex(secret)).exchange(X25519PublicKey.from_public_bytes(theirs))
        cipher, nonce = _cipher(shared, theirs, _public(bytes.fromhex(secret)).hex())
        found = json.loads(cipher.decrypt(nonce, encrypted, place.spelling))
    except (InvalidTag, ValueError, RecursionError):
        return None
    named = isinstance(found, list) and all(isinstance(choice, str) for choice in found)
    return tuple(found) if named else None


def _cipher(shared: bytes, theirs: bytes, key: str) -> tuple[AESGCM, bytes]:
    info = b"sharedco/sealed/1/" + theirs + bytes.fromhex(key)
    made = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES + NONCE_BYTES, salt=None, info=info).derive(shared)
    return AESGCM(made[:KEY_BYTES]), made[KEY_BYTES:]


def _private(secret: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(secret)


def _public(secret: bytes) -> bytes:
    return _private(secret).public_key().public_bytes_raw()

