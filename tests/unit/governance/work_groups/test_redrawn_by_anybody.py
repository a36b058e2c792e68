"""The script with which anybody draws a lot again: agrees with the service, and names what a false one has."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from services.governance.work_groups.rules import Stratum, Volunteer, digest_of_seed, redraw

SCRIPT = Path(__file__).resolve().parents[4] / "tools" / "redraw_lot.py"
SEED = "Lotto of 27 June 2026: 3 11 19 24 38 41"
STRATA = [Stratum(name="users", seats=6), Stratum(name="team", seats=4), Stratum(name="partners", seats=2)]
VOLUNTEERS = [Volunteer(member_id=f"mbr_{n:032x}", stratum=name)
              for n, name in enumerate(["users"] * 20 + ["team"] * 9 + ["partners"] * 1)]


def told(**changed: Any) -> dict[str, Any]:
    members = redraw("wgr_1", STRATA, VOLUNTEERS, seed=SEED)
    return {"group_id": "wgr_1", "seed": SEED, "seed_digest": digest_of_seed(SEED),
            "strata": [asdict(one) for one in STRATA], "volunteers": [asdict(one) for one in VOLUNTEERS],
            "members": [asdict(one) for one in members], **changed}


def run(file: Path, content: Any) -> tuple[int, str]:
    file.write_text(json.dumps(content))
    found = subprocess.run([sys.executable, "-S", "-I", str(SCRIPT), str(file)], capture_output=True, text=True,
                           check=False)
    return found.returncode, found.stdout


def test_the_script_draws_who_the_service_drew_and_leaves_a_seat_without_volunteers_vacant(tmp_path: Path) -> None:
    assert run(tmp_path / "group.json", told()) == (0, "11 members, 0 faults\n")


@pytest.mark.parametrize("false", [
    told(seed="another"), told(members=told()["members"][1:]), told(volunteers=told()["volunteers"][:-1]),
    told(members=[*told()["members"], {"member_id": "mbr_f", "stratum": "users"}]),
    told(volunteers=[*told()["volunteers"], told()["volunteers"][0]]),
])
def test_a_member_who_was_not_drawn_left_out_or_with_another_seed_is_named(tmp_path: Path, false: Any) -> None:
    code, words = run(tmp_path / "group.json", false)
    assert (code, words.startswith("FAULT ")) == (1, True)


@pytest.mark.parametrize("wrong", [[], {}, told(seed=""), told(strata=5), told(strata=[5]), None])
def test_what_is_no_drawn_group_is_told_apart_from_a_false_lot(tmp_path: Path, wrong: Any) -> None:
    code, words = run(tmp_path / "group.json", wrong)
    assert (code, words.startswith("WRONG FILE ")) == (2, True)
