"""Absolute targets mean the quiet machine; a slower one gets more time, a faster one less."""

import json

import pytest

from tests.bench.calibration import QUIET, Calibration, calibrate, quiet_seconds
from tests.builders import FreshDatabase

LOOPS = {"python": 0.1, "sql": 0.2, "commit": 0.4}


def test_on_the_quiet_machine_a_target_is_what_the_issue_says() -> None:
    found = Calibration(LOOPS, LOOPS)
    assert (found.at_most(20), found.at_least(50_000)) == (20, 50_000)


def test_a_machine_that_is_four_times_slower_gets_four_times_as_long_and_owes_a_quarter_of_the_rate() -> None:
    found = Calibration({loop: 4 * seconds for loop, seconds in LOOPS.items()}, LOOPS)
    assert found.at_most(20) == pytest.approx(80)
    assert found.at_least(50_000, "python") == pytest.approx(12_500)


def test_a_faster_machine_gets_less_time() -> None:
    found = Calibration({loop: seconds / 2 for loop, seconds in LOOPS.items()}, LOOPS)
    assert found.at_most(20, "sql") == pytest.approx(10)


def test_a_slow_disk_excuses_only_what_waits_for_the_disk() -> None:
    found = Calibration(LOOPS | {"commit": 4.0}, LOOPS)
    assert found.at_most(20, "python", "sql") == pytest.approx(20)
    assert found.at_most(20, "commit") == pytest.approx(200)
    assert found.shown()["times_slower"] == {"python": 1, "sql": 1, "commit": 10}


def test_the_loops_are_those_of_the_quiet_machine_and_take_time(fresh_database: FreshDatabase) -> None:
    found = calibrate(fresh_database(), rounds=1)
    assert set(found.here) == set(quiet_seconds())
    assert all(seconds > 0 for seconds in (*found.here.values(), *found.quiet.values()))


def test_the_quiet_machine_has_two_cores_and_a_day() -> None:
    quiet = json.loads(QUIET.read_text(encoding="utf-8"))
    assert quiet["machine"]["cores"] == 2
    assert quiet["measured_on"]
