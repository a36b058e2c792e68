"""pgbouncer in transaction mode before an embedded server: each transaction may go to another server process."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.patience import wait_until

needs_pgbouncer = pytest.mark.skipif(not os.environ.get("POOLER") or shutil.which("pgbouncer") is None,
                                     reason="played by `make pooler`; needs pgbouncer (on Debian: apt-get install it)")
SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 8
server_reset_query =
logfile = {folder}/log
"""


@contextmanager
def pooled(urls: Iterable[str], folder: Path) -> Iterator[dict[str, str]]:
    """Each of these URLs of one server, through the pooler."""
    known = {url: conninfo_to_dict(url) for url in urls}
    users = sorted({str(parts.get("user") or "postgres") for parts in known.values()})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    target = next(iter(known.values()))
    host = str(target["host"])
    (folder / "users").write_text("".join(f'"{user}" ""\n' for user in users), encoding="utf-8")
    settings = folder / "pgbouncer.ini"
    settings.write_text(SETTINGS.format(host=host, port=target.get("port") or 5432, listen=port, folder=folder),
                        encoding="utf-8")
    owner = Path(host).owner() if host.startswith("/") else "postgres"
    for place in (folder, *folder.parents):  # whoever owns the server must come in
        if place.stat().st_uid == os.getuid() and place.name.startswith(("test_", "popen-", "pytest-")):
            place.chmod(0o755)
    shutil.chown(folder, owner)
    process = subprocess.Popen(["pgbouncer", "-q", "-u", owner, str(settings)])
    through = {url: f"postgresql://{parts.get('user') or 'postgres'}@127.0.0.1:{port}/{parts['dbname']}"
               for url, parts in known.items()}
    try:
        wait_until(lambda: _answers(next(iter(through.values()))))
        yield through
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url):
        return True
    return False
