"""When the ballots on paper are counted: after the close, by two persons (and keys) whose sheets are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.governance.ballots.rules.papers import CountedPapers, PaperSheet, counted_papers
from services.governance.polls.errors import PollStateUnexpected
from services.governance.polls.rules.poll import Poll, PollState
from services.governance.tellers.errors import CountAgreed, NoPaperHandedOut, PapersTooMany, SheetNotSigned

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
