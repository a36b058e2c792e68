"""Blind signatures: RFC 9474, variant RSABSSA-SHA384-PSS-Randomized, in whole numbers.

The voter blinds a message, the signer signs without seeing it, the voter unblinds: the signer can never recognise what
it signed. Randomness is handed in, so that every step can be checked against the test vectors of the RFC.
"""

import hashlib
from dataclasses import dataclass
from math import gcd

from services.governance.ballots.errors import BlindedMessageOutOfRange, SignatureInvalid, SigningFailed
from services.governance.ballots.rules.powers import inverse, power

HASH_BYTES = 48  # SHA-384
SALT_BYTES = 48
RANDOMIZER_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """An RSA public key: modulus and exponent."""

    n: int
    e: int

    @property
    def size(self) -> int:
        """Length of the modulus in bytes."""
        return (self.n.bit_length() + 7) // 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKey:
    """An RSA private key as its two primes."""

    p: int
    q: int
    e: int

    @property
    def public(self) -> PublicKey:
        """The half that everybody may know."""
        return PublicKey(n=self.p * self.q, e=self.e)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blinded:
    """What goes to the signer (`message`), and what the voter keeps to unblind the answer (`inverse`)."""

    message: bytes
    inverse: int


def prepare(message: bytes, randomizer: bytes) -> bytes:
    """The message as it is signed: 32 random bytes before it (RFC 9474 section 4.1)."""
    if len(randomizer) != RANDOMIZER_BYTES:
        raise ValueError(f"a randomizer has {RANDOMIZER_BYTES} bytes")
    return randomizer + message


def blind(key: PublicKey, prepared: bytes, *, salt: bytes, factor: int) -> Blinded:
    """Blind a prepared message with a random factor from 1 to n - 1 (section 4.2)."""
    encoded = int.from_bytes(encode_pss(prepared, key.n.bit_length() - 1, salt))
    if gcd(encoded, key.n) != 1 or not 0 < factor < key.n or gcd(factor, key.n) != 1:
        raise BlindedMessageOutOfRange
    message = encoded * power(factor, key.e, key.n) % key.n
    return Blinded(message=message.to_bytes(key.size), inverse=inverse(factor, key.n))


def blind_sign(key: PrivateKey, blinded: bytes, *, mask: int) -> bytes:
    """Sign what cannot be read (section 4.3).

    `mask`, random from 1 to n - 1, hides the number from which an observer could time the private key. The result is
    verified before it is given out: one fault in the Chinese remainder computation would betray the primes.
    """
    public = key.public
    message = int.from_bytes(blinded)
    if len(blinded) != public.size or not 0 < message < public.n or gcd(mask, public.n) != 1:
        raise BlindedMessageOutOfRange
    masked = message * power(mask, public.e, public.n) % public.n
    signature = _private_power(key, masked) * inverse(mask, public.n) % public.n
    if power(signature, public.e, public.n) != message:
        raise SigningFailed
    return signature.to_bytes(public.size)


def _private_power(key: PrivateKey, number: int) -> int:
    in_p = power(number, inverse(key.e, key.p - 1), key.p)
    in_q = power(number, inverse(key.e, key.q - 1), key.q)
    return in_q + key.q * ((in_p - in_q) * inverse(key.q, key.p) % key.p)


def finalize(key: PublicKey, prepared: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """Unblind the signer's answer, and refuse it unless it verifies (section 4.4)."""
    if len(blind_signature) != key.size:
        raise SignatureInvalid
    signature = (int.from_bytes(blind_signature) * inverse % key.n).to_bytes(key.size)
    verify(key, prepared, signature)
    return signature


def verify(key: PublicKey, prepared: bytes, signature: bytes) -> None:
    """Refuse a signature that is not the key's own over the prepared message (RFC 8017 section 8.1.2)."""
    number = int.from_bytes(signature)
    bits = key.n.bit_length() - 1
    opened = power(number, key.e, key.n)
    if len(signature) != key.size or number >= key.n or opened.bit_length() > bits:
        raise SignatureInvalid
    if not _is_encoding_of(prepared, opened.to_bytes((bits + 7) // 8), bits):
        raise SignatureInvalid


def encode_pss(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE with SHA-384 and MGF1 (RFC 8017 section 9.1.1)."""
    size = (bits + 7) // 8
    digest = _salted_digest(message, salt)
    block = bytes(size - len(salt) - HASH_BYTES - 2) + b"\x01" + salt
    masked = bytearray(_xor(block, _mask(digest, len(block))))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"


def _is_encoding_of(message: bytes, encoded: bytes, bits: int) -> bool:
    """EMSA-PSS-VERIFY with a salt of 48 bytes (RFC 8017 section 9.1.2): encode again with the salt found, compare."""
    masked, digest = encoded[:-HASH_BYTES - 1], encoded[-HASH_BYTES - 1:-1]
    if len(masked) < SALT_BYTES + 1:
        return False
    salt = _xor(masked, _mask(digest, len(masked)))[-SALT_BYTES:]
    return encode_pss(message, bits, salt) == encoded


def _salted_digest(message: bytes, salt: bytes) -> bytes:
    return hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()


def _mask(seed: bytes, length: int) -> bytes:
    rounds = range(-(-length // HASH_BYTES))
    return b"".join(hashlib.sha384(seed + counter.to_bytes(4)).digest() for counter in rounds)[:length]


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))
