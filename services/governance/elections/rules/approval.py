"""Approval: everybody who stands on a ballot, at whatever rank, has its vote; the highest are elected."""

from collections import Counter
from fractions import Fraction

from services.governance.elections.rules.election import Count, Election, elect_highest, groups


def count(election: Election) -> Count:
    """Elect the most approved, seat by seat."""
    if not election.total:
        return Count(winners=())
    votes: Counter[int] = Counter()
    for ranking, times in election.ballots.items():
        for number in {number for group in groups(ranking) for number in group}:
            votes[number] += times
    return elect_highest(election, {number: Fraction(votes[number]) for number in election.candidates})
