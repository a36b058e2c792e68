"""What the databases keep, seen from the databases themselves."""

import difflib
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import psycopg

from tests.architecture.schema_dump import database_made_by, dump, from_migrations, from_schema
from tests.architecture.tree import Tree, Unit, queries_below
from tests.builders import as_worker, let_work

COMMENTED = re.compile(r"((?:^--.*\n)+)create table (\w+)", re.MULTILINE)
APPEND_ONLY = re.compile(r"append[- ]only|never\s+(--\s+)?(changed|edited|altered|updated)", re.IGNORECASE)
PARAMETER = re.compile(r"%\((\w+)\)s")
PLANNED = ("select", "insert", "update", "delete", "with")  # statements that can be planned without being run
CONSTRAINTS = """
select conname from pg_constraint where connamespace = 'public'::regnamespace
union select indexrelid::regclass::text from pg_index where indisunique
union select tgname from pg_trigger where not tgisinternal
union select (regexp_matches(prosrc, 'constraint\\s*=\\s*''(\\w+)''', 'g'))[1] from pg_proc
    where pronamespace = 'public'::regnamespace
"""
GUARDED = """
select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
where p.proname = 'refuse_change' and c.relnamespace = 'public'::regnamespace
"""

NAMED = """
select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
where t.tgname = c.relname || '_append_only' and c.relnamespace = 'public'::regnamespace
"""


def the_schema_is_what_the_migrations_make(tree: Tree) -> Iterator[str]:
    """`schema.sql` and the migrations produce the same database: dump both, compare."""
    for unit, definition in tree.definitions.values():
        schema = (unit.folder / "schema.sql").read_text(encoding="utf-8")
        others = definition.migrations[:-1]
        with (
            database_made_by(tree.postgres, from_migrations(*definition.migrations)) as migrated,
            database_made_by(tree.postgres, from_schema(schema, *others)) as described,
        ):
            left, right = dump(migrated).splitlines(), dump(described).splitlines()
        for line in difflib.unified_diff(left, right, "migrations", "schema.sql", lineterm="", n=0):
            if not line.startswith(("---", "+++", "@@")):
                yield f"{unit.where}: {line}"


def every_named_constraint_is_there(tree: Tree) -> Iterator[str]:
    """Each name in CONSTRAINTS is a constraint of the database, and its sentence needs no other detail."""
    for unit, definition in tree.definitions.values():
        with database_made_by(tree.postgres, from_migrations(*definition.migrations)) as url:
            known = _names(url, CONSTRAINTS)
        for name, refusal in definition.constraints.items():
            if name not in known:
                yield f"{unit.where}: no constraint is named {name}"
            try:
                refusal(constraint=name)
            except (KeyError, TypeError) as lacking:
                yield f"{unit.where}: {refusal.__name__} needs {lacking} to speak for {name}"


def what_is_append_only_is_guarded(tree: Tree) -> Iterator[str]:
    """A table that its comment calls append-only refuses every change by trigger, whoever asks."""
    for unit, definition in tree.definitions.values():
        with database_made_by(tree.postgres, from_migrations(*definition.migrations)) as url:
            guarded = _names(url, GUARDED)
            misnamed = guarded - _names(url, NAMED)
        for table in sorted(_called_append_only(unit) - guarded):
            yield f"{unit.where}: {table} is called append-only, and nothing guards it"
        for table in sorted(misnamed):
            yield f"{unit.where}: the guard of {table} is not named {table}_append_only, by which rights are granted"


def a_service_may_do_what_it_asks(tree: Tree) -> Iterator[str]:
    """Every statement is allowed to the role that a service works with in production, and PostgreSQL can plan it.

    A lock of rows wants the right to change them: on a table that is only added to, it would fail in production alone.
    """
    for unit, definition in tree.definitions.values():
        shared = {f"{package}.{name}": query for package in definition.migrations[:-1]
                  for name, query in queries_below(Path(*import_module(package).__path__)).items()}
        with (
            database_made_by(tree.postgres, from_migrations(*definition.migrations)) as url,
            psycopg.connect(as_worker(let_work(url))) as conn,
        ):
            for name, query in (shared | unit.queries).items():
                if refused := _refused(conn, query):
                    yield f"{unit.where}: {name}: {refused}"


def _refused(conn: psycopg.Connection, query: str) -> str:
    """What PostgreSQL has against a statement, tried and undone; nothing when it may be run."""
    text = re.sub(r"--.*", "", query).strip().rstrip(";")
    try:
        with conn.transaction(force_rollback=True):
            if text.lower().startswith(PLANNED):
                conn.execute(f"explain (generic_plan) {_numbered(text)}".encode(), prepare=False)
            elif text.lower().startswith("copy"):
                with conn.cursor().copy(text.encode()):
                    pass  # nothing is copied: beginning it asks for the right
            else:
                conn.execute(text.encode())
    except psycopg.Error as error:
        return str(error).partition("\n")[0]
    return ""


def _numbered(text: str) -> str:
    """A statement with its named parameters as PostgreSQL numbers them."""
    names = list(dict.fromkeys(PARAMETER.findall(text)))
    return PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", text).replace("%%", "%")


def _called_append_only(unit: Unit) -> set[str]:
    schema = (unit.folder / "schema.sql").read_text(encoding="utf-8")
    return {table for comment, table in COMMENTED.findall(schema) if APPEND_ONLY.search(comment)}


def _names(url: str, query: str) -> set[str]:
    with psycopg.connect(url) as conn:
        return {row[0] for row in conn.execute(query.encode()).fetchall()}
