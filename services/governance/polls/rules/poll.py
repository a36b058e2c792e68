"""A poll: prepared (its paper stands in the convening), opening, open, closing (its board is not here yet), closed.

Where ballots are sealed it is `sealed` before it is closed: its board is here and waits for the scrutineers. Two
persons close it together; until then they may cancel it instead, and its question can be put again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.governance.ballots.rules.papers import CountedPapers
from services.governance.elections.rules.majority import (
    Presence,
    Secrecy,
    Votes,
    presence_of,
    secrecy_of,
    votes_of,
    why_rejected,
)
from services.governance.events import PollClosed, PollOpened, RejectionReason, ResolutionAdopted, ResolutionRejected
from services.governance.polls.errors import (
    AlreadyVotedOn,
    AnotherPersonNeeded,
    BoxDisagrees,
    ConsentNotSigned,
    ConsentOver,
    PollNotOpen,
    PollStateUnexpected,
    PollTooEarly,
    SealedOtherwise,
)
from services.governance.polls.rules.paper import Paper, Sealing, paper_of
from services.governance.polls.rules.signed_steps import (
    TWO_PERSONS,
    Cancelling,
    Closing,
    Consent,
    Mark,
    Opening,
    marks_digest,
    opening_of,
    presence_digest,
)
from services.governance.rolls.rules import RollEntry, Totals, of_college, totals_of


class PollState(StrEnum):
    """Where a poll stands."""

    PREPARED = "prepared"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    SEALED = "sealed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


BEHIND_THE_CLOSE = (PollState.CLOSING, PollState.SEALED, PollState.CLOSED)
MAY_BE_CANCELLED = (PollState.OPENING, PollState.OPEN)  # behind the close somebody may know how it went


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One resolution put to a secret vote.

    From the opening on it has its roll; from the closing on it is known how many credentials were issued, who was there
    (`members_present`) and how much of the quorum's base that is.
    """

    paper: Paper
    state: PollState = PollState.PREPARED
    opening: Opening | None = None
    credentials: int | None = None
    present: int | None = None
    entitled: int | None = None
    members_present: tuple[str, ...] | None = None

    @property
    def is_voted(self) -> bool:
        """Whether its vote is closed: somebody may know how it went."""
        return self.state in BEHIND_THE_CLOSE

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

    @property
    def college(self) -> str:
        """Whose members alone vote; empty where all do."""
        return self.paper.rules.college


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCount:
    """What the verified board and the urn say: credentials that voted, the end of the chain, the choices in both."""

    ballots: int
    root: str
    tally: Mapping[str, int]
    papers: CountedPapers | None = None

    @property
    def votes(self) -> Votes:
        """What was voted."""
        return votes_of(self.tally)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a closed poll; nothing it was rejected for where the resolution was adopted.

    `ballots` came to the ballot box; `papers` lay in the urn (none: no ballot was handed out on paper). The votes are
    those of both.
    """

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
    papers: CountedPapers | None = None

    @property
    def adopted(self) -> bool:
        """Whether the resolution was adopted."""
        return self.rejected_for is None

    @property
    def by_hand(self) -> bool:
        """Whether it was voted openly, by a show of hands that two tellers counted: no paper was closed for it."""
        return not self.closing

    @property
    def reason(self) -> str:
        """The rule that was not met, as it is written down: nothing when adopted."""
        return self.rejected_for or ""

    @property
    def secrecy(self) -> Secrecy:
        """What the result itself gives away of how each voted."""
        return secrecy_of(self.votes, ballots=self.ballots + (self.papers.papers if self.papers else 0))

    @property
    def votes(self) -> Votes:
        """What was voted."""
        return Votes(votes_for=self.votes_for, votes_against=self.votes_against, abstentions=self.abstentions)

    @property
    def presence(self) -> Presence:
        """How much of the quorum's base was there."""
        return Presence(present=self.present, entitled=self.entitled)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledPoll:
    """A poll that two persons cancelled, and why; it stays on record for ever."""

    paper: Paper
    cancelling: Cancelling


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDetail:
    """A poll with its paper, why the ballot box refused, and its result once it is closed.

    `consents` are of those who would end it, `cancelled` the polls of the same resolution that were, in their order.
    `on_paper`: how many ballots were handed out on paper; told after the closing, like its credentials.
    """

    poll: Poll
    refusals: Sequence[str]
    result: Result | None
    consents: Sequence[Consent] = ()
    cancelled: Sequence[CancelledPoll] = ()
    on_paper: int = 0

    @property
    def declared(self) -> Result:
        """The result of a closed poll; refused before."""
        if self.result is None:
            raise PollStateUnexpected(poll_id=self.poll.poll_id, state=self.poll.state, wanted=PollState.CLOSED)
        return self.result


