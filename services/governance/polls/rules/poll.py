"""A poll: opening (the ballot box does not know it yet), open, closing (its board is not here yet), closed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.governance.events import PollClosed, PollOpened, ResolutionAdopted, ResolutionRejected
from services.governance.polls.errors import BoxDisagrees, PollNotOpen, PollStateUnexpected
from services.governance.polls.rules.decision import Presence, Rule, Votes, why_rejected

OPENING, OPEN, CLOSING, CLOSED = "opening", "open", "closing", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One resolution put to a secret vote.

    From the closing on it is known how many credentials were issued, and how much of the quorum's base was present.
    """

    poll_id: str
    assembly_id: str
    resolution_id: str
    digest: str
    state: str = OPENING
    credentials: int | None = None
    present: int | None = None
    entitled: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the verified board says: credentials that voted, the end of its chain, and the votes."""

    ballots: int
    root: str
    votes: Votes


def confirm_open(poll: Poll, *, digest: str, on: date) -> tuple[Poll, list[PollOpened]]:
    """The ballot box opened the poll. Refused when it holds another paper; a repeat changes nothing."""
    if digest != poll.digest:
        raise BoxDisagrees(poll_id=poll.poll_id, digest=digest)
    if poll.state != OPENING:
        return poll, []
    return replace(poll, state=OPEN), [PollOpened(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id, opened_on=on,
        digest=digest)]


def assert_open(poll: Poll) -> None:
    """Refuse what only an open poll takes."""
    if poll.state != OPEN:
        raise PollNotOpen(poll_id=poll.poll_id, state=poll.state)


def close(poll: Poll, *, credentials: int, presence: Presence) -> Poll:
    """No credential is issued and nobody comes in any more; the closing message goes to the ballot box."""
    assert_open(poll)
    return replace(poll, state=CLOSING, credentials=credentials, present=presence.present, entitled=presence.entitled)


def declare(poll: Poll, *, count: Count, rule: Rule, on: date) -> tuple[Poll, str, list[Any]]:
    """Close for good on a verified board and say what was decided; the reason is empty when adopted."""
    if poll.state != CLOSING or poll.credentials is None or poll.present is None or poll.entitled is None:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=CLOSING)
    presence = Presence(present=poll.present, entitled=poll.entitled)
    reason = why_rejected(rule, presence, count.votes)
    closed = PollClosed(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id, closed_on=on,
        credentials=poll.credentials, counted=count.ballots, root=count.root)
    decided = _rejected(poll, count.votes, reason, on) if reason else _adopted(poll, count.votes, on)
    return replace(poll, state=CLOSED), reason, [closed, decided]


def _adopted(poll: Poll, votes: Votes, on: date) -> ResolutionAdopted:
    return ResolutionAdopted(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
        votes_for=votes.votes_for, votes_against=votes.votes_against, abstentions=votes.abstentions, decided_on=on)


def _rejected(poll: Poll, votes: Votes, reason: str, on: date) -> ResolutionRejected:
    return ResolutionRejected(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
        votes_for=votes.votes_for, votes_against=votes.votes_against, abstentions=votes.abstentions, reason=reason,
        decided_on=on)
