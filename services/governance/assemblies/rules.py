"""An assembly: called in time, held on a day, deciding about its agenda."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.governance.assemblies.errors import (
    CollegeEmptied,
    CollegeWithoutMembers,
    EarlyVotingNotAllowed,
    NothingToCallAgain,
    NoticeTooShort,
    RecordDayAfterAssembly,
    RecordDayNotReached,
    SealingKeysMixed,
    SettledOtherwise,
)
from services.governance.elections.rules.majority import DecisionKind
from services.governance.events import AssemblyConvened, RejectionReason
from services.governance.polls.rules.paper import Sealing, Window
from services.governance.rolls.rules import FrozenRoll


class Outcome(StrEnum):
    """What became of a resolution."""

    UNDECIDED = "undecided"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ADJOURNED = "adjourned"
    NOTED = "noted"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """An assembly as it was convened. `call` is 1, or 2 for the second call that follows another assembly."""

    assembly_id: str
    title: str
    convened_on: date
    held_on: date
    record_on: date
    call: int = 1
    follows: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What is put on the agenda; `follows` is the resolution of the first call that is put again.

    Where colleges vote apart it stands once for each `college`, all of them `voted_with` the first.
    """

    resolution_id: str
    assembly_id: str
    place: int
    title: str
    question: str
    decision: DecisionKind
    follows: str | None = None
    college: str = ""
    voted_with: str | None = None


