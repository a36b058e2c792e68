"""STV by the Scottish rule: the Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1, rules 45-52.

Whole numbers throughout: a vote is 100,000 units, because the order truncates values to five decimal places. What
truncation takes away, and what finds no further preference, is shown as non-transferable and given to nobody. A ballot
counts from its first preference to the first rank that names several candidates or one of them again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from services.governance.elections.rules.election import SKIPPED, TIED, Count, Election, Round, Tie, TieBreak

UNIT = 100_000
Pile = dict[tuple[int, int], list[bytes]]  # (value in units, how many such ballots) -> what is left of their rankings


@dataclass(slots=True, kw_only=True)
class _Counting:
    """A count on its way: the piles of all who still stand or were elected, and what was told so far."""

    election: Election
    quota: int
    piles: dict[int, Pile]
    votes: dict[int, int]
    continuing: set[int]
    to_transfer: list[int] = field(default_factory=list)
    winners: list[int] = field(default_factory=list)
    history: list[Mapping[int, int]] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    total: int = 0

    @property
    def vacancies(self) -> int:
        return self.election.seats - len(self.winners)


def count(election: Election) -> Count:
    """Elect by quota, surplus and exclusion until every seat that can be filled is filled."""
    if not election.total:
        return Count(winners=())
    counting = _begin(election)
    _elect_at_quota(counting, excluded=None, ties=())
    while counting.vacancies and counting.continuing:
        if len(counting.continuing) <= counting.vacancies:
            _elect_the_rest(counting)
        elif counting.to_transfer:
            _transfer_largest_surplus(counting)
        else:
            _exclude_lowest(counting)
    return Count(winners=tuple(counting.winners), rounds=counting.rounds)


def quota_of(valid: int, seats: int) -> int:
    """Rule 46: the number of valid ballots divided by the seats and one more, fractions left out, plus one."""
    return valid // (seats + 1) + 1


def _begin(election: Election) -> _Counting:
    piles: dict[int, Pile] = {number: defaultdict(list) for number in election.candidates}
    gone = bytes([SKIPPED, *election.withdrawn])
    for ranking, times in election.ballots.items():
        usable = _usable(ranking).translate(None, gone)
        if usable:
            piles[usable[0]][UNIT, times].append(usable)
    votes = {number: _sum(pile) for number, pile in piles.items()}
    valid = sum(votes.values()) // UNIT
    return _Counting(election=election, quota=quota_of(valid, election.seats) * UNIT, piles=piles, votes=votes,
                     continuing=set(election.candidates), total=election.total * UNIT)


def _usable(ranking: bytes) -> bytes:
    """A ranking up to the first rank that names several candidates."""
    tied = ranking.find(TIED)
    return ranking if tied < 0 else ranking[:tied - 1]


def _sum(pile: Pile) -> int:
    return sum(value * times * len(rankings) for (value, times), rankings in pile.items())


def _elect_at_quota(counting: _Counting, *, excluded: int | None, ties: tuple[Tie, ...]) -> None:
    """Rule 47: whoever has the quota is elected, the highest first; then the round is told."""
    at_quota = [number for number in counting.continuing if counting.votes[number] >= counting.quota]
    order, more = _in_order(counting, at_quota)
    for number in order[:counting.vacancies]:
        counting.winners.append(number)
        counting.continuing.discard(number)
        if counting.votes[number] > counting.quota:
            counting.to_transfer.append(number)
    _tell(counting, elected=[number for number in order if number in counting.winners], excluded=excluded,
          ties=(*ties, *more))


def _in_order(counting: _Counting, numbers: Sequence[int]) -> tuple[list[int], list[Tie]]:
    """Candidates who are elected at one stage, the highest first; equals are told as a tie."""
    left, order, ties = list(numbers), list[int](), list[Tie]()
    while left:
        most = max(counting.votes[number] for number in left)
        first, tie = _told_apart(counting, [one for one in left if counting.votes[one] == most], highest=True)
        left.remove(first)
        order.append(first)
        ties.extend(tie)
    return order, ties


def _tell(counting: _Counting, *, elected: Sequence[int], excluded: int | None, ties: tuple[Tie, ...]) -> None:
    counting.history.append(dict(counting.votes))
    counting.rounds.append(Round(
        votes={number: Fraction(units, UNIT) for number, units in counting.votes.items()}, elected=tuple(elected),
        excluded=excluded, ties=ties,
        non_transferable=Fraction(counting.total - sum(counting.votes.values()), UNIT)))


def _elect_the_rest(counting: _Counting) -> None:
    """Rule 51: as many left as seats to fill: they are elected, and nothing more is transferred."""
    rest, ties = _in_order(counting, sorted(counting.continuing))
    counting.winners.extend(rest)
    counting.continuing.clear()
    _tell(counting, elected=rest, excluded=None, ties=tuple(ties))


def _transfer_largest_surplus(counting: _Counting) -> None:
    """Rule 48: the largest surplus goes on, every ballot of the candidate at its share of it."""
    most = max(counting.votes[number] for number in counting.to_transfer)
    largest = [number for number in counting.to_transfer if counting.votes[number] == most]
    giver, ties = _told_apart(counting, largest, highest=True)
    counting.to_transfer.remove(giver)
    surplus, held = counting.votes[giver] - counting.quota, counting.votes[giver]
    _hand_on(counting, giver, {value: surplus * value // held for value, _ in counting.piles[giver]})
    counting.votes[giver] = counting.quota
    _elect_at_quota(counting, excluded=None, ties=ties)


def _exclude_lowest(counting: _Counting) -> None:
    """Rule 50: the lowest is excluded, and their ballots go on at the value they have."""
    least = min(counting.votes[number] for number in counting.continuing)
    lowest = [number for number in counting.continuing if counting.votes[number] == least]
    loser, ties = _told_apart(counting, lowest, highest=False)
    ties = ties or _decided_by_truncation(counting, loser)
    counting.continuing.discard(loser)
    _hand_on(counting, loser, {value: value for value, _ in counting.piles[loser]})
    counting.votes[loser] = 0
    _elect_at_quota(counting, excluded=loser, ties=ties)


def _hand_on(counting: _Counting, giver: int, values: Mapping[int, int]) -> None:
    """Give each ballot of a candidate to its next continuing preference, at its new value."""
    gone = bytes(number for number in counting.election.candidates if number not in counting.continuing)
    gained: defaultdict[int, int] = defaultdict(int)
    pile, counting.piles[giver] = counting.piles[giver], defaultdict(list)
    for (value, times), rankings in pile.items():
        new, takers = values[value], {number: counting.piles[number] for number in counting.continuing}
        key, moved = (new, times), defaultdict[int, list[bytes]](list)
        for ranking in rankings:
            rest = ranking.translate(None, gone)
            if rest:
                moved[rest[0]].append(rest)
        for taker, taken in moved.items():
            takers[taker][key].extend(taken)
            gained[taker] += new * times * len(taken)
    for taker, units in gained.items():
        counting.votes[taker] += units


def _told_apart(counting: _Counting, tied: Sequence[int], *, highest: bool) -> tuple[int, tuple[Tie, ...]]:
    """Rules 48 and 50: of equals, who was ahead (or behind) when they last were not equal; else the lot."""
    left, extreme = list(tied), max if highest else min
    if len(left) == 1:
        return left[0], ()
    for votes in reversed(counting.history):
        edge = extreme(votes[number] for number in left)
        left = [number for number in left if votes[number] == edge]
        if len(left) == 1:
            return left[0], (Tie(candidates=tuple(sorted(tied)), ended_by=TieBreak.STEP_BACK, taken=left[0]),)
    taken = (min if highest else max)(left, key=counting.election.lot.index)
    return taken, (Tie(candidates=tuple(sorted(tied)), ended_by=TieBreak.LOT, taken=taken),)


def _decided_by_truncation(counting: _Counting, loser: int) -> tuple[Tie, ...]:
    """A tie but for the decimals that were cut off is told as one, although the order decides it by them."""
    lost = counting.total - sum(counting.votes.values())
    near = [number for number in counting.continuing
            if number != loser and 0 < counting.votes[number] - counting.votes[loser] <= min(lost, UNIT // 100)]
    if not near:
        return ()
    return (Tie(candidates=tuple(sorted([loser, *near])), ended_by=TieBreak.TRUNCATION, taken=loser),)
