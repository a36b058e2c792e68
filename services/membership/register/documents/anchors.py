"""The chain's head on paper that leaves: signed, so that who keeps it can prove what the register was."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.membership.register.errors import AnchorUnreadable
from shared.chain import canonical
from shared.settings import read, require
from shared.signatures import SigningKey, ed25519_verifies

SETTING = "REGISTER_SIGNING_KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The end of the chain on a day, signed: who keeps it outside can tell whether the chain was written anew since."""

    country: str
    anchored_on: date
    place: int
    digest: str

    @property
    def message(self) -> str:
        """What is signed."""
        return canonical({"format": "sharedco/register-anchor/1", "country": self.country,
                          "anchored_on": self.anchored_on.isoformat(), "place": self.place, "digest": self.digest})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAnchor:
    """An anchor with the signature over it and the public key, in hexadecimal."""

    anchor: Anchor
    public_key: str
    signature: str

    @property
    def is_whole(self) -> bool:
        """Whether the signature is the key's own over the anchor."""
        return ed25519_verifies(self.public_key, self.anchor.message.encode(), self.signature)


def anchor_fault(signed: SignedAnchor, *, key: str, found: str | None) -> str:
    """What is wrong with an anchor that was kept outside, or nothing; found: the chain's digest at its place."""
    day = signed.anchor.anchored_on.isoformat()
    if signed.public_key != key or not signed.is_whole:
        return f"the anchor of {day} was not signed with this key, or was changed"
    if found is None:
        return f"the chain ends before place {signed.anchor.place}, where it was anchored on {day}"
    if found != signed.anchor.digest:
        return f"the chain at place {signed.anchor.place} is not the one that was anchored on {day}"
    return ""


def signing_key(variables: Mapping[str, str]) -> SigningKey:
    """The key that signs anchors; production refuses to be without one of its own, development has one known to all."""
    if variables.get("SHAREDCO_ENV") == "production":
        return SigningKey(require(variables, SETTING))
    known = hashlib.sha256(b"sharedco/development/register").hexdigest()
    return SigningKey(read(variables, SETTING) or known)


def sign_anchor(anchor: Anchor, key: SigningKey) -> SignedAnchor:
    """The anchor with its signature."""
    return SignedAnchor(anchor=anchor, public_key=key.public, signature=key.sign(anchor.message.encode()))


def anchor_file(signed: SignedAnchor) -> bytes:
    """The file that is sent out: what was signed, as text, with signature and key."""
    return json.dumps({"content": signed.anchor.message, "public_key": signed.public_key,
                       "signature": signed.signature}, indent=1).encode()


def read_anchor(content: bytes) -> SignedAnchor:
    """An anchor as it was sent out."""
    try:
        outer = json.loads(content)
        inner = json.loads(outer["content"])
        return SignedAnchor(
            anchor=Anchor(country=inner["country"], anchored_on=date.fromisoformat(inner["anchored_on"]),
                          place=inner["place"], digest=inner["digest"]),
            public_key=outer["public_key"], signature=outer["signature"])
    except (ValueError, KeyError, TypeError):
        raise AnchorUnreadable from None
