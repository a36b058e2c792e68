"""An election: who stood in time, who was adopted, who gets which seat. Anybody counts it again."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from services.governance.directors.errors import (
    CallOutOfTime,
    CandidacyOver,
    CandidateNotPut,
    CollegeUnknown,
    ElectionUndecided,
    NotEligible,
    SeedNeeded,
)
from services.governance.directors.rules.mandates import Verdict
from services.governance.directors.rules.motions import Motion, Person, question_of, questions_of
from services.governance.directors.rules.statute import BoardStatute, Seat

LONGEST_CALL = 366  # days: a call that never closes would keep every election waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """Somebody stands for a college, with a statement by language, and what they say they are (`traits`).

    `withdrawn_on` is none while it stands; `stood_on` decides in which election.
    """

    candidacy_id: str
    person: Person
    college: str
    traits: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    stood_on: date
    withdrawn_on: date | None = None

    @property
    def asked(self) -> list[str]:
        """The questions with which an assembly elects them."""
        return questions_of(Motion.ELECT, self.person, college=self.college, about=self.candidacy_id)

    def question(self, language: str) -> str:
        """What the agenda asks about them, in one language."""
        return question_of(Motion.ELECT, self.person, college=self.college, about=self.candidacy_id, language=language)

    def fits(self, seat: Seat) -> bool:
        """Whether they may sit there."""
        return self.college == seat.college and seat.is_for(self.person.traits | set(self.traits))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCall:
    """A call for candidacies: until and with which day they count, and the digest of the seed that orders equals.

    `after` is the closing day of the call before it: who came later than that stands in this one.
    """

    call_id: str
    called_on: date
    closes_on: date
    seed_digest: str
    after: date | None = None

    def takes(self, candidacy: Candidacy) -> bool:
        """Whether a candidacy stands in this election: a late one is kept for the next."""
        return candidacy.stood_on <= self.closes_on and (self.after is None or candidacy.stood_on > self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """What was voted on a candidacy."""

    candidacy: Candidacy
    verdict: Verdict | None
    votes_for: int = 0
    votes_against: int = 0
    resolution_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elected:
    """A seat and who gets it until the end of which year; nobody stays out of sight: a vacant seat has no candidacy."""

    seat: Seat
    renewed_in: int
    candidacy: Candidacy | None


def assert_may_stand(statute: BoardStatute, *, college: str, eligible: bool, member_id: str, on: date) -> None:
    """Refuse a college that the statutes do not name, and who has no share that votes."""
    known = [one.name for one in statute.colleges]
    if college not in known:
        raise CollegeUnknown(college=college, on=on, known=", ".join(known))
    if not eligible:
        raise NotEligible(member_id=member_id, on=on)


def assert_may_withdraw(candidacy: Candidacy, *, decided: bool) -> None:
    """Refuse a second withdrawal, and one after the election."""
    if candidacy.withdrawn_on or decided:
        raise CandidacyOver(candidacy_id=candidacy.candidacy_id)


def assert_leaves_time(closes_on: date, *, declared: date | None, call_days: int, on: date) -> None:
    """Refuse a call that closes too soon, later than in a year, or not after the last that was declared."""
    first = max(on + timedelta(days=call_days), declared + timedelta(days=1) if declared else on)
    last = on + timedelta(days=LONGEST_CALL)
    if not first <= closes_on <= last:
        raise CallOutOfTime(closes_on=closes_on, first=first, last=last)


def order_of(call: BoardCall, candidates: Collection[Candidacy], *, seed: str) -> list[Candidacy]:
    """The candidates in the order of the lot (that of the paper, and between equals): by SHA-256 of call, seed, id."""
    return sorted(candidates, key=lambda one: ticket(call, seed, one.candidacy_id))


def ticket(call: BoardCall, seed: str, candidacy_id: str) -> str:
    """SHA-256 of `sharedco/board-lot/1/CALL/SEED/CANDIDACY`."""
    return hashlib.sha256(f"sharedco/board-lot/1/{call.call_id}/{seed}/{candidacy_id}".encode()).hexdigest()


def digest_of_seed(seed: str) -> str:
    """What is published with the call."""
    return hashlib.sha256(f"sharedco/seed/1/{seed}".encode()).hexdigest()


def assert_all_put(voted: Sequence[Voted], *, assembly_id: str) -> None:
    """Refuse an election in which somebody who stood in time was not put to the vote, or whose vote is open."""
    for one in voted:
        if one.verdict is None:
            raise CandidateNotPut(candidacy_id=one.candidacy.candidacy_id, assembly_id=assembly_id)
        if one.verdict == Verdict.OPEN:
            raise ElectionUndecided(resolution_id=one.resolution_id)


def elect(
    statute: BoardStatute, call: BoardCall, voted: Sequence[Voted], *, vacant: Sequence[Seat],
    barred: Collection[str], seed: str, on: date,
) -> list[Elected]:
    """Fill the vacant seats of each college: most votes for first, then fewest against, then by lot.

    Who is in `barred` (sits already, or is eligible no more) is passed over, and nobody gets two seats. The most voted
    get the seats that last longest; reserved seats are filled last, and stay vacant where nobody fits.
    """
    adopted = [one for one in voted if one.verdict == Verdict.YES and one.candidacy.person.member_id not in barred]
    given = seed and digest_of_seed(seed) == call.seed_digest
    ranked = sorted(adopted, key=lambda one: (-one.votes_for, one.votes_against,
                                              ticket(call, seed, one.candidacy.candidacy_id) if given else ""))
    seats = sorted(vacant, key=lambda seat: (
        seat.college, bool(seat.reserved_for), -statute.renewed_in(seat, year=on.year + 1), seat.number))
    if not given and _lot_decides(ranked, seats):
        raise SeedNeeded
    taken: set[str] = set()
    found = []
    for seat in seats:
        who = next((one.candidacy for one in ranked
                    if one.candidacy.person.member_id not in taken and one.candidacy.fits(seat)), None)
        taken |= {who.person.member_id} if who else set()
        found.append(Elected(seat=seat, renewed_in=statute.renewed_in(seat, year=on.year + 1), candidacy=who))
    return found


def _lot_decides(ranked: Sequence[Voted], seats: Sequence[Seat]) -> bool:
    """Whether two who could sit on the same seat have equal votes."""
    return any((a.votes_for, a.votes_against) == (b.votes_for, b.votes_against)
               for college in {seat.college for seat in seats}
               for a, b in pairwise([one for one in ranked if one.candidacy.college == college]))
