"""What the portal can carry: a member's wages at 32 in flight, beside a bare Starlette page with the same calls.

    python -m tests.bench.bench_portal [--short]

The stack runs as in the sandbox, with every process of its own. Rounds of the two pages are interleaved, so that a
machine whose speed drifts harms both alike; the ratio is the median of the rounds. The client reads what it was sent
and does nothing else. The figures go to `var/bench/bench-portal.json`.
"""

import asyncio
import json
import os
import platform
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
from typing import Any
from urllib.parse import urlencode

from deploy.local.keys import development_keys
from deploy.local.postgres import ROOT, EmbeddedPostgres
from deploy.local.rabbitmq import LocalRabbitMQ
from tests.journeys.portal_house import House, open_house

IN_FLIGHT, WARM_UP = 32, 64
LEAST_SHARE, MOST_KB = 0.7, 80 * 1024
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
def bare_page(house: House, member_id: str) -> Iterator[int]:
    """The bare page as a process of its own; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    token = development_keys(ROOT / ".local" / "keys").token(member_id, "member")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bare_page", str(port), member_id],
        env={**os.environ, "TOKEN": token, "AMQP_URI": house.settings.broker_uri("portal")}, cwd=ROOT)
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


def memory_kb(pid: int) -> int:
    """What a process holds in memory now."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0])


async def measure(house: House, bare: int, size: Size) -> dict[str, list[Round]]:
    """Rounds of both pages in turn."""
    port = int(house.address.rpartition(":")[2])
    pages = {"portal": (port, "/en/wages", {"Cookie": await cookie_of(port, "amina")}), "bare": (bare, "/", {})}
    found: dict[str, list[Round]] = {name: [] for name in pages}
    for where, path, headers in pages.values():
        await load(where, path, headers, WARM_UP)
    for _ in range(size.rounds):
        for name, (where, path, headers) in pages.items():
            found[name].append(await load(where, path, headers, size.pages))
            print(f"  {name} {found[name][-1].pages_per_s:.0f} pages/s", flush=True)  # noqa: T201 - progress
    return found


def main(arguments: list[str]) -> int:
    """Measure; 1 where a target is missed."""
    size = SHORT if "--short" in arguments else WHOLE
    postgres = EmbeddedPostgres(ROOT / ".local" / "postgres-bench")
    node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-bench")
    print("The sandbox's first chapters are played ...", flush=True)  # noqa: T201 - it takes a while
    with TemporaryDirectory() as folder, open_house(postgres, node.start(fresh=True).broker, Path(folder)) as house, \
            bare_page(house, house.ids["members"]["amina"]) as bare:
        rounds = asyncio.run(measure(house, bare, size))
        pid = house.stack.process("portal")
        held_kb = memory_kb(pid) if pid else 0
    node.stop()
    shares = [ours.pages_per_s / theirs.pages_per_s for ours, theirs in zip(rounds["portal"], rounds["bare"],
                                                                           strict=True)]
    found: dict[str, Any] = {
        name: {"pages_per_s": statistics.median(one.pages_per_s for one in done),
               "p95_ms": statistics.median(one.p95_ms for one in done)} for name, done in rounds.items()}
    found |= {"share_of_the_bare_page": statistics.median(shares), "memory_mb": held_kb / 1024, "in_flight": IN_FLIGHT,
              "short": size is SHORT, "machine": platform.platform(), "processors": os.cpu_count()}
    targets = [("at least 70 % of a bare page with the same calls", found["share_of_the_bare_page"] >= LEAST_SHARE),
               ("less than 80 MB of memory", 0 < held_kb < MOST_KB)]
    for name in ("portal", "bare"):
        print(f"{name}: {found[name]['pages_per_s']:.0f} pages/s, p95 {found[name]['p95_ms']:.0f} ms")  # noqa: T201
    print(f"share {found['share_of_the_bare_page']:.2f}, memory {found['memory_mb']:.0f} MB")  # noqa: T201
    for words, held in targets:
        print(f"{'held  ' if held else 'MISSED'} {words}")  # noqa: T201
    out = ROOT / "var" / "bench" / "bench-portal.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if all(held for _, held in targets) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
