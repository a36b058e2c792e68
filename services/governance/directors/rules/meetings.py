"""A meeting of the board: who was there, who had an interest of their own, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.governance.directors.errors import BoardTooFew, MeetingInFuture, NotInOffice, SeatTaken, VotesTooMany
from services.governance.directors.rules.mandates import Director, Mandate, seated
from services.governance.directors.rules.motions import Person
from services.governance.directors.rules.statute import BoardStatute, Seat


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
        same = self.matter.casefold().strip() == matter.casefold().strip()
        return same and self.declared_on <= on and (self.ended_on is None or on < self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoOptation:
    """Whom the board takes in on a vacant seat, until the next assembly."""

    seat: Seat
    person: Person
    traits: tuple[str, ...] = ()


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


def assert_may_note(
    meeting: Meeting, statute: BoardStatute, board: Sequence[Director], interests: Sequence[Interest],
) -> None:
    """Refuse a meeting that is not held yet, without its quorum, with strangers, or decided by who had an interest."""
    if meeting.held_on > meeting.noted_on:
        raise MeetingInFuture(held_on=meeting.held_on, on=meeting.noted_on)
    in_office = {mandate.mandate_id: mandate for mandate in seated(board)}
    for mandate_id in (*meeting.present, *(one for decision in meeting.decisions for one in decision.interested)):
        if mandate_id not in in_office:
            raise NotInOffice(mandate_id=mandate_id, on=meeting.held_on)
    present = set(meeting.present)
    if len(present) < statute.needed(len(in_office)):
        raise BoardTooFew(present=len(present), seated=len(in_office), least=statute.needed(len(in_office)))
    for decision in meeting.decisions:
        voters = present - kept_out(decision, interests, on=meeting.held_on)
        votes = decision.votes_for + decision.votes_against + decision.abstentions
        if votes > len(voters) or not voters:
            raise VotesTooMany(votes=votes, title=decision.title, voters=len(voters))
        if decision.co_opts:
            assert_free(board, decision.co_opts, on=meeting.held_on)


def kept_out(decision: Decision, interests: Sequence[Interest], *, on: date) -> set[str]:
    """The mandates that neither deliberate nor vote on a decision (CSA art. 6:64): declared before, or there."""
    before = {one.mandate_id for one in interests if decision.matter and one.stands_in_the_way(decision.matter, on=on)}
    return before | set(decision.interested)


def assert_free(board: Sequence[Director], co_opts: CoOptation, *, on: date) -> None:
    """Refuse a co-optation on a seat that is taken or unknown, or of somebody who sits already."""
    free: Mapping[Seat, Mandate | None] = {one.seat: one.mandate for one in board}
    seat = next((one.seat for one in board if one.seat == co_opts.seat), co_opts.seat)
    sits = any(mandate.person.member_id == co_opts.person.member_id for mandate in seated(board))
    if co_opts.seat not in free or free[seat] or sits \
            or not seat.is_for(co_opts.person.traits | set(co_opts.traits)):
        raise SeatTaken(college=co_opts.seat.college, number=co_opts.seat.number, on=on)
