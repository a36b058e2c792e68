"""Signed exports: canonical text and an Ed25519 signature that anybody can check with the public key beside it."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.membership.own_data.errors import SigningKeyMissing
from shared.chain import canonical
from shared.settings import read
from shared.signatures import ed25519_verifies

SETTING = "EXPORT_SIGNING_KEY"


def sign_export(content: Mapping[str, Any], variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The content as canonical text, its digest and signature, and the public key; the key comes from the settings."""
    pem = read(os.environ if variables is None else variables, SETTING)
    key = serialization.load_pem_private_key(pem.encode(), password=None) if pem else None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyMissing
    text = canonical(content)
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {
        "content": text, "digest": hashlib.sha256(text.encode()).hexdigest(),
        "signature": base64.b64encode(key.sign(text.encode())).decode(),
        "public_key": base64.b64encode(public).decode(),
    }


def is_signed(export: Mapping[str, str], public_key: str) -> bool:
    """Whether an export is whole and was signed with this key (base64)."""
    key, signature = (base64.b64decode(text).hex() for text in (public_key, export["signature"]))
    return ed25519_verifies(key, export["content"].encode(), signature) and \
        isinstance(json.loads(export["content"]), dict)
