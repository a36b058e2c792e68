"""What every test may ask for: real databases, migrated, one per test, and a door to call without a broker."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import errors, sql

from deploy.local.broker import Broker, broker_at
from deploy.local.postgres import EmbeddedPostgres, PostgresServer, fresh_name
from deploy.local.rabbitmq import LocalRabbitMQ
from shared.migrations import find_migrations, migrate
from tests.builders import WORKER, FreshDatabase, let_work

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # noqa: S108 - no file of a name that anybody could guess to misuse it: a server's own folder
ROOM = 6 << 30  # bytes that must be free there
# Compiled once, for the hundreds of processes that tests start: without, each start takes three times as long.
sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / ".local" / "pyc")
os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# An example may take as long as the machine needs: a busy neighbour breaks no property.
settings.register_profile("patient", settings.get_profile("ci" if os.environ.get("CI") else "default"), deadline=None,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def embedded_postgres() -> EmbeddedPostgres:
    """The embedded server, shared by every test of the checkout; its `pg_dump` knows it.

    Thousands of databases are made and dropped: where there is room for them in memory, no disk has to keep up.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
        return EmbeddedPostgres(MEMORY / f"sharedco-{checkout}", lasting=False, passing=True)
    return EmbeddedPostgres(ROOT / ".local" / "postgres-test", lasting=False)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> PostgresServer:
    """The server of this run: that of the first `DATABASE_URL_<SERVICE>` that is given, else the embedded one.

    Every test makes databases of its own in it; the one that is named there is not touched.
    """
    if given := sorted(name for name in os.environ if name.startswith("DATABASE_URL_")):
        return PostgresServer(os.environ[given[0]])
    embedded: EmbeddedPostgres = request.getfixturevalue("embedded_postgres")
    return embedded


@pytest.fixture
def fresh_database(postgres: PostgresServer) -> Iterator[FreshDatabase]:
    """`fresh_database("shared.bus", "services.membership")`: the URL of a new database with these migrations."""
    yield from _databases(postgres)


@pytest.fixture(scope="module")
def database_of_the_file(postgres: PostgresServer) -> Iterator[FreshDatabase]:
    """The same, for databases that all tests of a file share."""
    yield from _databases(postgres)


def _databases(postgres: PostgresServer) -> Iterator[FreshDatabase]:
    created: list[str] = []

    def create(*packages: str) -> str:
        template = _template(postgres, packages)
        created.append(fresh_name("t"))
        return postgres.create(created[-1], template=template)

    yield create
    for name in created:
        postgres.drop(name)


def _template(postgres: PostgresServer, packages: tuple[str, ...]) -> str:
    """A migrated database to copy from: made once per set of migrations."""
    text = WORKER + "".join(m.source + m.checksum for package in packages for m in find_migrations(package))
    name = f"template_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    if not postgres.has(name):
        making = fresh_name("making")
        migrate(url := postgres.create(making), packages)
        let_work(url)
        _rename(postgres, making, name)
    return name


def _rename(postgres: PostgresServer, old: str, new: str) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as conn:
        try:
            conn.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new)))
        except errors.DuplicateDatabase:  # another process of the machine was faster
            postgres.drop(old)


@pytest.fixture(scope="session")
def private_rabbitmq() -> Iterator[LocalRabbitMQ]:
    """The private node that every test of the machine shares. A test that restarts it starts one of its own."""
    node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-test")
    yield node
    node.leave()


@pytest.fixture(scope="session")
def broker(request: pytest.FixtureRequest) -> Broker:
    """The broker of this run: `AMQP_URI` when it is given, else the private node."""
    if given := os.environ.get("AMQP_URI"):
        return broker_at(given)
    node: LocalRabbitMQ = request.getfixturevalue("private_rabbitmq")
    return node.start(fresh=True).broker


@pytest.fixture
def rabbitmq(broker: Broker) -> Iterator[str]:
    """The AMQP URI of a virtual host that belongs to this test alone."""
    name = fresh_name("test")
    yield broker.open_vhost(name)
    broker.close_vhost(name)
