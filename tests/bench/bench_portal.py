"""What the portal can carry: a member's wages at 32 in flight, beside two bare pages with the same calls.

One is Starlette's over the portal's own client of the bus, the other nameko's HTTP entrypoint with nameko's proxies.

    python -m tests.bench.bench_portal [--short]

The stack runs as in the sandbox, with every process of its own. Rounds of the pages are interleaved, so that a machine
whose speed drifts harms all alike; a ratio is the median of the rounds. The client reads what it was sent
and does nothing else. The figures go to `var/bench/bench-portal.json`.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from deploy.local.keys import development_keys
from deploy.local.postgres import ROOT, EmbeddedPostgres, fresh_name
from deploy.local.rabbitmq import LocalRabbitMQ
from tests.bench.bench_membership import Figure, write_report
from tests.bench.calibration import Calibration, calibrate
from tests.journeys.portal_house import House, open_house

IN_FLIGHT, WARM_UP = 32, 64
OF_BARE, OF_NAMEKO, MOST_MB = 0.7, 1.4, 80
FOUND = b"HTTP/1.1 200"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    pages: int


WHOLE, SHORT = Size(rounds=7, pages=1_000), Size(rounds=3, pages=200)


@dataclass(frozen=True)
class Round:
    """One round of one page."""

    pages_per_s: float
    p95_ms: float


async def load(port: int, path: str, headers: dict[str, str], pages: int) -> Round:
    """Fetch a page so often, 32 at a time, each over a connection that stays."""
    asked = "".join([f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                     *(f"{name}: {value}\r\n" for name, value in headers.items()), "\r\n"]).encode()
    left, took = [pages], list[float]()

    async def reader() -> None:
        lines, out = await asyncio.open_connection("127.0.0.1", port)
        while left[0] > 0:
            left[0] -= 1
            begun = time.perf_counter()
            out.write(asked)
            head = await lines.readuntil(b"\r\n\r\n")
            length = next(int(line.partition(b":")[2]) for line in head.split(b"\r\n")
                          if line.lower().startswith(b"content-length"))
            await lines.readexactly(length)
            took.append(time.perf_counter() - begun)
            if not head.startswith(FOUND):
                raise AssertionError(head.decode())
        out.close()

    begun = time.perf_counter()
    await asyncio.gather(*(reader() for _ in range(IN_FLIGHT)))
    seconds = time.perf_counter() - begun
    return Round(pages_per_s=pages / seconds, p95_ms=sorted(took)[int(0.95 * len(took))] * 1_000)


@contextmanager
def page_of(module: str, house: House, member_id: str) -> Iterator[int]:
    """A bare page as a process of its own; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    token = development_keys(ROOT / ".local" / "keys").token(member_id, "member")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", f"tests.bench.{module}", str(port), member_id],
        env={**os.environ, "TOKEN": token, "AMQP_URI": house.settings.amqp_uri}, cwd=ROOT)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the bare page does not answer")


async def cookie_of(port: int, person: str) -> str:
    """Sign in as one of the sandbox's people; the cookie of the session."""
    body = urlencode({"person": person}).encode()
    lines, out = await asyncio.open_connection("127.0.0.1", port)
    out.write(b"POST /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
              b"Content-Type: application/x-www-form-urlencoded\r\n"
              + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    answer = (await lines.read()).decode()
    return answer.partition("set-cookie: ")[2].partition(";")[0]


def memory_mb(pid: int) -> float:
    """What a process holds in memory now."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def measure(house: House, bare: int, nameko: int, size: Size) -> dict[str, list[Round]]:
    """Rounds of the pages in turn."""
    port = int(house.address.rpartition(":")[2])
    pages = {"portal": (port, "/en/wages", {"Cookie": await cookie_of(port, "amina")}), "bare": (bare, "/", {}),
             "nameko": (nameko, "/", {})}
    found: dict[str, list[Round]] = {name: [] for name in pages}
    for where, path, headers in pages.values():
        await load(where, path, headers, WARM_UP)
    for _ in range(size.rounds):
        for name, (where, path, headers) in pages.items():
            found[name].append(await load(where, path, headers, size.pages))
            print(f"  {name} {found[name][-1].pages_per_s:.0f} pages/s", flush=True)  # noqa: T201 - progress
    return found


def figures_of(rounds: dict[str, list[Round]], held_mb: float) -> dict[str, Figure]:
    """What the rounds come to."""
    middle = {name: statistics.median(one.pages_per_s for one in done) for name, done in rounds.items()}
    waits = {name: statistics.median(one.p95_ms for one in done) for name, done in rounds.items()}

    def share(other: str) -> float:
        return round(statistics.median(
            ours.pages_per_s / theirs.pages_per_s for ours, theirs in zip(rounds["portal"], rounds[other],
                                                                          strict=True)), 2)

    return {
        "pages_a_second": Figure(round(middle["portal"]), "pages/s", "", holds=True, ceiling=round(middle["bare"])),
        "of_a_bare_page": Figure(share("bare"), "of Starlette's", f">= {OF_BARE}", share("bare") >= OF_BARE),
        "beside_nameko_s_own_page": Figure(share("nameko"), f"times {middle['nameko']:.0f} pages/s",
                                           f">= {OF_NAMEKO}", share("nameko") >= OF_NAMEKO),
        "p95_at_32_in_flight": Figure(round(waits["portal"]), "ms", "", holds=True, ceiling=round(waits["bare"])),
        "memory": Figure(round(held_mb, 1), "MB", f"< {MOST_MB}", 0 < held_mb < MOST_MB),
    }


def run(size: Size) -> tuple[dict[str, Figure], Calibration]:
    """Start the house, measure, stop it."""
    postgres = EmbeddedPostgres(ROOT / ".local" / "postgres-bench")
    node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-bench")
    scratch = fresh_name("bench")
    try:
        calibration = calibrate(postgres.create(scratch))
        print("The sandbox's first chapters are played ...", flush=True)  # noqa: T201 - it takes a while
        with TemporaryDirectory() as folder, \
                open_house(postgres, node.start(fresh=True).broker, Path(folder)) as house, \
                page_of("bare_page", house, house.ids["members"]["amina"]) as bare, \
                page_of("nameko_page", house, house.ids["members"]["amina"]) as nameko:
            rounds = asyncio.run(measure(house, bare, nameko, size))
            pid = house.stack.process("portal")
            return figures_of(rounds, memory_mb(pid) if pid else 0), calibration
    finally:
        postgres.drop(scratch)
        node.stop()


def main(arguments: list[str]) -> int:
    """Measure; 1 where a target is missed."""
    short = "--short" in arguments
    figures, calibration = run(SHORT if short else WHOLE)
    write_report("portal", figures, calibration, short=short, in_flight=IN_FLIGHT)
    return 0 if all(figure.holds for figure in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
