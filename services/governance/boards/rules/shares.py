"""Which share of a sealing key was handed in, and what enough of them give."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.governance.ballots.rules.shamir import secret_of, share_digest
from services.governance.boards.errors import ShareWrong
from services.governance.polls.rules.paper import Sealing
from services.governance.polls.rules.poll import PollState


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """Where the opening of a poll stands."""

    poll_id: str
    state: PollState
    shares: int
    needed: int


def number_of(sealing: Sealing, share: str, *, poll_id: str) -> int:
    """The number of a share, by the digests on the paper: a wrong one is refused before it spoils the key."""
    for number, digest in enumerate(sealing.shares, start=1):
        if share_digest(sealing.key, number, share) == digest:
            return number
    raise ShareWrong(poll_id=poll_id)


def key_from(sealing: Sealing, shares: Mapping[int, str]) -> str | None:
    """The private half of the sealing key, or nothing while shares are missing."""
    if len(shares) < sealing.threshold:
        return None
    return secret_of(dict(sorted(shares.items())[:sealing.threshold]))
