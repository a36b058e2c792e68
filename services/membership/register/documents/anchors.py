"""The chain's head on paper that leaves: signed, so that who keeps it can prove what the register was."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from services.membership.register.errors import AnchorUnreadable
from services.membership.register.rules import Anchor, SignedAnchor
from shared.settings import read, require
from shared.signatures import SigningKey

SETTING = "REGISTER_SIGNING_KEY"


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
