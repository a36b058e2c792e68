"""A secret shared k of n: any k of its shares give it back, fewer say nothing at all about it (Shamir, 1979).

A share is the value of a polynomial over a prime field at its number; the secret is its value at zero. Chance is handed
in, so that every step can be checked by hand.
"""

import hashlib
from collections.abc import Mapping, Sequence

from services.governance.ballots.rules.curve import P

PRIME = P  # 2**255 - 19: every private key of X25519 is smaller, save the last nineteen
SHARE_BYTES = 32


def share_out(secret: int, coefficients: Sequence[int], *, count: int, prime: int = PRIME) -> dict[int, int]:
    """The shares numbered from 1 of a secret: one more of them than there are random coefficients gives it back."""
    polynomial = (secret, *coefficients)
    return {number: sum(factor * pow(number, power, prime) for power, factor in enumerate(polynomial)) % prime
            for number in range(1, count + 1)}


def put_together(shares: Mapping[int, int], *, prime: int = PRIME) -> int:
    """The secret from as many shares as it needs (Lagrange's interpolation at zero); from fewer, any number."""
    return sum(value * _weight(number, shares, prime) for number, value in shares.items()) % prime


def _weight(number: int, numbers: Mapping[int, int], prime: int) -> int:
    weight = 1
    for other in numbers:
        if other != number:
            weight = weight * other * pow(other - number, -1, prime) % prime
    return weight


def spelt(number: int) -> str:
    """A secret or a share as it is written down: 32 bytes, the lowest first (as X25519 writes keys), in hexadecimal."""
    return number.to_bytes(SHARE_BYTES, "little").hex()


def secret_of(shares: Mapping[int, str]) -> str:
    """The secret from as many written shares as it needs, written alike."""
    return spelt(put_together({number: int.from_bytes(bytes.fromhex(share), "little")
                               for number, share in shares.items()}))


def share_digest(key: str, number: int, share: str) -> str:
    """What stands on the paper for a share of a public key's other half: it tells nothing of the share."""
    return hashlib.sha256(f"sharedco/share/1/{key}/{number}/{share}".encode()).hexdigest()