def poll_of(
    *, paper: str, state: str, opening: str | None, credentials: int | None, present: int | None, entitled: int | None,
    members_present: str | None,
) -> Poll:
    """A poll from what is kept of it."""
    return Poll(
        paper=paper_of(paper), state=PollState(state), opening=opening_of(opening) if opening else None,
        credentials=credentials, present=present, entitled=entitled,
        members_present=tuple(json.loads(members_present)) if members_present is not None else None)


def open_on(poll: Poll, *, roll_digest: str, on: date) -> tuple[Poll, Opening]:
    """Begin to open a poll on a frozen roll: once, and not before the day that its paper names."""
    if poll.state != PollState.PREPARED:
        raise AlreadyVotedOn(constraint="polls_one_per_resolution")
    _assert_not_before(poll, poll.paper.opens_at, "it opens at", on)
    opening = Opening(poll_id=poll.poll_id, digest=poll.digest, roll_digest=roll_digest)
    return replace(poll, state=PollState.OPENING, opening=opening), opening


def _assert_not_before(poll: Poll, instant: str, word: str, on: date) -> None:
    if on < datetime.fromisoformat(instant).date():
        raise PollTooEarly(poll_id=poll.poll_id, says=f"{word} {instant}", on=on)


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


def assert_may_close(poll: Poll, *, on: date) -> None:
    """Refuse the closing of a poll that is not open, or before its paper says so."""
    assert_open(poll)
    _assert_not_before(poll, poll.paper.closes_at, "it closes at", on)


def assert_may_cancel(poll: Poll) -> None:
    """Refuse to cancel what nobody votes on: yet (its item is withdrawn), or any more (the assembly annuls it)."""
    if poll.state not in MAY_BE_CANCELLED:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=", ".join(MAY_BE_CANCELLED))


def assert_nobody_votes(poll: Poll) -> None:
    """Refuse to end by one person an item that is being voted on: two close or cancel its poll first."""
    if poll.state in MAY_BE_CANCELLED:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state,
                                  wanted=", ".join(state for state in PollState if state not in MAY_BE_CANCELLED))


def assert_one_of_the_closers(poll: Poll, consent: Consent, *, signed: bool) -> None:
    """Refuse a key that is not on the paper, and none where it names who may end the poll.

    `signed` says that the signature verifies.
    """
    if (poll.paper.closers or consent.key) and not (signed and consent.key in poll.paper.closers):
        raise ConsentNotSigned(poll_id=poll.poll_id)


def assert_may_repeat(poll: Poll, *, sealed: bool) -> None:
    """Refuse to repeat what was not cancelled, or to unseal ballots that were sealed (or the other way round)."""
    if poll.state != PollState.CANCELLED:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=PollState.CANCELLED)
    if sealed != (poll.paper.sealing is not None):
        raise SealedOtherwise(poll_id=poll.poll_id)


def assert_lapses_in_time(consent: Consent, *, days: int) -> None:
    """Refuse a word that would never hold, or longer than the statutes let one person's word wait."""
    latest = consent.given_on + timedelta(days=days)
    if not consent.given_on < consent.lapses_on <= latest:
        raise ConsentOver(on=consent.given_on, latest=latest, lapses_on=consent.lapses_on)


