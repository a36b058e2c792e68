"""Which ballots the box takes, and which of two ballots of one credential it keeps."""

from services.governance.ballot_box.errors import BallotMalformed, BallotOutdated, PollCancelled
from services.governance.ballots.rules.ballots import Ballot
from services.governance.polls.rules.paper import Paper


def assert_fits(ballot: Ballot, paper: Paper) -> None:
    """Refuse choices that the paper does not offer, doubled ones, too few or too many, or a wrong sealing."""
    if not paper.fits(ballot):
        raise BallotMalformed(poll_id=ballot.poll_id)


def assert_not_cancelled(poll_id: str, *, cancelled: bool) -> None:
    """Refuse what comes to a poll that two persons cancelled."""
    if cancelled:
        raise PollCancelled(poll_id=poll_id)


def replaces(ballot: Ballot, last: Ballot | None) -> bool:
    """Whether the ballot is to be kept: the first of its credential, or one of a higher turn.

    The same ballot once more (a message delivered twice) is no news; a lower turn is refused.
    """
    if last is None or ballot.turn > last.turn:
        return True
    if ballot == last:
        return False
    raise BallotOutdated
