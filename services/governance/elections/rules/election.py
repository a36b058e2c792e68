"""An election as it is counted: candidates, seats and rankings; a count as it is published; ties and how they end.

A ranking is kept as bytes, one per candidate number in the order of preference, so that a million of them fit and are
counted fast. `TIED` stands between two candidates of the same rank, `SKIPPED` where a rank was left empty.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

TIED, SKIPPED = 0, 255
MOST_CANDIDATES = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """Names in the order of their numbers (from 1), how many are to be elected, and each ranking with its times.

    `seed` is public and fixed before the count: from it follows the lot that ends a tie which nothing else ends.
    """

    names: tuple[str, ...]
    seats: int
    ballots: Mapping[bytes, int]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    seed: str = ""

    @property
    def candidates(self) -> tuple[int, ...]:
        """The numbers of those who stand."""
        return tuple(number for number in range(1, len(self.names) + 1) if number not in self.withdrawn)

    @property
    def total(self) -> int:
        """How many ballots were cast, whatever stands on them."""
        return sum(self.ballots.values())

    @property
    def lot(self) -> tuple[int, ...]:
        """The order that the lot gives, from the seed alone: anybody can draw it again."""
        return tuple(sorted(self.candidates, key=lambda number: hashlib.sha256(
            f"sharedco/lot/1/{self.seed}/{number}/{self.names[number - 1]}".encode()).hexdigest()))


class TieBreak(StrEnum):
    """What ends a tie."""

    STEP_BACK = "step_back"  # who was ahead at the last stage at which they were not equal
    TRUNCATION = "truncation"  # the decimals that the rule cuts off
    LOT = "lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Candidates that the method cannot tell apart, what ended it, and who was taken: elected first, or excluded."""

    candidates: tuple[int, ...]
    ended_by: TieBreak
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One step of a count: what each candidate has, who was elected or excluded, and what nobody has any more."""

    votes: Mapping[int, Fraction]
    elected: tuple[int, ...] = ()
    excluded: int | None = None
    non_transferable: Fraction = Fraction(0)
    ties: tuple[Tie, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Who was elected, in that order, and every step."""

    winners: tuple[int, ...]
    rounds: Sequence[Round] = field(default_factory=tuple)


def groups(ranking: bytes) -> Iterator[tuple[int, ...]]:
    """A ranking rank by rank: those of the first rank, of the second, ...; an empty one where a rank was skipped."""
    group: list[int] = []
    joined = False
    for number in ranking:
        if number == TIED:
            joined = True
            continue
        if group and not joined:
            yield tuple(group)
            group = []
        if number == SKIPPED:
            yield ()
        else:
            group.append(number)
        joined = False
    if group:
        yield tuple(group)


def by_lot(election: Election, tied: Sequence[int]) -> Tie:
    """The candidate whom the lot favours among those who are tied."""
    favoured = min(tied, key=election.lot.index)
    return Tie(candidates=tuple(sorted(tied)), ended_by=TieBreak.LOT, taken=favoured)


def elect_highest(election: Election, scores: Mapping[int, Fraction]) -> Count:
    """Elect those of the highest score, seat by seat; a tie that a seat depends on is ended by lot."""
    rounds: list[Round] = []
    left = dict(scores)
    while left and len(rounds) < election.seats:
        best = max(left.values())
        leading = [number for number, score in left.items() if score == best]
        tie = (by_lot(election, leading),) if len(leading) > 1 else ()
        chosen = tie[0].taken if tie else leading[0]
        rounds.append(Round(votes=dict(left), elected=(chosen,), ties=tie))
        del left[chosen]
    return Count(winners=tuple(number for one in rounds for number in one.elected), rounds=rounds)
