"""The checker finds what there is to find, and a short run among faults leaves nothing to be found."""

from pathlib import Path

import pytest

from tests.faults.checker import Word, check
from tests.faults.run_faults import Plan, figures, run

PUBLISHED: list[Word] = [("a", 1), ("a", 2), ("b", 1)]


def test_the_checker_is_content_with_each_word_once_in_its_order() -> None:
    assert check(PUBLISHED, [("b", 1), ("a", 1), ("a", 2)]).clean


@pytest.mark.parametrize(("effects", "lost", "doubled", "disordered"), [
    ([("a", 1), ("a", 2)], [("b", 1)], [], []),
    ([("a", 1), ("a", 2), ("b", 1), ("a", 2)], [], [("a", 2)], []),
    ([("a", 2), ("a", 1), ("b", 1)], [], [], ["a"]),
    ([("a", 1), ("a", 2), ("a", 1), ("b", 1)], [], [("a", 1)], ["a"]),
    ([], PUBLISHED, [], []),
])
def test_the_checker_finds_what_was_planted(
    effects: list[Word], lost: list[Word], doubled: list[Word], disordered: list[str],
) -> None:
    verdict = check(PUBLISHED, effects)
    assert (verdict.lost, verdict.doubled, verdict.disordered) == (lost, doubled, disordered)


def test_what_was_set_aside_is_not_lost_but_must_have_no_effect() -> None:
    assert check(PUBLISHED, [("a", 1), ("a", 2)], {("b", 1)}).clean
    assert check(PUBLISHED, [("a", 1), ("a", 2), ("b", 1)], {("b", 1)}).doubled == [("b", 1)]


def test_among_faults_nothing_is_lost_nothing_doubled_and_every_line_keeps_its_order(tmp_path: Path) -> None:
    plan = Plan(seed=20261123, events=400, commands=50, seconds=7, pause=0.6, deadly=1, lines=12,
                servers=("database_restart",), whole=False)
    report = run(plan, tmp_path)
    assert report.happened, "no fault happened"
    assert report.holds, figures(report)
