"""What tests of every service share: a day, an instant, the type of the database fixture, and the role of a service."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import errors, sql

from shared.roles import grant_work

DAY = date(2026, 9, 1)
INSTANT = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
WORKER = "works_in_tests"

FreshDatabase = Callable[..., str]
_OWNERS = dict[str, str]()


def let_work(url: str) -> str:
    """Let a service work in a migrated database with the rights that it has in production; the same URL."""
    with psycopg.connect(url, autocommit=True) as conn, suppress(errors.DuplicateObject, errors.UniqueViolation):
        conn.execute(sql.SQL("create role {} login password {}").format(sql.Identifier(WORKER), WORKER))
    grant_work(url, WORKER)
    return url


def as_worker(url: str) -> str:
    """The URL by which a service works in a test's database: with the rights that it has in production, no more."""
    at = urlsplit(url)
    place = at.netloc.rpartition("@")[2]
    worker = urlunsplit(at._replace(netloc=f"{WORKER}:{WORKER}@{place}"))
    _OWNERS[worker] = url
    return worker


def as_owner(url: str) -> str:
    """The URL by which a test itself looks into the database of a service, or plants something there."""
    return _OWNERS.get(url, url)
