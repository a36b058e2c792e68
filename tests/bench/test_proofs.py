"""The page of proofs: each report replaces its own section, and no other."""

from tests.bench.proofs import replaced, section

PAGE = "# Proofs\n\n<!-- bench-a -->\nold\n\n<!-- bench-b -->\nkept\n\n## After\n\nkept too\n"
REPORT = {
    "machine": {"taken_at": "2026-11-27T06:50:37+00:00", "cores": 2, "python": "3.11.7", "load_before": 0.1},
    "calibration": {"times_slower": {"python": 1, "sql": 1, "commit": 1}},
    "figures": {"calls": {"value": 3, "unit": "calls/s", "target": 2, "holds": True, "peer": 1, "times_peer": 3.0},
                "wait": {"value": 9, "unit": "ms", "target": "<= 5", "holds": False},
                "told": {"value": 1, "unit": "ms"}},
}


def test_a_report_takes_the_place_of_the_one_before_and_of_no_other() -> None:
    page = replaced(replaced(PAGE, "bench-a", "new\n"), "bench-b", "newer\n")
    assert page == "# Proofs\n\n<!-- bench-a -->\nnew\n\n<!-- bench-b -->\nnewer\n\n## After\n\nkept too\n"
    assert replaced(page, "bench-c", "lost") == page


def test_what_is_missed_is_told_and_what_has_no_target_is_left_out() -> None:
    told = section(REPORT)
    assert "| calls | 3 calls/s | 2 | peer 1 (3.0 times) | holds |" in told
    assert "| wait | 9 ms | <= 5 |  | MISSED |" in told
    assert "told" not in told
