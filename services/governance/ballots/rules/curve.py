"""Which 32 bytes are a public key of Ed25519 (RFC 8032 section 5.1.3): libraries differ on those that are none."""

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
KEY_BYTES = 32


def is_point(key: bytes) -> bool:
    """Whether the bytes spell a point of the curve in the one way that everybody reads alike."""
    y, sign = int.from_bytes(key, "little") & (1 << 255) - 1, key[-1] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    is_square = square == 0 or pow(square, (P - 1) // 2, P) == 1
    return len(key) == KEY_BYTES and y < P and is_square and not (square == 0 and sign)


def is_signing_key(key: bytes) -> bool:
    """Whether the bytes spell a point of a large order: under one of the eight others everybody can sign."""
    y = int.from_bytes(key, "little") & (1 << 255) - 1
    of_order_eight = (D * pow(y, 4, P) + 2 * y * y - 1) % P == 0
    return is_point(key) and y not in (0, 1, P - 1) and not of_order_eight
