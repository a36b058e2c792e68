"""What the databases keep, seen from the databases themselves."""

import difflib
import re
from collections.abc import Iterator

import psycopg

from tests.architecture.schema_dump import database_made_by, dump, from_migrations, from_schema
from tests.architecture.tree import Tree, Unit

COMMENTED = re.compile(r"((?:^--.*\n)+)create table (\w+)", re.MULTILINE)
APPEND_ONLY = re.compile(r"append[- ]only|never\s+(--\s+)?(changed|edited|altered|updated)", re.IGNORECASE)
CHANGED = re.compile(
    r"\bupdate\s+(?!set\b)(\w+)|\bdelete\s+from\s+(\w+)|\btruncate\s+(?:table\s+)?(\w+)", re.IGNORECASE
)
UPSERTED = re.compile(r"\binsert\s+into\s+(\w+)(?:(?!\binsert\b).)*?\bdo\s+update\b", re.IGNORECASE | re.DOTALL)
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
    """A table that its comment calls append-only refuses every change by trigger; no query changes a guarded table."""
    for unit, definition in tree.definitions.values():
        with database_made_by(tree.postgres, from_migrations(*definition.migrations)) as url:
            guarded = _names(url, GUARDED)
            misnamed = guarded - _names(url, NAMED)
        for table in sorted(_called_append_only(unit) - guarded):
            yield f"{unit.where}: {table} is called append-only, and nothing guards it"
        for table in sorted(guarded & _changed(unit)):
            yield f"{unit.where}: a query changes {table}, which is append-only"
        for table in sorted(misnamed):
            yield f"{unit.where}: the guard of {table} is not named {table}_append_only, by which rights are granted"


def _called_append_only(unit: Unit) -> set[str]:
    schema = (unit.folder / "schema.sql").read_text(encoding="utf-8")
    return {table for comment, table in COMMENTED.findall(schema) if APPEND_ONLY.search(comment)}


def _changed(unit: Unit) -> set[str]:
    text = "\n".join(re.sub(r"--.*", "", query) for query in unit.queries.values())
    upserted = {match for query in unit.queries.values() for match in UPSERTED.findall(query)}
    return {name for match in CHANGED.findall(text) for name in match if name} | upserted


def _names(url: str, query: str) -> set[str]:
    with psycopg.connect(url) as conn:
        return {row[0] for row in conn.execute(query.encode()).fetchall()}