NOT_IN_EVERY_COLLEGE = "not_in_every_college"  # why an item that this college adopted is not adopted
SETTLEMENTS = (Outcome.NOTED, Outcome.WITHDRAWN, Outcome.ADJOURNED, Outcome.ANNULLED)  # how an item ends without a vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """An item that ends without a vote, or whose vote is annulled, and why."""

    resolution_id: str
    how: Outcome
    reason: str
    settled_on: date

    @property
    def content(self) -> dict[str, str]:
        """What a second person confirms: exactly this."""
        return {"resolution_id": self.resolution_id, "how": self.how, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """How one person would settle an item behind the close of its vote, and why; another confirms it in time."""

    proposal_id: str
    resolution_id: str
    how: Outcome
    reason: str
    proposed_on: date
    proposed_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyDocument:
    """A document that members can read, by its SHA-256."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Resolution):
    """A resolution, the digest of its paper, and what became of it; votes are none while it is undecided.

    `entitled` is how much of the quorum's base could vote, known with the votes.
    """

    poll_id: str | None
    paper_digest: str | None
    outcome: Outcome
    reason: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    entitled: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyDetail(Assembly):
    """An assembly with its agenda, its documents, its frozen roll, and how many members take part."""

    agenda: Sequence[AgendaItem]
    documents: Sequence[AssemblyDocument]
    roll: FrozenRoll | None
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedItem:
    """What an assembly said to a question: `adopted` is none while it has said nothing yet.

    `set_aside`: it was withdrawn or adjourned without a vote, which is no yes.
    """

    resolution_id: str
    assembly_id: str
    held_on: date
    question: str
    votes_for: int
    votes_against: int
    adopted: bool | None
    set_aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedItems:
    """What assemblies said to some questions, and the days on which there was an assembly at all."""

    days: Sequence[date]
    items: Sequence[DecidedItem]


def convene(assembly: Assembly, *, first_day: date) -> tuple[Assembly, list[AssemblyConvened]]:
    """Call an assembly: not before the first day that the notice allows (CSA art. 6:70), record day not after it."""
    if assembly.held_on < first_day:
        raise NoticeTooShort(days=(assembly.held_on - assembly.convened_on).days,
                             least=(first_day - assembly.convened_on).days)
    if assembly.record_on > assembly.held_on:
        raise RecordDayAfterAssembly(record_on=assembly.record_on, held_on=assembly.held_on)
    return assembly, [AssemblyConvened(
        assembly_id=assembly.assembly_id, convened_on=assembly.convened_on, held_on=assembly.held_on)]


def assert_not_too_early(window: Window, *, earliest: date) -> None:
    """Refuse a poll before the meeting for which the statutes have no clause (CSA art. 6:75 par. 4)."""
    if window.opens_at.date() < earliest:
        raise EarlyVotingNotAllowed(opens_at=window.opens_at.isoformat(), earliest=earliest)


def items_without_quorum(first: AssemblyDetail) -> list[AgendaItem]:
    """What a second call may put again: what missed its quorum at the first (CSA art. 6:85).

    Where colleges vote apart it is put again to all of them, to one whose item was set aside, too: none drops out.
    """
    missed = [item for item in first.agenda if item.reason == RejectionReason.QUORUM_NOT_REACHED]
    if not missed or first.call != 1:
        raise NothingToCallAgain(assembly_id=first.assembly_id)
    apart = {item.voted_with for item in missed if item.voted_with}
    return [item for item in first.agenda if item in missed or item.voted_with in apart]


def together(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items with what became of them where colleges voted apart: adopted when every college that can vote said yes.

    One that missed its quorum is put again in all of them; a college of which nobody may vote stands in no way.
    """
    return [_of_all(item, [one for one in items if one.voted_with == item.voted_with and one != item])
            if item.voted_with else item for item in items]


def _of_all(item: AgendaItem, others: Sequence[AgendaItem]) -> AgendaItem:
    entitled = [one for one in others if one.entitled != 0]
    if item.outcome == Outcome.UNDECIDED or item.outcome in SETTLEMENTS:
        return item
    if any(one.reason == RejectionReason.QUORUM_NOT_REACHED for one in entitled):
        return replace(item, outcome=Outcome.REJECTED, reason=RejectionReason.QUORUM_NOT_REACHED)
    if item.outcome == Outcome.REJECTED and (item.entitled != 0 or not entitled):
        return item
    if any(one.outcome == Outcome.UNDECIDED for one in entitled):
        return replace(item, outcome=Outcome.UNDECIDED, reason="")
    if any(one.outcome != Outcome.ADOPTED for one in entitled):
        return replace(item, outcome=Outcome.REJECTED, reason=NOT_IN_EVERY_COLLEGE)
    return replace(item, outcome=Outcome.ADOPTED, reason="")


def assert_colleges_known(named: Sequence[Sequence[str]], known: Sequence[str], *, on: date) -> None:
    """Refuse to have a college vote apart that has no member on the record day, or twice on one item."""
    for colleges in named:
        for college in colleges:
            if college not in known or colleges.count(college) > 1:
                raise CollegeWithoutMembers(college=college, on=on, known=", ".join(known) or "none")


def assert_no_college_emptied(agenda: Sequence[AgendaItem], on_roll: Collection[str], *, on: date) -> None:
    """Refuse a roll without anybody of a college that votes apart: whoever moves its members decides without it."""
    for item in agenda:
        if item.college and item.college not in on_roll and item.outcome not in SETTLEMENTS:
            raise CollegeEmptied(college=item.college, on=on, place=item.place)


def settle(item: AgendaItem, *, how: Outcome, reason: str, on: date, voted_on: bool = False) -> Settlement:
    """End an item without a vote. What was decided is annulled, never withdrawn or adjourned.

    `voted_on`: its vote is closed, and may have no result yet; nobody takes note of that.
    """
    decided = item.outcome in {Outcome.ADOPTED, Outcome.REJECTED}
    if decided != (how == Outcome.ANNULLED) or (voted_on and how == Outcome.NOTED):
        raise SettledOtherwise(resolution_id=item.resolution_id, outcome=item.outcome, how=how)
    return Settlement(resolution_id=item.resolution_id, how=how, reason=reason, settled_on=on)


def assert_sealed_apart(agenda: Sequence[Resolution], sealings: Sequence[Sealing | None]) -> None:
    """Refuse a sealing key that serves two votes: opening one would open the other. One for each item, or none."""
    keys = [sealing.key for sealing in sealings if sealing]
    if len(sealings) != len(agenda) or len(set(keys)) < len(keys):
        raise SealingKeysMixed(items=len(agenda), keys=len(set(keys)))


def assert_may_freeze(assembly: Assembly, *, on: date) -> None:
    """Refuse to freeze a roll as of a day that is not here yet."""
    if on < assembly.record_on:
        raise RecordDayNotReached(record_on=assembly.record_on, on=on)
