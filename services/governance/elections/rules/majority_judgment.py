"""Majority judgment: each rank of a ballot is a grade; who has the best majority grade is elected.

M. Balinski and R. Laraki, "Majority Judgment" (2011). The majority grade is the lower median. Of those who have the
same one, one such grade each is taken away until they differ. Who stands on no rank has the worst grade.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from services.governance.elections.rules.election import Count, Election, Round, by_lot, groups

Grades = Mapping[int, int]  # grade (1 is the best) -> how many judges gave it


def count(election: Election) -> Count:
    """Elect the best judged, seat by seat."""
    if not election.total:
        return Count(winners=())
    grades, left, rounds = grades_of(election), set(election.candidates), list[Round]()
    while left and len(rounds) < election.seats:
        leading = best_of({number: grades[number] for number in left})
        tie = (by_lot(election, leading),) if len(leading) > 1 else ()
        chosen = tie[0].taken if tie else leading[0]
        medians = {number: Fraction(majority_grade(grades[number])) for number in left}
        rounds.append(Round(votes=medians, elected=(chosen,), ties=tie,
                            note="votes: the majority grade, 1 is the best"))
        left.remove(chosen)
    return Count(winners=tuple(one.elected[0] for one in rounds), rounds=rounds)


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
    """Those who are judged best; several only where their grades are the same to the last one."""
    left = {number: Counter(given) for number, given in grades.items()}
    while len(left) > 1 and any(left.values()):
        medians = {number: majority_grade(given) for number, given in left.items()}
        best = min(medians.values())
        left = {number: given for number, given in left.items() if medians[number] == best}
        if len({tuple(sorted(given.items())) for given in left.values()}) == 1:
            break
        for given in left.values():
            given[best] -= 1
            if not given[best]:
                del given[best]
    return sorted(left)
