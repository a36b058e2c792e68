"""What the databases promise, seen from the databases themselves."""

import difflib
import re
from collections.abc import Iterator

import psycopg

from tests.architecture.house import House, Unit
from tests.architecture.schema_dump import database_made_by, dump, from_migrations, from_schema

INSERTED = re.compile(r"\binsert\s+into\s+(\w+)", re.IGNORECASE)
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


def the_schema_is_what_the_migrations_make(house: House) -> Iterator[str]:
    """`schema.sql` and the migrations produce the same database: dump both, compare."""
    for unit, home in house.homes.values():
        schema = (unit.folder / "schema.sql").read_text(encoding="utf-8")
        others = home.migrations[:-1]
        with (
            database_made_by(house.postgres, from_migrations(*home.migrations)) as migrated,
            database_made_by(house.postgres, from_schema(schema, *others)) as described,
        ):
            left, right = dump(migrated).splitlines(), dump(described).splitlines()
        for line in difflib.unified_diff(left, right, "migrations", "schema.sql", lineterm="", n=0):
            if not line.startswith(("---", "+++", "@@")):
                yield f"{unit.where}: {line}"


def every_promise_is_a_constraint(house: House) -> Iterator[str]:
    """Each name in PROMISES is a constraint of the database, and its sentence needs no other detail."""
    for unit, home in house.homes.values():
        with database_made_by(house.postgres, from_migrations(*home.migrations)) as url:
            known = _names(url, CONSTRAINTS)
        for name, refusal in home.promises.items():
            if name not in known:
                yield f"{unit.where}: no constraint is named {name}"
            try:
                refusal(constraint=name)
            except (KeyError, TypeError) as lacking:
                yield f"{unit.where}: {refusal.__name__} needs {lacking} to speak for {name}"


def what_is_only_added_to_is_guarded(house: House) -> Iterator[str]:
    """A table to which rows are only ever added refuses every change by trigger; a guarded table is never changed."""
    for unit, home in house.homes.values():
        with database_made_by(house.postgres, from_migrations(*home.migrations)) as url:
            guarded = _names(url, GUARDED)
        added, changed = _written(unit)
        for table in sorted(added - changed - guarded):
            yield f"{unit.where}: rows are only ever added to {table}, and nothing guards it"
        for table in sorted(guarded & changed):
            yield f"{unit.where}: a query changes {table}, which is append-only"


def _written(unit: Unit) -> tuple[set[str], set[str]]:
    text = "\n".join(re.sub(r"--.*", "", query) for query in unit.queries.values())
    upserted = {match for query in unit.queries.values() for match in UPSERTED.findall(query)}
    return set(INSERTED.findall(text)), {name for match in CHANGED.findall(text) for name in match if name} | upserted


def _names(url: str, query: str) -> set[str]:
    with psycopg.connect(url) as conn:
        return {row[0] for row in conn.execute(query.encode()).fetchall()}
