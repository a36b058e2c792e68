"""The databases of the local stack: one per service, each with the role that owns it and the role that works in it."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from deploy.local.postgres import EmbeddedPostgres, PostgresServer


def databases_for(
    services: Collection[str], folder: Path, *, prefix: str = "", fresh: bool = False, stays: bool = False,
) -> dict[str, str]:
    """The settings that name each service's database.

    What the environment gives is taken as it is; for the others an embedded server is started in the folder, whose
    databases are made (`fresh`: anew) with their two roles.
    """
    given = {name: os.environ[name] for service in services for name in _names(service) if name in os.environ}
    missing = [service for service in services if _names(service)[0] not in given]
    if not missing:
        return given
    return given | prepare(EmbeddedPostgres(folder, stays=stays, lasting=stays), missing, prefix=prefix, fresh=fresh)


def prepare(server: PostgresServer, services: Iterable[str], *, prefix: str = "", fresh: bool = False,
            ) -> dict[str, str]:
    """A database per service with its two roles; the settings that name them. `fresh` drops what was there."""
    settings: dict[str, str] = {}
    for service in services:
        settings |= _prepare_one(server, service, f"{prefix}{service}", fresh=fresh)
    return settings


def _names(service: str) -> tuple[str, str]:
    return f"DATABASE_URL_{service.upper()}", f"MIGRATION_URL_{service.upper()}"


def _prepare_one(server: PostgresServer, service: str, database: str, *, fresh: bool) -> dict[str, str]:
    owner, worker = f"{service}_owner", f"{service}_service"
    if fresh:
        server.drop(database)
    with psycopg.connect(server.url(), autocommit=True) as conn:
        for role in (owner, worker):
            _ensure_role(conn, role)
    url = server.create(database)
    with psycopg.connect(url, autocommit=True) as conn:
        _let_in(conn, database, owner, worker)
    return dict(zip(_names(service), (_as(url, worker), _as(url, owner)), strict=True))


def _ensure_role(conn: psycopg.Connection, role: str) -> None:
    if conn.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is None:
        conn.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))


def _let_in(conn: psycopg.Connection, database: str, owner: str, worker: str) -> None:
    """Only these two may connect; only the owner may make tables."""
    names = {"db": sql.Identifier(database), "owner": sql.Identifier(owner), "worker": sql.Identifier(worker)}
    for statement in ("alter database {db} owner to {owner}", "revoke all on database {db} from public",
                      "grant connect on database {db} to {worker}", "grant all on schema public to {owner}"):
        conn.execute(sql.SQL(statement).format(**names))


def _as(url: str, role: str) -> str:
    """The same database as another role, which the server must trust without a password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}"))
