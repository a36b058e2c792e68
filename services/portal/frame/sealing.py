"""Sealing what rests in the portal's database, so that whoever reads a table reads nothing."""

import json
import secrets
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal(key: bytes, value: Any) -> bytes:
    """A value as JSON, encrypted and authenticated; any key will do, of whatever length."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, json.dumps(value).encode(), None)


def unseal(key: bytes, sealed: bytes) -> Any:
    """The value; nothing where the key is another, or a byte was changed."""
    try:
        return json.loads(_cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None))
    except InvalidTag:
        return None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(sha256(key).digest())
