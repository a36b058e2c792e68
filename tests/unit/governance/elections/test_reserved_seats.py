"""Reserved seats: filled by whom they are for, left vacant where nobody fits, whatever the method."""

from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from services.governance.cli import METHODS, tally
from services.governance.elections.errors import ReservedSeatsWrong
from services.governance.elections.rules import approval
from services.governance.elections.rules.election import Election
from services.governance.elections.rules.reserved import LEFT_OUT, Reserved, count_with_reserved, on_open_seats

NAMES = ("Ana", "Bo", "Che", "Dee")
VOTES = Election(names=NAMES, seats=2, ballots={bytes([1]): 10, bytes([2]): 9, bytes([3]): 2, bytes([4]): 1})
WOMEN = Reserved(seats=1, candidates=frozenset({3, 4}))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_reserved_seat_goes_to_the_best_of_those_for_whom_it_is(method: str) -> None:
    assert count_with_reserved(VOTES, (), METHODS[method]).winners == (1, 2)
    found = count_with_reserved(VOTES, [WOMEN], METHODS[method])
    assert set(found.winners) == {1, 3}
    assert [one.excluded for one in found.rounds if one.note == LEFT_OUT] == [2]


def test_who_is_elected_anyway_fills_the_reserved_seat_and_nothing_is_counted_twice() -> None:
    found = count_with_reserved(VOTES, [Reserved(seats=1, candidates=frozenset({2}))], approval.count)
    assert (found.winners, len(found.rounds)) == ((1, 2), len(approval.count(VOTES).rounds))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_seat_that_nobody_may_fill_stays_vacant(method: str) -> None:
    nobody = Election(names=NAMES, seats=2, ballots=VOTES.ballots, withdrawn=frozenset({3, 4}))
    assert count_with_reserved(nobody, [WOMEN], METHODS[method]).winners == (1,)


@pytest.mark.parametrize("wrong", [
    [Reserved(seats=3, candidates=frozenset({3}))], [Reserved(seats=1, candidates=frozenset({5}))],
    [WOMEN, Reserved(seats=1, candidates=frozenset({4}))]])
def test_more_seats_than_there_are_strangers_and_one_in_two_groups_are_refused(wrong: list[Reserved]) -> None:
    with pytest.raises(ReservedSeatsWrong):
        count_with_reserved(VOTES, wrong, approval.count)


@given(st.lists(st.sampled_from([bytes(one) for one in permutations((1, 2, 3, 4))]), min_size=1, max_size=12),
       st.sampled_from(sorted(METHODS)), st.integers(1, 4))
def test_nobody_ever_sits_on_a_seat_that_is_reserved_for_others(
    rankings: list[bytes], method: str, seats: int,
) -> None:
    ballots = {one: rankings.count(one) for one in rankings}
    found = count_with_reserved(Election(names=NAMES, seats=seats, ballots=ballots), [WOMEN], METHODS[method])
    assert len(on_open_seats(found.winners, [WOMEN])) <= seats - 1
    assert set(found.winners) & WOMEN.candidates  # two stand who may
    assert len(found.winners) <= seats


def test_the_command_takes_reserved_seats_and_says_what_is_wrong_with_them(tmp_path: Path) -> None:
    file = tmp_path / "board.blt"
    file.write_text('4 2\n10 1 0\n9 2 0\n2 3 0\n1 4 0\n0\n"Ana"\n"Bo"\n"Che"\n"Dee"\n"Board"\n', encoding="utf-8")
    run = CliRunner().invoke(tally, [str(file), "--method", "approval", "--reserved", "1:3,4"])
    assert (run.exit_code, "Elected: Ana, Che" in run.output, LEFT_OUT in run.output) == (0, True, True)
    for wrong, told in (("1;3", "such as 2:1,4,7"), ("3:3", "do not fit 2 seats")):
        refused = CliRunner().invoke(tally, [str(file), "--method", "approval", "--reserved", wrong])
        assert (refused.exit_code, told in " ".join(refused.output.split())) == (2, True)
