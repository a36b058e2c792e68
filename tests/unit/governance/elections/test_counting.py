"""Counting: the smallest inputs that break counts, each method on a known election, and what always holds."""

import json
import random
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from services.governance.cli import tally
from services.governance.elections.documents.blt import read_blt
from services.governance.elections.documents.sheet import sheet_of, spell
from services.governance.elections.errors import BallotFileBroken
from services.governance.elections.rules import approval, majority_judgment, schulze, stv_scottish
from services.governance.elections.rules.election import Election, TieBreak, groups

METHODS = [stv_scottish.count, approval.count, schulze.count, majority_judgment.count]


def election(ballots: str, candidates: int, seats: int = 1, seed: str = "") -> Election:
    body = "\n".join(line.strip() + " 0" for line in ballots.strip().splitlines())
    return read_blt(f"{candidates} {seats}\n{body}\n0\n".encode(), seed=seed)


def test_a_tie_but_for_the_decimals_that_are_cut_off_is_told_as_one() -> None:
    found = stv_scottish.count(election("52 1 2 3 4 5\n8 6", 6, seats=5))
    assert found.winners == (1, 2, 3, 4, 6)
    assert [(tie.candidates, tie.ended_by) for one in found.rounds for tie in one.ties] == [
        ((5, 6), TieBreak.TRUNCATION)]
    assert found.rounds[4].votes[5] == Fraction("7.99968")


def test_ballots_that_rank_two_alike_are_not_no_ballots() -> None:
    for count in METHODS:
        found = count(election("2 1=2", 2))
        assert (len(found.winners), bool(found.rounds)) == (1, True)
        assert [tie.candidates for one in found.rounds for tie in one.ties][:1] == [(1, 2)]
    assert approval.count(election("2 1=2", 2)).rounds[0].votes == {1: 2, 2: 2}


def test_one_ballot_fills_the_seats_that_nobody_else_wants_by_a_lot_that_is_told() -> None:
    found = stv_scottish.count(election("1 1 2 3 4", 4, seats=3))
    assert (found.winners[0], len(set(found.winners))) == (1, 3)
    assert {tie.ended_by for one in found.rounds for tie in one.ties} == {TieBreak.LOT}


def test_a_tie_of_the_last_two_for_one_seat_is_ended_by_the_lot_of_the_seed_alone() -> None:
    taken = {seed: stv_scottish.count(election("1 1\n1 2", 2, seed=seed)).winners for seed in "abcdefgh"}
    assert set(taken.values()) == {(1,), (2,)}
    assert all(stv_scottish.count(election("1 2\n1 1", 2, seed=seed)).winners == won for seed, won in taken.items())


def test_a_tie_at_the_first_seat_is_in_the_record_though_both_are_elected() -> None:
    found = stv_scottish.count(election("5 1\n5 2\n1 3", 3, seats=2))
    assert set(found.winners) == {1, 2}
    assert found.rounds[0].ties[0].candidates == (1, 2)


def test_equals_are_told_apart_by_the_last_stage_at_which_they_were_not() -> None:
    found = stv_scottish.count(election("4 1 3\n3 2\n2 3\n1 4 3", 4))
    tie = next(tie for one in found.rounds for tie in one.ties)
    assert (tie.candidates, tie.ended_by, tie.taken) == ((2, 3), TieBreak.STEP_BACK, 3)


def test_exhausted_ballots_are_given_to_nobody() -> None:
    found = stv_scottish.count(election("6 1\n3 2\n2 3", 3, seats=2))
    for one in found.rounds:
        assert sum(one.votes.values()) + one.non_transferable == 11
    assert found.rounds[1].non_transferable == Fraction("2")


def test_the_quota_is_that_of_droop_without_fractions() -> None:
    assert [stv_scottish.quota_of(valid, 3) for valid in (1, 3, 4, 100, 101)] == [1, 1, 2, 26, 26]


def test_nobody_is_elected_without_a_ballot() -> None:
    for count in METHODS:
        assert count(read_blt(b"2 1\n0\n")).winners == ()


def test_more_seats_than_candidates_stay_vacant() -> None:
    one = election("3 1 2", 2, seats=5)
    assert sheet_of(one, stv_scottish.count(one), "stv-scottish")["vacant"] == 3


def test_schulze_elects_whom_the_papers_example_elects() -> None:
    votes = """5 1 3 2 5 4\n5 1 4 5 3 2\n8 2 5 4 1 3\n3 3 1 2 5 4\n7 3 1 5 2 4\n2 3 2 1 4 5\n7 4 3 5 2 1\n8 5 2 1 4 3"""
    found = schulze.count(election(votes, 5, seats=5))
    assert found.winners == (5, 1, 3, 2, 4)  # E, A, C, B, D: Schulze 2011, example 1


def test_majority_judgment_takes_one_median_grade_each_away_from_equals() -> None:
    votes = "1 1=2\n1 1 2\n1 2 1\n1 - 1 - 2\n1 - 2 1"
    found = majority_judgment.count(election(votes, 2))
    assert [dict(grades) for grades in majority_judgment.grades_of(election(votes, 2)).values()] == [
        {1: 2, 2: 2, 3: 1}, {1: 2, 2: 2, 4: 1}]
    assert (found.winners, found.rounds[0].ties) == ((1,), ())


def test_approval_counts_everybody_on_a_ballot_once() -> None:
    assert approval.count(election("3 1 2\n2 2=3\n1 3", 3, seats=2)).winners == (2, 1)


