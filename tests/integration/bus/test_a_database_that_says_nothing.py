"""A database behind a proxy whose server is gone: what is sent is taken, and nothing comes back, without any error."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import waiting

from shared.bus.relay import Relay
from shared.countries import Country
from shared.parameters import Tables
from shared.postgres import Database, is_away
from shared.silence import limit_waits
from tests.builders import DAY, FreshDatabase
from tests.faults.mute import Mute
from tests.integration.bus.publishing import Queue, say
from tests.integration.bus.test_relay_sends import pending, working
from tests.patience import at_most, stretched, wait_until


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "wait", waiting.wait)  # given back at the end
    limit_waits(stretched(1))


@pytest.fixture
def url(fresh_database: FreshDatabase) -> str:
    return fresh_database("shared.bus")


@pytest.fixture
def mute(url: str) -> Iterator[Mute]:
    with tempfile.TemporaryDirectory() as folder:
        standing = Mute(url, Path(folder))
        yield standing
        standing.close()


@pytest.mark.usefixtures("limited")
def test_who_asks_is_told_that_the_database_is_away_and_has_another_connection(mute: Mute) -> None:
    database = Database(mute.url, country=Country(Tables("BE", {})))
    database.open()
    with database.transaction(on=DAY, actor="test") as tx:
        assert tx.single("select 1 as one")["one"] == 1
    mute.mute()
    with at_most(5), pytest.raises(psycopg.OperationalError, match="says nothing more") as caught, \
            database.transaction(on=DAY, actor="test") as tx:
        tx.all("select 1")
    assert is_away(caught.value)
    with database.transaction(on=DAY, actor="test") as tx:
        assert tx.single("select 2 as two")["two"] == 2
    database.close()


@pytest.mark.usefixtures("limited")
def test_a_statement_that_works_is_given_up_only_in_silence(mute: Mute) -> None:
    with closing(psycopg.connect(mute.url, autocommit=True)) as conn:
        assert len(conn.execute("select pg_sleep(0.1) from generate_series(1, 3)").fetchall()) == 3
        with at_most(5), pytest.raises(psycopg.OperationalError, match="says nothing more"):
            conn.execute("select pg_sleep(30)")


@pytest.mark.usefixtures("limited")
def test_a_relay_leaves_a_database_that_says_nothing_more(mute: Mute, url: str, rabbitmq: str) -> None:
    queue = Queue(rabbitmq, "speaker.events")
    say(url, 1)
    with working(Relay("speaker", mute.url, rabbitmq)):
        assert len(queue.take_all(1)) == 1
        wait_until(lambda: pending(url) == 0, "note that it was sent")  # else it is sent again, as it must be
        mute.mute()
        say(url, 1, first=2)
        assert queue.all_that_came(lambda ids: len(ids) == 1)
        wait_until(lambda: pending(url) == 0, "end of what is pending")
    queue.close()
