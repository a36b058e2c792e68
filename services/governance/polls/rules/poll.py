"""A poll: opening (the ballot box does not know it yet), open, closing (its board is not here yet), closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.governance.events import PollClosed, PollOpened, RejectionReason, ResolutionAdopted, ResolutionRejected
from services.governance.polls.errors import BoxDisagrees, PollNotOpen, PollStateUnexpected
from services.governance.polls.rules.decision import Presence, Votes, why_rejected
from services.governance.polls.rules.paper import Paper


class PollState(StrEnum):
    """Where a poll stands."""

    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One resolution put to a secret vote.

    From the closing on it is known how many credentials were issued, and how much of the quorum's base was present.
    """

    paper: Paper
    state: PollState = PollState.OPENING
    credentials: int | None = None
    present: int | None = None
    entitled: int | None = None

    @property
    def poll_id(self) -> str:
        """The poll's own id."""
        return self.paper.poll_id

    @property
    def assembly_id(self) -> str:
        """The assembly that decides."""
        return self.paper.assembly_id

    @property
    def resolution_id(self) -> str:
        """The resolution that is decided."""
        return self.paper.resolution_id

    @property
    def digest(self) -> str:
        """The digest of the paper."""
        return self.paper.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the verified board says: credentials that voted, the end of its chain, and the votes."""

    ballots: int
    root: str
    votes: Votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a closed poll; nothing it was rejected for where the resolution was adopted."""

    poll_id: str
    closing: str
    root: str
    ballots: int
    votes_for: int
    votes_against: int
    abstentions: int
    present: int
    entitled: int
    rejected_for: RejectionReason | None
    decided_on: date

    @property
    def adopted(self) -> bool:
        """Whether the resolution was adopted."""
        return self.rejected_for is None

    @property
    def reason(self) -> str:
        """The rule that was not met, as it is written down: nothing when adopted."""
        return self.rejected_for or ""

    @property
    def votes(self) -> Votes:
        """What was voted."""
        return Votes(votes_for=self.votes_for, votes_against=self.votes_against, abstentions=self.abstentions)

    @property
    def presence(self) -> Presence:
        """How much of the quorum's base was there."""
        return Presence(present=self.present, entitled=self.entitled)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDetail:
    """A poll with its paper, why the ballot box refused, and its result once it is closed."""

    poll: Poll
    refusals: Sequence[str]
    result: Result | None


def confirm_open(poll: Poll, *, digest: str, on: date) -> tuple[Poll, list[PollOpened]]:
    """The ballot box opened the poll. Refused when it holds another paper; a repeat changes nothing."""
    if digest != poll.digest:
        raise BoxDisagrees(poll_id=poll.poll_id, digest=digest)
    if poll.state != PollState.OPENING:
        return poll, []
    return replace(poll, state=PollState.OPEN), [PollOpened(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id, opened_on=on,
        digest=digest)]


def assert_open(poll: Poll) -> None:
    """Refuse what only an open poll takes."""
    if poll.state != PollState.OPEN:
        raise PollNotOpen(poll_id=poll.poll_id, state=poll.state)


def close(poll: Poll, *, credentials: int, presence: Presence) -> Poll:
    """No credential is issued and nobody comes in any more; the closing message goes to the ballot box."""
    assert_open(poll)
    return replace(poll, state=PollState.CLOSING, credentials=credentials, present=presence.present,
                   entitled=presence.entitled)


def declare(
    poll: Poll, *, count: Count, closing: str, on: date,
) -> tuple[Poll, Result, list[PollClosed | ResolutionAdopted | ResolutionRejected]]:
    """Close for good on a verified board and say what was decided."""
    if poll.state != PollState.CLOSING or poll.credentials is None or poll.present is None or poll.entitled is None:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=PollState.CLOSING)
    presence = Presence(present=poll.present, entitled=poll.entitled)
    reason = why_rejected(poll.paper.rules, presence, count.votes)
    result = Result(
        poll_id=poll.poll_id, closing=closing, root=count.root, ballots=count.ballots,
        votes_for=count.votes.votes_for, votes_against=count.votes.votes_against, abstentions=count.votes.abstentions,
        present=presence.present, entitled=presence.entitled, rejected_for=reason, decided_on=on)
    closed = PollClosed(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id, closed_on=on,
        credentials=poll.credentials, counted=count.ballots, root=count.root)
    decided = _rejected(poll, count.votes, reason, on) if reason else _adopted(poll, count.votes, on)
    return replace(poll, state=PollState.CLOSED), result, [closed, decided]


def _adopted(poll: Poll, votes: Votes, on: date) -> ResolutionAdopted:
    return ResolutionAdopted(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
        votes_for=votes.votes_for, votes_against=votes.votes_against, abstentions=votes.abstentions, decided_on=on)


def _rejected(poll: Poll, votes: Votes, reason: RejectionReason, on: date) -> ResolutionRejected:
    return ResolutionRejected(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
        votes_for=votes.votes_for, votes_against=votes.votes_against, abstentions=votes.abstentions, reason=reason,
        decided_on=on)
