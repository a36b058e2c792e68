"""Checking signatures in hexadecimal: RSA-PSS (RFC 8017, SHA-384, salt of 48 bytes) and Ed25519 (RFC 8032)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
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


def ed25519_verifies(key: str, message: bytes, signature: str) -> bool:
    """Whether an Ed25519 signature is the key's own over the message."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
