"""Roles of a database: the owner migrates; the service reads and adds, and changes only what may be changed.

A table with a trigger named `<table>_append_only` can be neither updated nor deleted from by the service's role, so
that not even a programming error there could rewrite what was published, booked or issued.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

_TABLES = """
select c.relname as name,
       exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || '_append_only') as kept
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname
"""
_BOOKS = "migrations"  # the runner's own table: a service may look whether it is behind, no more


def grant_work(url: str, role: str) -> None:
    """Give the service's role what it needs on every table that there is now, and take what it must not have."""
    who = sql.Identifier(role)
    with psycopg.connect(url) as conn:
        conn.execute(sql.SQL("grant usage on schema public to {}").format(who))
        conn.execute(sql.SQL("grant usage, select, update on all sequences in schema public to {}").format(who))
        for name, kept in conn.execute(_TABLES).fetchall():
            conn.execute(sql.SQL("revoke all on {} from {}").format(sql.Identifier(name), who))
            conn.execute(sql.SQL("grant {} on {} to {}").format(_rights(name, kept=kept), sql.Identifier(name), who))


def limit_sessions(url: str, limits: Mapping[str, str]) -> None:
    """Have every session of this URL's role in its database begin with these limits, whatever stands in between."""
    with psycopg.connect(url) as conn:
        row = conn.execute("select current_database()").fetchone()
        for name, value in limits.items():
            conn.execute(sql.SQL("alter role current_user in database {} set {} = {}").format(
                sql.Identifier(row[0] if row else ""), sql.Identifier(name), sql.Literal(value)))


def role_of(url: str) -> str:
    """The role that a URL logs in as; empty when it names none."""
    return str(conninfo_to_dict(url).get("user") or "")


def _rights(table: str, *, kept: bool) -> sql.SQL:
    if table == _BOOKS:
        return sql.SQL("select")
    return sql.SQL("select, insert") if kept else sql.SQL("select, insert, update, delete, truncate")
