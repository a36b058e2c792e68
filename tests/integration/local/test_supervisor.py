"""Processes that stay: joined rather than doubled, stopped by their own number only."""

import json
import os
import sys
import time
from pathlib import Path

from deploy.local.processes import is_alive
from deploy.local.supervisor import Supervisor
from tests.patience import PATIENT

SLEEP = [sys.executable, "-c", "print('here', flush=True); import time; time.sleep(60)"]


def test_a_second_start_joins_and_the_end_is_clean(tmp_path: Path) -> None:
    assert Supervisor(tmp_path).ensure("one", SLEEP, {})
    pid = Supervisor(tmp_path).process("one")
    assert not Supervisor(tmp_path).ensure("one", SLEEP, {})
    assert Supervisor(tmp_path).process("one") == pid
    Supervisor(tmp_path).end("one")
    assert pid is not None
    assert not is_alive(pid)
    assert Supervisor(tmp_path).names() == []


def test_a_process_that_died_is_started_again(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path)
    supervisor.ensure("short", [sys.executable, "-c", "print('last words')"], {})
    until = time.monotonic() + PATIENT
    while supervisor.process("short"):
        assert time.monotonic() < until
        time.sleep(0.02)
    assert supervisor.last_words("short") == "last words"
    assert supervisor.ensure("short", SLEEP, {})
    supervisor.end("short")


def test_a_stranger_who_got_the_number_later_is_left_alone(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path)
    (tmp_path / "pids" / "ghost.pid").write_text(json.dumps({"pid": os.getpid(), "born": "another time"}))
    assert supervisor.process("ghost") is None
    assert supervisor.end("ghost")
