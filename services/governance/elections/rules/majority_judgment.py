"""Majority judgment: each rank of a ballot is a grade; who has the best majority grade is elected.

M. Balinski and R. Laraki, "Majority Judgment" (2011). The majority grade is the lower median. Of those who have the
same one, one such grade each is taken away until they differ. Who stands on no rank has the worst grade.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

from services.governance.elections.rules.election import Election, ElectionCount, Round, by_lot, groups

Grades = Mapping[int, int]  # grade (1 is the best) -> how many judges gave it


def count(election: Election) -> ElectionCount:
    """Elect the best judged, seat by seat."""
    if not election.total:
        return ElectionCount(winners=())
    grades, left, rounds = grades_of(election), set(election.candidates), list[Round]()
    while left and len(rounds) < election.seats:
        leading = best_of({number: grades[number] for number in left})
        tie = (by_lot(election, leading),) if len(leading) > 1 else ()
        chosen = tie[0].taken if tie else leading[0]
        medians = {number: Fraction(majority_grade(grades[number])) for number in left}
        rounds.append(Round(votes=medians, elected=(chosen,), ties=tie,
                            note="votes: the majority grade, 1 is the best"))
        left.remove(chosen)
    return ElectionCount(winners=tuple(one.elected[0] for one in rounds), rounds=rounds)


def grades_of(election: Election) -> dict[int, Counter[int]]:
    """The grades that each candidate got."""
    worst = len(election.names) + 1
    found: dict[int, Counter[int]] = {number: Counter() for number in election.candidates}
    for ranking, times in election.ballots.items():
        given = {number: grade for grade, group in enumerate(groups(ranking), start=1) for number in group}
        for number in election.candidates:
            found[number][given.get(number, worst)] += times
    return found


def majority_grade(grades: Grades) -> int:
    """The lower median: more than half of the judges gave this grade or a better one."""
    half, seen = sum(grades.values()) // 2 + 1, 0
    for grade in sorted(grades):
        seen += grades[grade]
        if seen >= half:
            return grade
    return 0


def best_of(grades: Mapping[int, Grades]) -> list[int]:
    """Those who are judged best; several only where their grades are the same to the last one.

    Median after median taken away walks from the middle of the sorted grades outwards, worse and better in turn: who
    first has the better grade on this walk is ahead. Only the steps at which somebody's grade changes are looked at.
    """
    sums = {number: list(accumulate(given[grade] for grade in sorted(given))) for number, given in grades.items()}
    judges = max((ends[-1] for ends in sums.values() if ends), default=0)
    worse, better = judges // 2, judges // 2 - 1 + judges % 2
    steps = sorted({0, *(step for ends in sums.values() for end in ends for step in (end - worse, better - end + 1)
                         if 0 < step <= better)}) if judges else []
    walks = {number: [sorted(given)[bisect_right(sums[number], place)]
                      for step in steps for place in (worse + step, better - step)] for number, given in grades.items()}
    return sorted(number for number, walk in walks.items() if walk == min(walks.values()))
