"""Every figure of the bus, measured in one run on this machine.

    python -m tests.bench.bench_bus [--short] [rpc] [events]

A private RabbitMQ and an embedded PostgreSQL are started, both with their usual durability. The figures are printed
and written to `var/bench/bench-bus.json`, beside how fast the machine was; a target that does not hold is said, never
hidden. Every target of time is a ratio between contestants of the same run. `--short` takes about two minutes: one
round of fewer events and calls instead of three, so its ratios vary more.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from deploy.local.postgres import EmbeddedPostgres, fresh_name
from deploy.local.rabbitmq import LocalRabbitMQ
from shared.migrations import migrate
from tests.bench.calibration import Calibration, calibrate

ROOT = Path(__file__).resolve().parents[2]
FOUND = ROOT / "var" / "bench" / "bench-bus.json"
PARTS = {"rpc": "tests.bench.bench_bus_rpc", "events": "tests.bench.bench_bus_events"}
COLUMNS = ("value", "unit", "target", "peer", "times_peer", "ceiling", "share_of_ceiling")
Figures = dict[str, dict[str, Any]]


@contextmanager
def new_databases() -> Iterator[Callable[..., str]]:
    """`new("shared.bus", ...)` makes a database with these migrations; all are dropped at the end."""
    server, made = EmbeddedPostgres(ROOT / ".local" / "postgres-bench"), []

    def new(*packages: str) -> str:
        made.append(fresh_name("bench"))
        url = server.create(made[-1])
        migrate(url, packages)
        return url

    try:
        yield new
    finally:
        for name in made:
            server.drop(name)


def measure(parts: list[str], console: Console, *, short: bool = False) -> tuple[Calibration, Figures]:
    """How fast the machine is, and the figures of these parts."""
    node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-bench")
    figures: Figures = {}
    try:
        uri = node.start(fresh=True).uri
        with new_databases() as new:
            calibration = calibrate(new())
            for part in parts:
                with console.status(f"Measuring {part} ({'a minute' if short else 'some minutes'}) ..."):
                    figures |= import_module(PARTS[part]).measure(uri, new, short=short)
    finally:
        node.stop()
    return calibration, figures


def machine() -> dict[str, Any]:
    """On what the figures were taken."""
    return {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(),
        "python": platform.python_version(), "system": platform.platform(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def show(figures: Figures, console: Console) -> None:
    """One line per figure."""
    table = Table("figure", *COLUMNS, "holds")
    for name, figure in figures.items():
        told = [str(figure.get(column, "")) for column in COLUMNS]
        holds = ("yes" if figure["holds"] else "NO") if "target" in figure else ""
        table.add_row(name, *told, holds)
    console.print(table)


def main(arguments: list[str]) -> int:
    """Measure, show, write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="one round of fewer calls and events")
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS))
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 160)  # piped: nothing is cut
    on = machine()
    calibration, figures = measure(given.parts or list(PARTS), console, short=given.short)
    FOUND.parent.mkdir(parents=True, exist_ok=True)
    report = {"machine": on, "short": given.short, "calibration": calibration.shown(), "figures": figures}
    FOUND.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    show(figures, console)
    console.print(f"Written to {FOUND.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
