"""The restore drill: a backup is one only once it was restored and proved.

python -m deploy.drill SERVICE --server URL [--backup FILE]

Takes a backup of the service's database (or the one that is given), restores it into a scratch database of the server
at URL, proves it there (`sharedco verify`), says how far it is behind the living one, and drops it. The living database
is only read.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from deploy.local.postgres import PostgresServer

LONGEST_S = 3_600.0  # of one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """How a drill went: what the proofs said, how many events the backup lacks, how long the restore took."""

    proved: bool
    told: str
    behind: int
    seconds: float


def drill(service: str, *, url: str, server: str, backup: Path | None = None, tools: Path | None = None) -> Drilled:
    """Restore a backup of a service into a scratch database and prove it; `tools` is the folder of PostgreSQL's own."""
    with (TemporaryDirectory(prefix="sharedco-drill-") as folder,
          _scratch(PostgresServer(server), f"drill_{service}") as scratch):
        file = backup or Path(folder) / "backup"
        if backup is None:
            _run(tools, "pg_dump", "--format=custom", f"--file={file}", url)
        begun = time.monotonic()
        _run(tools, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={scratch}", str(file))
        seconds = time.monotonic() - begun
        ran = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-W", "ignore", "-c", "from shared.cli import main; main()", "verify", service, "--part"],
            env={**os.environ, f"DATABASE_URL_{service.upper()}": scratch}, capture_output=True, text=True,
            timeout=LONGEST_S, check=False)
        return Drilled(proved=ran.returncode == 0, told=(ran.stdout + ran.stderr).strip(),
                       behind=_events(url) - _events(scratch), seconds=seconds)


@contextmanager
def _scratch(server: PostgresServer, name: str) -> Iterator[str]:
    """A database that is there for as long as the block lasts."""
    server.drop(name)
    try:
        yield server.create(name, template="template0")
    finally:
        server.drop(name)


def _events(url: str) -> int:
    """How many events a database has told; the ballot box's tells none."""
    with psycopg.connect(url) as conn:
        if conn.execute("select to_regclass('event_log')").fetchone() == (None,):
            return 0
        row = conn.execute("select count(*) from event_log").fetchone()
        return int(row[0]) if row else 0


def _run(tools: Path | None, tool: str, *arguments: str) -> None:
    subprocess.run([str(tools / tool) if tools else tool, *arguments], check=True, timeout=LONGEST_S)  # noqa: S603
