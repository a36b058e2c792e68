"""Verifies a secret vote from its published file alone (`sharedco governance verify-poll FILE`).

Written apart from the services, on the standard library and whole numbers only, so that it shares no fault with them:
this one file may be read, copied and run by anybody, on `verify(json.load(file))`. It checks that
  1. the paper (question, choices, rules, roll, keys) is the one whose digest was published when the poll opened;
  2. governance closed the poll, and said how many credentials it had issued (the roll marks);
  3. every ballot carries a credential signed with the poll's key (RFC 9474: an ordinary RSA-PSS signature) and is
     signed with the key which that credential names (Ed25519, RFC 8032);
  4. the batches hash to the published root, so that nothing was added, taken away or changed after it;
  5. no more credentials voted than were issued;
and counts again: the ballot with the highest turn of each credential.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

Published = dict[str, Any]
Verifies = Callable[[Any, Any], bool]
GENESIS = "0" * 64


def verify(
    published: Published, *, credential_ok: Verifies | None = None, ballot_ok: Verifies | None = None,
) -> tuple[dict[str, int], list[str]]:
    """The count of every choice, and one sentence per fault (none when all is well).

    The two checks of signatures may be replaced by faster ones that say the same.
    """
    ballots = partial(check_ballots, credential_ok=credential_ok or credential_verifies,
                      ballot_ok=ballot_ok or ballot_verifies)
    checks: list[Callable[[Published], Iterator[str]]] = [*CHECKS, ballots]
    faults = [fault for check in checks for fault in _found_by(check, published)]
    try:
        result = recount(published)
    except (LookupError, TypeError) as error:
        return {}, [*faults, f"the file cannot be counted: {type(error).__name__} {error}"]
    if result != published.get("tally"):
        faults.append(f"the published count {published.get('tally')} differs from the recount {result}")
    return result, faults


def recount(published: Published) -> dict[str, int]:
    """How often each choice of the paper was made, by the ballot that counts of each credential."""
    tally = Counter(choice for ballot in last_ballots(published).values() for choice in ballot["choices"])
    return {choice: tally[choice] for choice in published["paper"]["choices"]}


def _found_by(check: Callable[[Published], Iterator[str]], published: Published) -> list[str]:
    try:
        return list(check(published))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return [f"the file cannot be read whole: {type(error).__name__} {error}"]


def last_ballots(published: Published) -> dict[str, Any]:
    """The ballot that counts of each credential."""
    last: dict[str, Any] = {}
    for ballot in ballots_of(published):
        known = last.get(ballot["voter_key"])
        if known is None or ballot["turn"] > known["turn"]:
            last[ballot["voter_key"]] = ballot
    return last


def ballots_of(published: Published) -> Iterator[Any]:
    """Every ballot on the board."""
    for batch in published["batches"]:
        yield from batch["ballots"]


def check_paper(published: Published) -> Iterator[str]:
    """The paper is the one that was published when the poll opened."""
    if digest(canonical(published["paper"]).encode()) != published["digest"]:
        yield "the paper does not have the published digest"


def check_closing(published: Published) -> Iterator[str]:
    """Governance closed this poll with the control key of the paper."""
    closing = published["closing"]
    body = {name: closing[name] for name in ("poll_id", "digest", "credentials")}
    message = f"sharedco/closing/1/{canonical(body)}".encode()
    if (closing["poll_id"], closing["digest"]) != (published["paper"]["poll_id"], published["digest"]):
        yield "the closing is about another paper"
    if not ed25519_verifies(published["paper"]["control_key"], message, closing["signature"]):
        yield "the closing is not signed with the control key of the paper"


def check_ballots(published: Published, credential_ok: Verifies, ballot_ok: Verifies) -> Iterator[str]:
    """Every ballot has a credential, a signature, allowed choices, and a turn of its own."""
    paper, turns = published["paper"], set()
    for ballot in ballots_of(published):
        name = f"ballot {ballot['ballot_id']}"
        if not credential_ok(paper, ballot):
            yield f"{name} has no credential of this poll"
        if not ballot_ok(paper, ballot):
            yield f"{name} is not signed with the key of its credential"
        chosen = ballot["choices"]
        once = 1 <= len(set(chosen)) == len(chosen) <= paper["most_choices"]
        if not once or not set(chosen) <= set(paper["choices"]):
            yield f"{name} does not fit the paper"
        if (ballot["voter_key"], ballot["turn"]) in turns:
            yield f"{name} has the same turn as another ballot of its credential"
        turns.add((ballot["voter_key"], ballot["turn"]))


def check_board(published: Published) -> Iterator[str]:
    """The batches lead to the published root."""
    end = GENESIS
    for number, batch in enumerate(published["batches"], start=1):
        leaves = [digest(b"\x00" + canonical(ballot).encode()) for ballot in batch["ballots"]]
        root = merkle_root(leaves) if leaves else ""
        if (batch["number"], batch["root"]) != (number, root):
            yield f"batch {number} does not have its published root"
        end = digest(canonical([end, number, root]).encode())
    if end != published["root"]:
        yield "the batches do not lead to the published root"


def check_marks(published: Published) -> Iterator[str]:
    """No more credentials voted than governance issued."""
    used = len(last_ballots(published))
    issued = published["closing"]["credentials"]
    if used > issued:
        yield f"{used} credentials voted, but only {issued} were issued"


CHECKS: list[Callable[[Published], Iterator[str]]] = [check_paper, check_closing, check_board, check_marks]


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def merkle_root(leaves: Sequence[str]) -> str:
    """RFC 6962 section 2.1, over leaves that are hashed already."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = merkle_root(leaves[:middle]), merkle_root(leaves[middle:])
    return digest(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


# --- RSA-PSS, RFC 8017 section 8.1.2, SHA-384, salt of 48 bytes -----------------------------------------------------

TRAILER = 0xBC


def credential_verifies(paper: Any, ballot: Any) -> bool:
    """Whether the credential is the poll key's signature over the randomizer and the voter's key."""
    message = f"sharedco/credential/1/{paper['poll_id']}/{ballot['voter_key']}".encode()
    signature = bytes.fromhex(ballot["credential"])
    return pss_verifies(int(paper["modulus"], 16), paper["exponent"],
                        bytes.fromhex(ballot["randomizer"]) + message, signature)


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


def ballot_verifies(paper: Any, ballot: Any) -> bool:
    """Whether the ballot is signed with the key of its credential."""
    body = {name: ballot[name] for name in ("ballot_id", "turn", "choices")} | {"poll_id": paper["poll_id"]}
    message = f"sharedco/ballot/1/{canonical(body)}".encode()
    return ballot["poll_id"] == paper["poll_id"] and \
        ed25519_verifies(ballot["voter_key"], message, ballot["signature"])


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