def assert_another_person(given: Sequence[Consent], consent: Consent) -> None:
    """Refuse who gave their word already, under another account or key too, while it holds."""
    for one in given:
        same = one.given_by == consent.given_by or (consent.key and one.key == consent.key)
        if same and (one.ending, one.reason) == (consent.ending, consent.reason):
            raise AnotherPersonNeeded(constraint="polls_ended_by_two")


def agreed(consents: Sequence[Consent]) -> bool:
    """Whether two persons want the same."""
    return len({consent.given_by for consent in consents}) >= TWO_PERSONS


def _signed(consents: Sequence[Consent]) -> tuple[str, ...]:
    return tuple(sorted(consent.text for consent in consents if consent.key))


def cancel(poll: Poll, *, reason: str, consents: Sequence[Consent], on: date) -> tuple[Poll, Cancelling]:
    """Nothing of this poll is counted, and nothing of it is told; the box throws its ballots away."""
    cancelling = Cancelling(poll_id=poll.poll_id, digest=poll.digest, reason=reason, cancelled_on=on.isoformat(),
                            consents=_signed(consents))
    return replace(poll, state=PollState.CANCELLED, credentials=None, present=None, entitled=None,
                   members_present=None), cancelling


def close(
    poll: Poll, *, marks: Sequence[Mark], present: Sequence[RollEntry], entitled: Totals, consents: Sequence[Consent],
    on: date,
) -> tuple[Poll, Closing]:
    """No credential is issued and nobody comes in any more; the closing message goes to the ballot box."""
    assert_may_close(poll, on=on)
    there = totals_of(of_college(present, poll.college))
    presence = presence_of(poll.paper.rules.quorum_base, there, entitled)
    members = tuple(entry.member_id for entry in present)
    credentials = sum(not mark.on_paper for mark in marks)
    closing = Closing(
        poll_id=poll.poll_id, digest=poll.digest, roll_digest=poll.opening.roll_digest if poll.opening else "",
        credentials=credentials, marks_digest=marks_digest(marks), presence_digest=presence_digest(members),
        closed_on=on.isoformat(), consents=_signed(consents))
    return replace(poll, state=PollState.CLOSING, credentials=credentials, present=presence.present,
                   entitled=presence.entitled, members_present=members), closing


def keep_sealed(poll: Poll) -> Poll:
    """The verified board of a poll with sealed ballots is here; its result waits for the scrutineers."""
    if poll.state != PollState.CLOSING:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=PollState.CLOSING)
    return replace(poll, state=PollState.SEALED)


def sealing_of(poll: Poll) -> Sealing:
    """To whom the ballots of a poll are sealed; refused before its board is here and after it was opened."""
    if poll.state != PollState.SEALED or poll.paper.sealing is None:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=PollState.SEALED)
    return poll.paper.sealing


def declare(
    poll: Poll, *, count: VoteCount, closing: str, on: date,
) -> tuple[Poll, Result, list[PollClosed | ResolutionAdopted | ResolutionRejected]]:
    """Close for good on a verified board, opened where it was sealed, and say what was decided."""
    wanted = PollState.SEALED if poll.paper.sealing else PollState.CLOSING
    if poll.state != wanted or poll.credentials is None or poll.present is None or poll.entitled is None:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=wanted)
    presence = Presence(present=poll.present, entitled=poll.entitled)
    reason = why_rejected(poll.paper.rules, presence, count.votes)
    result = Result(
        poll_id=poll.poll_id, closing=closing, root=count.root, ballots=count.ballots,
        votes_for=count.votes.votes_for, votes_against=count.votes.votes_against, abstentions=count.votes.abstentions,
        present=presence.present, entitled=presence.entitled, rejected_for=reason, decided_on=on,
        papers=count.papers)
    closed = PollClosed(
        poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id, closed_on=on,
        credentials=poll.credentials, counted=count.ballots, root=count.root)
    facts: dict[str, Any] = {"poll_id": poll.poll_id, "assembly_id": poll.assembly_id,
                             "resolution_id": poll.resolution_id, **asdict(count.votes), "decided_on": on}
    decided = ResolutionRejected(**facts, reason=reason) if reason else ResolutionAdopted(**facts)
    return replace(poll, state=PollState.CLOSED), result, [closed, decided]
