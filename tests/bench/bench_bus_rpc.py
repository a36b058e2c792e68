"""How fast services are called: queries and commands, ours against stock nameko and raw pika, in one run.

Same machine, same broker, same PostgreSQL with its commits on disk. Ours checks the token, validates the shapes and
replies in its envelope; stock nameko does none of that. In the compared figures our requests are persistent as stock
nameko's are; what a caller really gets (queries transient) stands beside. Contestants take turns; medians count.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.integration.bus.running import GREETER, PACKAGES, ROOT, Running, environment, token

ROUNDS = 3
SHORTER = 4  # in a short run there are so many times fewer calls, and one round
SHARE_OF_PIKA = 0.65  # of what raw pika does with 20 in flight
QUERIES, COMMANDS, ALONE = 6_000, 1_500, 1_000
MANY = 20
MOST_RSS_MB = 150.0
NewDatabase = Callable[..., str]
Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Contest:
    """What is asked: of ours, of stock nameko, how often, how many at a time, how many times stock nameko is promised.

    Of a question whose time is mostly the database's no multiple is promised.
    """

    name: str
    method: str
    calls: int
    in_flight: int
    times_stock: float | None


CONTESTS = (
    Contest("query_20_in_flight", "echo", QUERIES, MANY, 3.5), Contest("query_alone", "echo", ALONE, 1, 1.0),
    Contest("select_20_in_flight", "get_greeting", QUERIES // 2, MANY, None),
    Contest("command_20_in_flight", "note", COMMANDS, MANY, 2.0), Contest("command_alone", "note", ALONE // 2, 1, 1.0),
)


def measure(amqp_uri: str, new_database: NewDatabase, *, short: bool = False) -> Figures:
    """Every figure of the RPC half of the bus."""
    with tempfile.TemporaryDirectory() as folder:
        settings = environment(Path(folder), amqp_uri, new_database(*PACKAGES))
        settings |= {"TOKEN": token(seconds=7_200), "DATABASE_URL": new_database(*PACKAGES)}
        with _served(settings, Path(folder)) as ours:
            found = _take_turns(settings, short=short)
            memory = psutil.Process(ours.process.pid).memory_info().rss / 1e6
    return _figures(found) | {
        "rpc_service_memory": _figure(memory, "MB", MOST_RSS_MB, holds=memory < MOST_RSS_MB)}


@contextmanager
def _served(settings: dict[str, str], folder: Path) -> Iterator[Running]:
    contestants = [Running(settings, folder, GREETER), Running(settings, folder, module="tests.bench.rpc_stock"),
                   Running(settings, folder, "serve", module="tests.bench.rpc_pika")]
    try:
        for contestant in contestants:
            contestant.until_said("rpc_consuming")
        yield contestants[0]
    finally:
        for contestant in contestants:
            contestant.kill()


def _take_turns(settings: dict[str, str], *, short: bool) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {}
    shorter = SHORTER if short else 1
    for _ in range(1 if short else ROUNDS):
        for contest in CONTESTS:
            for client, service in (("stock", "stock"), ("ours-persistent", "greeter"), ("ours", "greeter")):
                found.setdefault(f"{contest.name} {client}", []).append(_load(
                    settings, "tests.bench.rpc_load", client, f"{service}.{contest.method}",
                    contest.calls // shorter, contest.in_flight))
        for name, calls, in_flight in (("query_20_in_flight", QUERIES, MANY), ("query_alone", ALONE, 1)):
            found.setdefault(f"{name} pika", []).append(
                _load(settings, "tests.bench.rpc_pika", "call", calls // shorter, in_flight))
    return found


def _load(settings: dict[str, str], module: str, *arguments: Any) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, env=settings, check=True,
                          capture_output=True, text=True, timeout=300)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _figures(found: dict[str, list[dict[str, float]]]) -> Figures:
    def median(contest: str, client: str, what: str) -> float:
        return statistics.median(one[what] for one in found[f"{contest} {client}"])

    figures: Figures = {}
    for contest in CONTESTS:
        peer, value = (median(contest.name, client, "per_second") for client in ("stock", "ours-persistent"))
        target = contest.times_stock * peer if contest.times_stock else None
        figures[f"rpc_{contest.name}"] = _figure(value, "calls/s", target, holds=value >= (target or 0.0), peer=peer)
        for client in ("stock", "ours-persistent", "ours"):
            for what in ("p50_ms", "p99_ms"):
                figures[f"rpc_{contest.name}_{what[:3]}_{client.replace('-', '_')}"] = _figure(
                    median(contest.name, client, what), "ms")
        figures[f"rpc_{contest.name}_as_called"] = _figure(median(contest.name, "ours", "per_second"), "calls/s")
    for name in ("query_20_in_flight", "query_alone"):
        figure, ceiling = figures[f"rpc_{name}"], median(name, "pika", "per_second")
        figure |= {"ceiling": round(ceiling, 1), "share_of_ceiling": round(figure["value"] / ceiling, 2)}
    figure = figures["rpc_query_20_in_flight"]
    figure["target"] = round(max(figure["target"], SHARE_OF_PIKA * figure["ceiling"]), 1)
    figure["holds"] = figure["value"] >= figure["target"]
    return figures


def _figure(value: float, unit: str, target: float | None = None, *, holds: bool = True,
            peer: float | None = None) -> dict[str, Any]:
    figure: dict[str, Any] = {"value": round(value, 2), "unit": unit, "holds": holds}
    if target is not None:
        figure["target"] = round(target, 1)
    return figure | ({"peer": round(peer, 1), "times_peer": round(value / peer, 2)} if peer is not None else {})
