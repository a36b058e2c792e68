"""How fast this machine is at this moment, against the quiet machine that every absolute figure means.

    python -m tests.bench.calibration [--write]      (--write: what was measured becomes the quiet machine)

Three fixed loops are timed beside whatever is measured: pure Python, prepared selects over one connection, durable
commits. They are short, so that some rounds find even a busy machine quiet. A target in seconds is multiplied by how
much slower they are here than in `calibration.json`, a target per second divided; a ratio between contestants of one
run is never scaled.
"""

import json
import os
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

QUIET = Path(__file__).with_name("calibration.json")
ROUNDS, REPEATS = 7, 30
STEPS, SELECTS, COMMITS = 400_000, 3_000, 300
TABLES = """
create table calibration_rows (id int primary key, words text not null);
insert into calibration_rows select n, md5(n::text) from generate_series(0, 999) n;
create table calibration_commits (id int not null);
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Seconds of each loop, `here` and on the `quiet` machine."""

    here: Mapping[str, float]
    quiet: Mapping[str, float]

    def slower(self, *loops: str) -> float:
        """How many times slower this machine is in these loops (their geometric mean; all when none is named)."""
        return statistics.geometric_mean(self.here[loop] / self.quiet[loop] for loop in loops or self.quiet)

    def at_most(self, seconds: float, *loops: str) -> float:
        """A longest time of the quiet machine, as it is here."""
        return seconds * self.slower(*loops)

    def at_least(self, rate: float, *loops: str) -> float:
        """A least rate of the quiet machine, as it is here."""
        return rate / self.slower(*loops)

    def shown(self) -> dict[str, Any]:
        """What stands in a result beside the figures."""
        times = {loop: round(self.slower(loop), 2) for loop in self.quiet}
        return {"seconds": dict(self.here), "seconds_on_the_quiet_machine": dict(self.quiet), "times_slower": times}


def calibrate(url: str, *, rounds: int = ROUNDS) -> Calibration:
    """Time the loops in an empty database of the server on which the rest is measured; they take turns."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(TABLES)
        conn.execute("set synchronous_commit = on")
        loops: dict[str, Callable[[], None]] = {
            "python": compute,
            "sql": lambda: select(conn),
            "commit": lambda: commit(conn),
        }
        found: dict[str, list[float]] = {name: [] for name in loops}
        for _ in range(rounds):
            for name, loop in loops.items():
                begun = time.perf_counter()
                loop()
                found[name].append(time.perf_counter() - begun)
    return Calibration({name: round(statistics.median(seconds), 4) for name, seconds in found.items()}, quiet_seconds())


def compute() -> None:
    """The fixed loop of pure Python: whole numbers, text, a dictionary."""
    seen: dict[str, int] = {}
    for step in range(STEPS):
        key = str(step % 997)
        seen[key] = (seen.get(key, 0) * 31 + step) % 1_000_003


def select(conn: psycopg.Connection) -> None:
    """The fixed loop of prepared selects, one row each."""
    for step in range(SELECTS):
        conn.execute("select id, words from calibration_rows where id = %s", [step % 1000], prepare=True).fetchone()


def commit(conn: psycopg.Connection) -> None:
    """The fixed loop of durable commits, one row each."""
    for step in range(COMMITS):
        conn.execute("insert into calibration_commits values (%s)", [step], prepare=True)


def quiet_seconds() -> dict[str, float]:
    """The loops on the quiet machine."""
    seconds: dict[str, float] = json.loads(QUIET.read_text(encoding="utf-8"))["seconds"]
    return seconds


def main(arguments: list[str]) -> int:
    """Measure and print; with `--write` make the best medians of many repeats the quiet machine."""
    from tests.bench.bench_bus import new_databases  # noqa: PLC0415 - it imports us

    writing = arguments == ["--write"]
    with new_databases() as new:
        found = [calibrate(new()).here for _ in range(REPEATS if writing else 1)]
    best = {loop: min(one[loop] for one in found) for loop in found[0]}
    if writing:
        QUIET.write_text(json.dumps(quiet_machine(best), indent=1) + "\n", encoding="utf-8")
    print(json.dumps(Calibration(best, quiet_seconds()).shown(), indent=1))  # noqa: T201 - its purpose
    return 0


def quiet_machine(seconds: Mapping[str, float]) -> dict[str, Any]:
    """What is written down of a quiet machine."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "how": f"the best of {REPEATS} medians, each of {ROUNDS} rounds",
        "machine": {
            "cores": os.cpu_count(),
            "processor": model.group(1) if model else platform.machine(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "loops": {"python": f"{STEPS} steps", "sql": f"{SELECTS} prepared selects", "commit": f"{COMMITS} commits"},
        "seconds": dict(seconds),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
