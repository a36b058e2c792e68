"""Migrations: numbered SQL files, each applied once, forward only, under one advisory lock.

A database is made of several sources (the bus, the ledger, the service itself), each with a folder of files
`0001_what_it_does.sql`. A file that changed after it was applied is refused, and so is a gap in the numbers.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

import psycopg

LOCK = 7_267_001  # the advisory lock of this runner; any constant will do that nobody else takes
_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_BOOKS = """
create table if not exists migrations (
    source text not null, number int not null, name text not null, checksum text not null,
    applied_at timestamptz not null default clock_timestamp(),
    primary key (source, number)
)
"""


class MigrationRefused(Exception):
    """The files and the database disagree; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of one source."""

    source: str
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the file's text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def find_migrations(package: str) -> list[Migration]:
    """The files of `<package>/migrations/`, in order, without gaps."""
    found = sorted(_read_folder(package), key=lambda migration: migration.number)
    for expected, migration in enumerate(found, start=1):
        if migration.number != expected:
            raise MigrationRefused(f"{package}: number {expected:04d} is missing or doubled")
    return found


def _read_folder(package: str) -> Iterator[Migration]:
    for file in (resources.files(package) / "migrations").iterdir():
        if match := _NAME.fullmatch(file.name):
            yield Migration(package, int(match[1]), match[2], file.read_text(encoding="utf-8"))


def migrate(url: str, packages: Sequence[str]) -> list[Migration]:
    """Apply what is missing, each file in a transaction of its own; what was applied now.

    Runs that meet wait for each other on the advisory lock; a table lock that is not had within ten seconds is given
    up, so that a migration never queues all traffic behind itself.
    """
    with psycopg.connect(url) as turn, psycopg.connect(url, autocommit=True) as conn:
        turn.execute("select pg_advisory_xact_lock(%s)", [LOCK])  # of a transaction: a session's is lost in a pooler
        conn.execute(_BOOKS)
        return [m for package in packages for m in find_migrations(package) if _apply(conn, m)]


def _apply(conn: psycopg.Connection, migration: Migration) -> bool:
    known = conn.execute(
        "select checksum from migrations where source = %s and number = %s", [migration.source, migration.number],
    ).fetchone()
    if known:
        if known[0] != migration.checksum:
            raise MigrationRefused(f"{migration.source} {migration.number:04d} changed after it was applied")
        return False
    with conn.transaction():
        conn.execute("set local lock_timeout = '10s'; set local client_min_messages = warning")
        conn.execute(migration.sql.encode())
        conn.execute(
            "insert into migrations (source, number, name, checksum) values (%s, %s, %s, %s)",
            [migration.source, migration.number, migration.name, migration.checksum],
        )
    return True


def missing_migrations(url: str, packages: Sequence[str]) -> list[Migration]:
    """What `migrate` would still have to apply: readiness asks this."""
    with psycopg.connect(url) as conn:
        exists = conn.execute("select to_regclass('migrations')").fetchone()
        rows = conn.execute("select source, number from migrations").fetchall() if exists and exists[0] else []
    applied = {(row[0], row[1]) for row in rows}
    return [m for package in packages for m in find_migrations(package) if (m.source, m.number) not in applied]
