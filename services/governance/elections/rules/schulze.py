"""Schulze: who beats whom on the strongest path of pairwise victories (winning votes), seat by seat.

M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
method" (2011). Who is not ranked stands below everybody who is; equal ranks prefer nobody.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

from services.governance.elections.rules.election import Count, Election, Round, by_lot, groups

Pairs = Mapping[tuple[int, int], int]


def count(election: Election) -> Count:
    """Elect whom nobody beats, then whom nobody of those left beats, and so on."""
    if not election.total:
        return Count(winners=())
    paths = strongest_paths(election.candidates, preferences(election))
    left, rounds = set(election.candidates), []
    while left and len(rounds) < election.seats:
        unbeaten = [one for one in sorted(left) if not any(paths[other, one] > paths[one, other]
                                                          for other in left - {one})]
        tie = (by_lot(election, unbeaten),) if len(unbeaten) > 1 else ()
        chosen = tie[0].taken if tie else unbeaten[0]
        beaten = {one: Fraction(sum(paths[one, other] > paths[other, one] for other in left - {one})) for one in left}
        rounds.append(Round(votes=beaten, elected=(chosen,), ties=tie, note="votes: how many of those left one beats"))
        left.remove(chosen)
    return Count(winners=tuple(one.elected[0] for one in rounds), rounds=rounds)


def preferences(election: Election) -> Pairs:
    """How many ballots prefer the first of a pair to the second."""
    found = dict.fromkeys(permutations(election.candidates, 2), 0)
    for ranking, times in election.ballots.items():
        below = set(election.candidates)
        for group in groups(ranking):
            below -= set(group)
            for pair in ((one, other) for one in group if one not in election.withdrawn for other in below):
                found[pair] += times
    return found


def strongest_paths(candidates: tuple[int, ...], prefer: Pairs) -> Pairs:
    """The strength of the strongest path between each pair: its weakest victory, measured in winning votes."""
    paths = {(a, b): prefer[a, b] if prefer[a, b] > prefer[b, a] else 0 for a, b in permutations(candidates, 2)}
    for via in candidates:
        for a, b in permutations([one for one in candidates if one != via], 2):
            paths[a, b] = max(paths[a, b], min(paths[a, via], paths[via, b]))
    return paths
