"""One working life whose services reach their databases through pgbouncer in transaction mode (`make pooler`)."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.local.databases import prepare
from deploy.local.keys import development_keys
from deploy.local.postgres import ROOT, PostgresServer, fresh_name
from shared.cli.proving import prove
from shared.definitions import installed_definitions
from shared.settings import read_settings
from tests.pooler import needs_pgbouncer, pooled


@needs_pgbouncer
def test_a_whole_working_life_passes_through_a_pooler(postgres: PostgresServer, tmp_path: Path) -> None:
    prefix, keys = fresh_name("pooled") + "_", development_keys(ROOT / ".local" / "keys")
    direct = prepare(postgres, installed_definitions(), prefix=prefix)
    (tmp_path / "pooler").mkdir()
    with pooled(direct.values(), tmp_path / "pooler") as through:
        urls = {name: through[url] for name, url in direct.items()}
        played = subprocess.run(
            [sys.executable, "-m", "deploy.local.demo", "story", "memory"], cwd=ROOT, text=True, capture_output=True,
            env={**os.environ, **urls, "OUTGOING_FOLDER": str(tmp_path / "documents")}, check=False)
        assert played.returncode == 0, played.stdout[-2_000:] + played.stderr[-2_000:]
        settings = read_settings(urls | {
            "SHAREDCO_ENV": "test", "COUNTRY": "BE", "AMQP_URI": "memory://", "TOKEN_PUBLIC_KEYS": str(keys.public)})
        assert [fault for proof in prove(settings, installed_definitions()) for fault in proof.faults] == []
    for service in installed_definitions():
        postgres.drop(f"{prefix}{service}")
