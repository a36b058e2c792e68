"""Behind a pooler in transaction mode a session is many: what must hold holds in every transaction."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from shared.bus.event_log import Q
from shared.bus.reconcile import check_chain
from shared.bus.relay import Relay
from shared.countries import Country
from shared.migrations import migrate
from shared.parameters import Tables
from shared.postgres import SESSION, Database
from shared.roles import limit_sessions
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.publishing import Queue, say
from tests.integration.bus.test_relay_sends import working
from tests.pooler import needs_pgbouncer, pooled

pytestmark = needs_pgbouncer


@pytest.fixture
def url(fresh_database: FreshDatabase, tmp_path: Path) -> Iterator[str]:
    direct = fresh_database("shared.bus")
    limit_sessions(direct, {**SESSION, "synchronous_commit": "on"})
    with pooled([direct], tmp_path) as through:
        yield through[direct]


def test_a_statement_that_comes_often_is_not_prepared_and_every_transaction_has_its_limits(url: str) -> None:
    database = Database(url, country=Country(Tables("BE", {}))).open()

    def ask(_: int) -> str:
        with database.transaction(on=DAY, actor="test") as tx:
            tx.one("select pg_sleep(0.001)")
            return str(tx.single("select current_setting('statement_timeout') as limit")["limit"])

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(200))) == {"30s"}
    database.close()


def test_the_limits_are_the_roles_own_and_no_session_is_left_without_a_disk(url: str) -> None:
    with psycopg.connect(url) as conn:
        assert conn.execute("show lock_timeout").fetchone() == ("10s",)
        conn.execute(Q.forget_pending, {"seqs": [1], "holder": "nobody"})
        conn.commit()
        assert conn.execute("show synchronous_commit").fetchone() == ("on",)


def test_migrations_relay_and_proofs_work_behind_it(url: str, rabbitmq: str) -> None:
    assert migrate(url, ["shared.bus"]) == []
    say(url, 20)
    queue = Queue(rabbitmq, "speaker.events")
    with working(Relay("speaker", url, rabbitmq)):
        assert len(queue.take_all(20)) == 20
    assert list(check_chain(url)) == []
