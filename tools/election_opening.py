"""Opens sealed ballots with the key that its scrutineers published: X25519, HKDF and AES-256-GCM, in Python alone.

RFC 7748, RFC 5869, FIPS 197 and NIST SP 800-38D. Nothing here is secret any more when it runs: it is written to be
read, not to hide how long it takes.
"""

import hmac
from collections.abc import Sequence
from functools import cache

P = 2**255 - 19
BASE = 9
KEY_BYTES, NONCE_BYTES, TAG_BYTES, BLOCK = 32, 12, 16, 16
REDUCTION = 0xE1 << 120  # x^128 + x^7 + x^2 + x + 1, with the bits in GCM's order


@cache
def open_sealed(secret: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    """What is sealed to the public half of `secret` for one place; nothing where it was not sealed there."""
    theirs, encrypted = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    shared = x25519(secret, theirs)
    if len(encrypted) < TAG_BYTES or not any(shared):
        return None
    made = hkdf(shared, b"sharedco/sealed/1/" + theirs + public_key(secret), KEY_BYTES + NONCE_BYTES)
    return open_gcm(made[:KEY_BYTES], made[KEY_BYTES:], encrypted, bound_to)


@cache
def public_key(secret: bytes) -> bytes:
    """The public half of a key of X25519."""
    return x25519(secret, BASE.to_bytes(KEY_BYTES, "little"))


def x25519(secret: bytes, point: bytes) -> bytes:
    """Scalar multiplication on Curve25519 by Montgomery's ladder (RFC 7748 section 5)."""
    scalar = int.from_bytes(secret, "little") & ~7 & (1 << 255) - 1 | 1 << 254
    u = int.from_bytes(point, "little") & (1 << 255) - 1
    x2, z2, x3, z3 = 1, 0, u, 1
    for place in range(254, -1, -1):
        bit = scalar >> place & 1
        if bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        total, difference = x2 + z2, x2 - z2
        square, other = total * total % P, difference * difference % P
        left, right = (x3 - z3) * total, (x3 + z3) * difference
        x3, z3 = (left + right) ** 2 % P, u * (left - right) ** 2 % P
        x2, z2 = square * other % P, (square - other) * (square + 121665 * (square - other)) % P
        if bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(KEY_BYTES, "little")


def hkdf(secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 and no salt (RFC 5869)."""
    key, block, made = hmac.digest(bytes(32), secret, "sha256"), b"", b""
    while len(made) < length:
        block = hmac.digest(key, block + info + bytes([len(made) // 32 + 1]), "sha256")
        made += block
    return made[:length]


def open_gcm(key: bytes, nonce: bytes, encrypted: bytes, bound_to: bytes) -> bytes | None:
    """What AES-256-GCM encrypted, or nothing where the tag is another."""
    text, tag = encrypted[:-TAG_BYTES], encrypted[-TAG_BYTES:]
    rounds = round_keys(key)
    hashed = ghash(encrypt(rounds, bytes(BLOCK)), bound_to, text)
    mask = encrypt(rounds, nonce + (1).to_bytes(4))
    if not hmac.compare_digest(xor(hashed, mask), tag):
        return None
    stream = b"".join(encrypt(rounds, nonce + count.to_bytes(4)) for count in range(2, 3 + len(text) // BLOCK))
    return xor(text, stream[:len(text)])


def ghash(key: bytes, bound_to: bytes, text: bytes) -> bytes:
    """The hash of GCM over what is bound and what is encrypted (SP 800-38D section 6.4)."""
    factor, hashed = int.from_bytes(key), 0
    lengths = (8 * len(bound_to)).to_bytes(8) + (8 * len(text)).to_bytes(8)
    for part in (bound_to, text, lengths):
        for start in range(0, len(part), BLOCK):
            hashed = multiply(hashed ^ int.from_bytes(part[start:start + BLOCK].ljust(BLOCK, b"\0")), factor)
    return hashed.to_bytes(BLOCK)


def multiply(left: int, right: int) -> int:
    """The product of two blocks in GCM's field."""
    product = 0
    for place in range(127, -1, -1):
        if left >> place & 1:
            product ^= right
        right = right >> 1 ^ (REDUCTION if right & 1 else 0)
    return product


def xor(left: bytes, right: bytes) -> bytes:
    """Two strings of one length, bit by bit."""
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))


def double(value: int) -> int:
    """Twice a byte in the field of AES."""
    return (value << 1 ^ 0x11B) & 0xFF if value & 0x80 else value << 1


def substitutions() -> list[int]:
    """The S-box of AES (FIPS 197 section 5.1.1)."""
    box, left, right = [0x63] * 256, 1, 1
    for _ in range(255):  # `left` runs through all numbers, `right` through their inverses
        left ^= double(left)
        right ^= right << 1
        right ^= right << 2
        right ^= right << 4
        right &= 0xFF
        right ^= 0x09 if right & 0x80 else 0
        turned = right | right << 8
        box[left] = 0x63 ^ (right ^ turned >> 7 ^ turned >> 6 ^ turned >> 5 ^ turned >> 4) & 0xFF
    return box


S = substitutions()
COLUMNS = [double(s) << 24 | s << 16 | s << 8 | double(s) ^ s for s in S]  # a substituted byte, mixed into its column
TABLES = [[(column >> 8 * turn | column << 32 - 8 * turn) & 0xFFFFFFFF for column in COLUMNS] for turn in range(4)]


def round_keys(key: bytes) -> list[int]:
    """The sixty words of the key schedule of AES-256 (FIPS 197 section 5.2)."""
    words = [int.from_bytes(key[start:start + 4]) for start in range(0, 32, 4)]
    constant = 1
    for place in range(8, 60):
        word = words[-1]
        if place % 8 == 0:
            word = substitute(word << 8 & 0xFFFFFFFF | word >> 24) ^ constant << 24
            constant = double(constant)
        elif place % 8 == 4:  # noqa: PLR2004 - the middle of the key's eight words
            word = substitute(word)
        words.append(words[place - 8] ^ word)
    return words


def substitute(word: int) -> int:
    """The four bytes of a word, each by the S-box."""
    return S[word >> 24] << 24 | S[word >> 16 & 255] << 16 | S[word >> 8 & 255] << 8 | S[word & 255]


def encrypt(words: Sequence[int], block: bytes) -> bytes:
    """One block by AES-256."""
    first, second, third, fourth = TABLES
    state = [int.from_bytes(block[4 * n:4 * n + 4]) ^ words[n] for n in range(4)]
    for start in range(4, 56, 4):
        state = [first[state[n] >> 24] ^ second[state[n - 3] >> 16 & 255] ^ third[state[n - 2] >> 8 & 255]
                 ^ fourth[state[n - 1] & 255] ^ words[start + n] for n in range(4)]
    last = [S[state[n] >> 24] << 24 | S[state[n - 3] >> 16 & 255] << 16 | S[state[n - 2] >> 8 & 255] << 8
            | S[state[n - 1] & 255] for n in range(4)]
    return b"".join((last[n] ^ words[56 + n]).to_bytes(4) for n in range(4))

