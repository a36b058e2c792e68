"""A meeting of the board: who was there, who had an interest of their own, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.governance.board_meetings.errors import BoardTooFew, MeetingInFuture, VotesTooMany
from services.governance.directors.rules.co_optation import CoOptation, Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """An interest of their own that a director declared in a matter, from a day until a day (none: still)."""

    interest_id: str
    mandate_id: str
    matter: str
    declared_on: date
    ended_on: date | None = None

    def stands_in_the_way(self, matter: str, *, on: date) -> bool:
        """Whether it keeps the director from deciding on this matter on this day."""
        same = self.matter.casefold().split() == matter.casefold().split()
        return same and self.declared_on <= on and (self.ended_on is None or on < self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the board decided: the votes of those without an interest in it, and why the others kept out.

    `interested` are the mandates of those who said at the meeting that they have one.
    """

    title: str
    words: str
    matter: str
    votes_for: int
    votes_against: int
    abstentions: int
    interested: tuple[str, ...] = ()
    explanation: str = ""
    co_opts: CoOptation | None = None

    @classmethod
    def from_asked(cls, asked: Mapping[str, Any]) -> "Decision":
        """A decision from what was asked or is kept of it."""
        taken = asked["co_opts"]
        return cls(**{**asked, "interested": tuple(asked["interested"]),
                      "co_opts": CoOptation.from_asked(taken) if taken else None})

    @property
    def adopted(self) -> bool:
        """More for than against."""
        return self.votes_for > self.votes_against


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as it was noted; it holds once another person approved it."""

    meeting_id: str
    held_on: date
    noted_on: date
    noted_by: str
    present: tuple[str, ...]
    observers: tuple[str, ...] = ()
    decisions: Sequence[Decision] = field(default_factory=tuple)
    approved_on: date | None = None


def assert_may_note(meeting: Meeting, sitting: Sitting, interests: Sequence[Interest]) -> None:
    """Refuse a meeting that is not held yet, without its quorum, with strangers, or decided by who had an interest."""
    if meeting.held_on > meeting.noted_on:
        raise MeetingInFuture(held_on=meeting.held_on, on=meeting.noted_on)
    sitting.assert_in_office((*meeting.present, *(one for made in meeting.decisions for one in made.interested)))
    present = set(meeting.present)
    if len(present) < sitting.needed:
        raise BoardTooFew(present=len(present), seated=len(sitting.in_office), least=sitting.needed)
    for decision in meeting.decisions:
        voters = present - kept_out(decision, interests, on=meeting.held_on)
        votes = decision.votes_for + decision.votes_against + decision.abstentions
        if votes > len(voters) or not voters:
            raise VotesTooMany(votes=votes, title=decision.title, voters=len(voters))
    sitting.assert_all_free([decision.co_opts for decision in meeting.decisions if decision.co_opts])


def kept_out(decision: Decision, interests: Sequence[Interest], *, on: date) -> set[str]:
    """The mandates that neither deliberate nor vote on a decision (CSA art. 6:64): declared before, or there."""
    before = {one.mandate_id for one in interests if decision.matter and one.stands_in_the_way(decision.matter, on=on)}
    return before | set(decision.interested)
