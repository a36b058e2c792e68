"""When the ballots on paper are counted: after the close, by two persons (and keys) whose sheets are alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.governance.ballots.rules.papers import CountedPapers, PaperSheet, counted_papers
from services.governance.elections.rules.majority import presence_of
from services.governance.polls.errors import PollStateUnexpected
from services.governance.polls.rules.poll import Poll, PollState
from services.governance.polls.rules.signed_steps import Opening
from services.governance.rolls.rules import FrozenRoll, RollEntry, Totals, of_college, totals_of
from services.governance.tellers.errors import (
    CountAgreed,
    HandsTooEarly,
    HandsTooLate,
    HandsTooMany,
    NoPaperHandedOut,
    PapersTooMany,
    SheetNotSigned,
)

TWO = 2
WHEN_COUNTED = (PollState.CLOSING, PollState.SEALED)  # before, the count would be told to who still votes


@dataclass(frozen=True, slots=True, kw_only=True)
class TellersWord:
    """What one teller counted; `key` and `signature` are empty where the paper names no closers."""

    given_by: str
    sheet: PaperSheet
    key: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Where the count of a poll's ballots on paper stands; what one teller alone found is told to nobody."""

    poll_id: str
    handed_out: int
    marks_digest: str
    tellers: int
    agreed: CountedPapers | None


def assert_may_count(poll: Poll, sheet: PaperSheet, *, handed_out: int) -> None:
    """Refuse a count before the close or after the result, of nothing, or of more ballots than were handed out."""
    if poll.state not in WHEN_COUNTED:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=", ".join(WHEN_COUNTED))
    if not handed_out:
        raise NoPaperHandedOut(poll_id=poll.poll_id)
    if sheet.papers > handed_out:
        raise PapersTooMany(papers=sheet.papers, handed_out=handed_out)


def closed_by_hands(
    poll: Poll, sheet: PaperSheet, *, roll: FrozenRoll, entitled: Totals, present: Sequence[RollEntry], on: date,
) -> Poll:
    """The poll as it stands when the hands are counted instead: nobody voted in it, who is there is who decides.

    Refused once ballots are taken, on any day but that of the meeting (behind it no two persons make a decision that
    the room did not see), and where more hands are told of than may vote there.
    """
    if poll.state != PollState.PREPARED:
        raise PollStateUnexpected(poll_id=poll.poll_id, state=poll.state, wanted=PollState.PREPARED)
    if on < (closes_on := datetime.fromisoformat(poll.paper.closes_at).date()):
        raise HandsTooEarly(poll_id=poll.poll_id, held_on=closes_on)
    if on > closes_on:
        raise HandsTooLate(poll_id=poll.poll_id, held_on=closes_on)
    there = totals_of(of_college(present, poll.college))
    if sheet.papers > there.voting_members:
        raise HandsTooMany(hands=sheet.papers, present=there.voting_members)
    presence = presence_of(poll.paper.rules.quorum_base, there, entitled)
    return replace(
        poll, state=PollState.SEALED if poll.paper.sealing else PollState.CLOSING, credentials=0,
        opening=Opening(poll_id=poll.poll_id, digest=poll.digest, roll_digest=roll.digest), present=presence.present,
        entitled=presence.entitled, members_present=tuple(entry.member_id for entry in present))


def add_word(words: Sequence[TellersWord], word: TellersWord, poll: Poll, *, signed: bool) -> list[TellersWord]:
    """The last word of each teller, now with this one; `signed` says that its signature verifies.

    Refused once two agreed, and where the paper names keys without one of them that nobody else used.
    """
    if agreed(words):
        raise CountAgreed(poll_id=poll.poll_id)
    others = [one for one in words if one.given_by != word.given_by]
    foreign = word.key not in poll.paper.closers or word.key in {one.key for one in others}
    if (poll.paper.closers or word.key) and (not signed or foreign):
        raise SheetNotSigned(poll_id=poll.poll_id)
    return [*others, word]


def agreed(words: Sequence[TellersWord]) -> CountedPapers | None:
    """The count of the first two tellers whose sheets are alike, or nothing."""
    for sheet in sorted({word.sheet.text for word in words}):
        alike = [word for word in words if word.sheet.text == sheet]
        if len(alike) >= TWO:
            return counted_papers(sheet, signed=[f"{word.key} {word.signature}" for word in alike if word.key])
    return None
