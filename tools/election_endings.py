"""Who ended a poll: two of the closers on its paper, with keys of their own; and what was cancelled before it."""

import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any

from election_signatures import ed25519_verifies

Published = dict[str, Any]
TWO_PERSONS = 2
RENEWED = ("poll_id", "opens_at", "closes_at", "modulus", "control_key", "sealing", "repeats")  # on a repeated paper


def digest_of(value: Any) -> str:
    """SHA-256 of a value's one spelling."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def convened_digest(published: Published) -> str:
    """The digest of the paper that stood in the convening: of the first cancelled vote, or of this one."""
    earlier = cancelled_before(published)
    return digest_of(earlier[0]["paper"]) if earlier else str(published["digest"])


def cancelled_before(published: Published) -> Sequence[Any]:
    """The cancelled votes that this one puts again."""
    return published.get("cancelled", []) if "repeats" in published["paper"] else []


def check_of_two_persons(published: Published) -> Iterator[str]:
    """Two of the closers on the paper signed its closing."""
    closing = published["closing"]
    if not two_signed(published["paper"], closing.get("consents", ()), "close", "", closing["closed_on"]):
        yield "two of the closers on the paper did not sign the closing"


def check_of_repeats(published: Published) -> Iterator[str]:
    """A repeated vote follows from the first one, each put again unchanged after two persons cancelled it."""
    earlier = cancelled_before(published)
    for one in earlier:
        if not two_signed(one["paper"], one["consents"], "cancel", one["reason"], one["cancelled_on"]):
            yield f"two of the closers on the paper did not sign that {one['poll_id']} is cancelled"
    for before, after in itertools.pairwise([*(one["paper"] for one in earlier), published["paper"]]):
        if after.get("repeats") != digest_of(before) or lasting(after) != lasting(before):
            yield f"the paper of {after['poll_id']} is not that of {before['poll_id']}, put again unchanged"
    if "repeats" in (earlier[0]["paper"] if earlier else published["paper"]):
        yield "the paper repeats a vote that is not in the file"


def two_signed(paper: Any, consents: Sequence[str], ending: str, reason: str, on: str) -> bool:
    """Whether two closers of a paper signed its end, in words that had not lapsed; a paper that names none asks none.

    Words without a day of lapse were signed before there was one.
    """
    why = f"{ending}/{digest_of(paper)}/{hashlib.sha256(reason.encode()).hexdigest()}"
    words = [(*consent.split(" "), "")[:3] for consent in consents]
    signers = {key for key, signature, until in words
               if key in paper.get("closers", ()) and (not until or on < until)
               and ed25519_verifies(key, f"sharedco/consent/{f'2/{why}/{until}' if until else f'1/{why}'}".encode(),
                                    signature)}
    return "closers" not in paper or len(signers) >= TWO_PERSONS


def lasting(paper: Any) -> dict[str, Any]:
    """What stays on a paper that is put again: all but its id, its hours and its keys."""
    return {name: value for name, value in paper.items() if name not in RENEWED}