@pytest.mark.parametrize(("content", "line"), [
    (b"", 1), (b"2\n0\n", 1), (b"2 1\n1 1 0\n", 2), (b"2 1\n1 3 0\n0\n", 2), (b"2 1\n1 x 0\n0\n", 2),
    (b"2 1\n1 1\n0\n", 2), (b"0 1\n0\n", 1), (b"2 1\n\n# a remark\n1 1 300 0\n0\n", 4),
    (b"2 1\n1 0=2 0\n0\n", 2), (b"2 1\n1 255=2 0\n0\n", 2), (b"2 1\n-300\n0\n", 2), (b"2 1\n-x\n0\n", 2),
    (b"2 1\n1 1 0\n-1 2 0\n0\n", 3), (b"2 1\n1 1 0\n0\n7 2 0\n0\n", 4),
])
def test_a_file_that_is_no_ballot_file_is_refused_by_its_line(content: bytes, line: int) -> None:
    with pytest.raises(BallotFileBroken, match=f"Line {line} "):
        read_blt(content)


def test_a_file_is_read_with_withdrawn_candidates_ties_skips_and_names() -> None:
    ballots = b"12 1 2 4 0\n1 2=3 - 1 0 # a remark\n2 1 2 1 4 0\n0\n"
    read = read_blt(b"4 2\n-3\n" + ballots + b'"Ana"\n"Bo"\n"Che"\n"Dee"\n"Board"\n')
    assert (read.names, read.title, read.candidates) == (("Ana", "Bo", "Che", "Dee"), "Board", (1, 2, 4))
    assert [list(groups(ranking)) for ranking in read.ballots] == [
        [(1,), (2,), (4,)], [(2, 3), (), (1,)], [(1,), (2,)]]
    assert read.total == 15


def test_a_file_of_another_editor_is_read_alike_and_a_name_keeps_its_sign() -> None:
    lines = [b"2 1 # two stand", b"2 2 1 0", b"0", b'"Candidate #1" # the first', b'"Candidate #2"']
    for end in (b"\n", b"\r\n", b"\r"):
        for mark in (b"", b"\xef\xbb\xbf"):
            read = read_blt(mark + end.join(lines))
            assert (read.names, read.ballots) == (("Candidate #1", "Candidate #2"), {bytes([2, 1]): 2})


@given(st.lists(st.lists(st.integers(1, 4), min_size=6, max_size=6), min_size=2, max_size=4))
def test_grades_are_taken_away_many_at_once_as_if_one_by_one(grades: list[list[int]]) -> None:
    def one_by_one(left: dict[int, list[int]]) -> list[int]:
        while len(left) > 1 and any(left.values()):
            medians = {number: sorted(given)[len(given) // 2] for number, given in left.items()}
            best = min(medians.values())
            left = {number: given for number, given in left.items() if medians[number] == best}
            for judged in left.values() if len({tuple(sorted(one)) for one in left.values()}) > 1 else ():
                judged.remove(best)
            if len({tuple(sorted(given)) for given in left.values()}) == 1:
                break
        return sorted(left)

    many = {number: Counter({grade: 10**20 * times for grade, times in Counter(given).items()})
            for number, given in enumerate(grades)}
    assert majority_judgment.best_of({number: Counter(given) for number, given in enumerate(grades)}) \
        == one_by_one({number: list(given) for number, given in enumerate(grades)})
    assert majority_judgment.best_of(many)  # a million million judges take no longer


def test_the_command_prints_winners_and_rounds_as_json(tmp_path: Path) -> None:
    file = tmp_path / "board.blt"
    file.write_text("6 5\n52 1 2 3 4 5 0\n8 6 0\n0\n")
    for method in ("stv-scottish", "approval", "schulze", "majority-judgment"):
        shown = CliRunner().invoke(tally, [str(file), "--method", method, "--json"])
        sheet = json.loads(shown.output)
        assert (shown.exit_code, len(sheet["winners"]), bool(sheet["rounds"])) == (0, 5, True)
    assert "Elected: 1" in CliRunner().invoke(tally, [str(file), "--method", "approval"]).output
    file.write_text("nothing")
    assert CliRunner().invoke(tally, [str(file), "--method", "approval"]).exit_code == 2


RANKINGS = st.lists(st.permutations([1, 2, 3, 4, 5]).flatmap(
    lambda order: st.integers(0, 5).map(lambda length: order[:length])), min_size=1, max_size=25)


@settings(max_examples=60)
@given(RANKINGS, st.integers(1, 5), st.randoms())
def test_the_order_of_ballots_changes_nothing_and_every_round_sums_to_the_ballots(
    rankings: list[list[int]], seats: int, chance: random.Random,
) -> None:
    lines = [f"1 {' '.join(map(str, ranking))}" for ranking in rankings]
    shuffled = chance.sample(lines, len(lines))
    for count in METHODS:
        first = count(election("\n".join(lines), 5, seats))
        assert first == count(election("\n".join(shuffled), 5, seats))
        assert len(set(first.winners)) == len(first.winners) == seats
    for one in stv_scottish.count(election("\n".join(lines), 5, seats)).rounds:
        assert sum(one.votes.values()) + one.non_transferable == len(rankings)
        assert one.non_transferable >= 0


def test_numbers_are_spelt_exactly() -> None:
    assert [spell(Fraction(*pair)) for pair in ((11, 1), (799968, 100000), (1, 3), (1, 2))] == [
        "11", "7.99968", "1/3", "0.5"]
