"""The service's role may add everywhere and rewrite nothing that is append-only; the owner's role migrates."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from deploy.local.postgres import PostgresServer, fresh_name
from shared.roles import grant_work, role_of
from tests.builders import FreshDatabase


@pytest.fixture
def worker(postgres: PostgresServer, fresh_database: FreshDatabase) -> Iterator[psycopg.Connection]:
    url, role = fresh_database("shared.bus"), fresh_name("worker")
    with psycopg.connect(postgres.url(), autocommit=True) as conn:
        conn.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
    grant_work(url, role)
    grant_work(url, role)  # a second migration grants again
    working = make_conninfo(url, user=role)
    assert role_of(working) == role
    with psycopg.connect(working, autocommit=True) as conn:
        yield conn
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(sql.SQL("drop owned by {}").format(sql.Identifier(role)))
        conn.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


def test_the_worker_adds_and_changes_what_may_change(worker: psycopg.Connection) -> None:
    worker.execute("insert into aggregates values ('a', 1, 'x')")
    assert worker.execute("update aggregates set version = 2").rowcount == 1
    assert worker.execute("delete from aggregates").rowcount == 1
    worker.execute("insert into outbox_pending (event_id) values (gen_random_uuid())")


@pytest.mark.parametrize("statement", [
    "update event_log set body = 'rewritten'", "delete from event_log", "truncate event_log", "drop table event_log",
    "alter table event_log disable trigger event_log_append_only", "create table mine (a int)",
    "insert into migrations (source, number, name, checksum) values ('a', 1, 'b', 'c')",
])
def test_the_worker_can_rewrite_nothing_that_is_append_only(worker: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        worker.execute(statement)
