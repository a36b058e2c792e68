"""Reserved seats, whatever the method: of a college, a gender, a region. What nobody can fill stays vacant.

A count that gives the open seats to too many is made again without the last who was elected on one of them, as often as
it takes: whoever is left out is named, round by round, and anybody counts it again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from services.governance.elections.errors import ReservedSeatsWrong
from services.governance.elections.rules.election import Election, ElectionCount, Round

LEFT_OUT = "the open seats are taken: counted again without the last elected on one of them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """So many seats for these candidates; who of them is elected beyond takes an open seat like everybody."""

    seats: int
    candidates: frozenset[int]


def count_with_reserved(
    election: Election, reserved: Sequence[Reserved], count: Callable[[Election], ElectionCount],
) -> ElectionCount:
    """Count until nobody sits on a seat that is reserved for others."""
    _assert_feasible(election, reserved)
    open_seats = election.seats - sum(one.seats for one in reserved)
    rounds: list[Round] = []
    while True:
        found = count(election)
        on_open = on_open_seats(found.winners, reserved)
        if len(on_open) <= open_seats:
            return ElectionCount(winners=found.winners, rounds=(*rounds, *found.rounds))
        rounds += [*found.rounds, Round(votes={}, excluded=on_open[-1], note=LEFT_OUT)]
        election = replace(election, withdrawn=election.withdrawn | {on_open[-1]})


def on_open_seats(winners: Sequence[int], reserved: Sequence[Reserved]) -> list[int]:
    """Who of the elected takes an open seat, in the order in which they were elected."""
    left = {one.candidates: one.seats for one in reserved}
    found = []
    for number in winners:
        own = next((group for group in left if number in group), None)
        if own and left[own]:
            left[own] -= 1
        else:
            found.append(number)
    return found


def _assert_feasible(election: Election, reserved: Sequence[Reserved]) -> None:
    """Refuse more reserved seats than seats, candidates who do not exist, and one who would be in two groups."""
    named = [number for one in reserved for number in one.candidates]
    wanted = sum(one.seats for one in reserved)
    known = set(range(1, len(election.names) + 1))
    if wanted > election.seats or len(set(named)) < len(named) or not set(named) <= known:
        raise ReservedSeatsWrong(reserved=wanted, seats=election.seats, candidates=len(election.names))
