"""Checking signatures with whole numbers and the standard library: RSA-PSS (RFC 8017) and Ed25519 (RFC 8032)."""

import hashlib

# --- RSA-PSS, RFC 8017 section 8.1.2, SHA-384, salt of 48 bytes -----------------------------------------------------

TRAILER = 0xBC


def pss_verifies(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    """Whether the signature verifies."""
    bits = modulus.bit_length() - 1
    number, size = int.from_bytes(signature, "big"), (bits + 7) // 8
    power = pow(number, exponent, modulus)
    if len(signature) != (bits + 8) // 8 or number >= modulus or power.bit_length() > bits:
        return False
    encoded = power.to_bytes(size, "big")
    masked, hashed, last = encoded[:-49], encoded[-49:-1], encoded[-1]
    block = int.from_bytes(masked, "big") ^ int.from_bytes(mgf1(hashed, len(masked)), "big")
    block &= (1 << bits - 8 * 49) - 1
    salt = (block & (1 << 384) - 1).to_bytes(48, "big")
    expected = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    return last == TRAILER and block >> 384 == 1 and hashed == expected and masked[0] >> 8 - (8 * size - bits) == 0


def mgf1(seed: bytes, length: int) -> bytes:
    """The mask generation function with SHA-384."""
    rounds = range(-(-length // 48))
    return b"".join(hashlib.sha384(seed + i.to_bytes(4, "big")).digest() for i in rounds)[:length]


# --- Ed25519, RFC 8032 section 5.1 ----------------------------------------------------------------------------------

P = 2**255 - 19
POINT_BYTES = 32
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def ed25519_verifies(key: str, message: bytes, signature: str) -> bool:
    """Whether the signature verifies (section 5.1.7)."""
    public, signed = bytes.fromhex(key), bytes.fromhex(signature)
    point, commitment = decompress(public), decompress(signed[:32])
    scalar = int.from_bytes(signed[32:], "little")
    if len(signed) != 2 * POINT_BYTES or point is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signed[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = point
    sum_ = add_multiples(scalar, BASE, challenge, (P - x, y, z, P - t))
    return (sum_[0] - commitment[0] * sum_[2]) % P == 0 == (sum_[1] - commitment[1] * sum_[2]) % P


def decompress(data: bytes) -> Point | None:
    """A point from its 32 bytes (section 5.1.3), or nothing when there is none."""
    if len(data) != POINT_BYTES:
        return None
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one: Point, other: Point) -> Point:
    """The sum of two points in extended coordinates (section 5.1.4)."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def add_multiples(first: int, one: Point, second: int, other: Point) -> Point:
    """`first` times one point plus `second` times the other, bit by bit from the top."""
    result, both = NEUTRAL, add(one, other)
    for bit in reversed(range(max(first.bit_length(), second.bit_length()))):
        result = add(result, result)
        if step := (first >> bit & 1) + 2 * (second >> bit & 1):
            result = add(result, (one, other, both)[step - 1])
    return result


_base = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
assert _base is not None  # noqa: S101 - a constant of the curve
BASE: Point = _base
