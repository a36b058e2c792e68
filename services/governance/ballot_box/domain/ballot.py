"""Which ballots the box takes, and which of two ballots of one credential it keeps."""

from collections.abc import Mapping
from typing import Any

from services.governance.ballot_box.domain.errors import BallotMalformed, BallotOutdated
from services.governance.polls.rules.ballots import Ballot


def assert_fits(ballot: Ballot, paper: Mapping[str, Any]) -> None:
    """Refuse choices that the paper does not offer, doubled ones, too few or too many."""
    chosen = ballot.choices
    offered = len(chosen) == len(set(chosen)) and set(chosen) <= set(paper["choices"])
    if not offered or not 1 <= len(chosen) <= paper["most_choices"]:
        raise BallotMalformed(poll_id=ballot.poll_id)


def replaces(ballot: Ballot, last: Ballot | None) -> bool:
    """Whether the ballot is to be kept: the first of its credential, or one of a higher turn.

    The same ballot once more (a message delivered twice) is no news; a lower turn is refused.
    """
    if last is None or ballot.turn > last.turn:
        return True
    if ballot == last:
        return False
    raise BallotOutdated
