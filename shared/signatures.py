"""Signatures in hexadecimal: Ed25519 (RFC 8032) made and checked, RSA-PSS (RFC 8017, SHA-384, salt of 48) checked."""

from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

SALT_BYTES = 48


def pss_verifies(modulus: str, exponent: int, message: bytes, signature: str) -> bool:
    """Whether an RSA-PSS signature is the key's own over the message."""
    try:
        key = RSAPublicNumbers(e=exponent, n=int(modulus, 16)).public_key()
        key.verify(bytes.fromhex(signature), message, PSS(MGF1(hashes.SHA384()), SALT_BYTES), hashes.SHA384())
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key; its secret half is 64 hexadecimal digits, and is not shown."""

    secret: str = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        """A key that nobody had before."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw().hex())

    @property
    def public(self) -> str:
        """The public half, 64 hexadecimal digits."""
        return self._key().public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature over a message, 128 hexadecimal digits."""
        return self._key().sign(message).hex()

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.secret))


def ed25519_verifies(key: str, message: bytes, signature: str) -> bool:
    """Whether an Ed25519 signature is the key's own over the message."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
