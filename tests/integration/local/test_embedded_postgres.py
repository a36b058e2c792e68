"""The embedded server keeps to itself what its tables hold."""

import time
from pathlib import Path

import psycopg
import pytest

from deploy.local.postgres import EmbeddedPostgres

SECRET = "85073003328"


def test_the_log_of_the_server_does_not_quote_the_row_that_a_constraint_refused(tmp_path: Path) -> None:
    """By default PostgreSQL logs the whole row: names, national numbers, and ballots beside the time.

    The server's folder may have a blank in its path.
    """
    (folder := tmp_path / "a folder").mkdir()
    server = EmbeddedPostgres(folder / "pg", lasting=False)
    with psycopg.connect(server.url(), autocommit=True) as conn:
        conn.execute("create table people (national_number text unique, age int check (age > 0))")
        conn.execute("insert into people values (%s, 1)", [SECRET])
        for row in ([SECRET, 2], [SECRET[::-1], 0]):
            with pytest.raises(psycopg.errors.IntegrityError):
                conn.execute("insert into people values (%s, %s)", row)
    written = _log_with(folder / "pg" / "log", "violates check constraint")
    server.stop()
    assert SECRET not in written
    assert SECRET[::-1] not in written


def _log_with(log: Path, words: str) -> str:
    until = time.monotonic() + 10
    while words not in (written := log.read_text(encoding="utf-8")) and time.monotonic() < until:
        time.sleep(0.05)
    assert words in written
    return written
