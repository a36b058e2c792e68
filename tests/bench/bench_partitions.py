"""Event log and inbox as they are, and in monthly partitions: what each costs when there are many rows.

    python -m tests.bench.bench_partitions [ROWS]      (2,000,000 unless given, spread over 24 months)

Ids are UUIDv7, so a month is a range of ids: both tables can be cut by their primary key, which stays the key. Both
forms hold the same rows, are asked the house's own statements, and lose their oldest month at the end. Figures go to
`var/bench/bench-partitions.json`.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from rich.console import Console
from rich.table import Table

from deploy.local.postgres import EmbeddedPostgres, fresh_name
from shared.bus.event_log import Q
from shared.identifiers import first_uuid7_at, new_uuid7
from shared.migrations import migrate
from tests.bench.bench_bus import ROOT, machine

FOUND = ROOT / "var" / "bench" / "bench-partitions.json"
ROWS, MONTHS, STREAM, BATCH, ROUNDS = 2_000_000, 24, 8, 200, 40
MONTH_S = 30 * 86_400
BEGUN = 1_700_000_000
FORMS = ("plain", "monthly")
SOURCE, CONSUMER = "invoicing", "payroll"
BODY = '{"amount":"1000.00","currency":"EUR","order_id":"ord_0192f0c1a2b37c4d8e5f60718293a4b5","part":1,"sum":%s}'
EVENTS = """
insert into {form}.event_log (id, type, aggregate, version, event_on, recorded_at, correlation, traceparent, body,
                              digest)
select (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(n), 7, '0') || '8' || lpad(to_hex(n), 11, '0'))::uuid,
       'work_completed', 'ord_' || lpad((n / %(stream)s)::text, 12, '0'), n %% %(stream)s + 1,
       to_timestamp(ms / 1000)::date, to_timestamp(ms / 1000), md5(n::text), '', format(%(body)s, n), repeat('0', 64)
from (select n, (%(begun)s + n::bigint * %(months)s * %(month)s / %(rows)s) * 1000 as ms
      from generate_series(0, %(rows)s - 1) n) as made
"""
CONSUMED = """
insert into {form}.inbox (source, event_id, type, aggregate, version, outcome, body_hash, heard_at)
select %(source)s, id::text, type, aggregate, version, 'applied', sha256(convert_to(body, 'UTF8')), recorded_at
from {form}.event_log
"""
ENDS = """
insert into {form}.aggregates select aggregate, max(version), repeat('0', 64) from {form}.event_log group by 1;
insert into {form}.consumed (consumer, aggregate, version, stopped, reported_at)
select %(consumer)s, aggregate, version, false, now() - interval '1 day' from {form}.aggregates
"""
TABLES = ("aggregates", "consumed", "outbox_pending", "outbox_refused", "parked", "held", "epochs")
SIZES = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %s and c.relkind = 'r' and (c.relname like 'event\\_log%%' or c.relname like 'inbox%%')
"""


def month_id(month: int) -> str:
    """The least id of a month."""
    return str(first_uuid7_at(float(BEGUN + month * MONTH_S)))


def make(conn: psycopg.Connection[Any], rows: int, tell: Callable[[str], None]) -> None:
    """Both forms, with the same rows."""
    for form in FORMS:
        conn.execute(f"create schema {form}".encode())
        for name in TABLES:
            conn.execute(f"create table {form}.{name} (like public.{name} including all)".encode())
    for name in ("event_log", "inbox"):
        conn.execute(f"create table plain.{name} (like public.{name} including all)".encode())
        _partitioned(conn, name)
    facts = {"rows": rows, "months": MONTHS, "month": MONTH_S, "begun": BEGUN, "stream": STREAM, "body": BODY,
             "source": SOURCE, "consumer": CONSUMER}
    plainly = psycopg.ClientCursor(conn)
    for form in FORMS:
        tell(f"{form}: {rows:,} events and as many consumed ...")
        for statement in (EVENTS, CONSUMED, *ENDS.split(";")):
            plainly.execute(statement.replace("{form}", form).encode(), facts)
        conn.execute("vacuum analyze")


def _partitioned(conn: psycopg.Connection[Any], name: str) -> None:
    """A table cut into months by the id that it has anyway; the last part takes what is newer, or of another kind."""
    key = "id" if name == "event_log" else "event_id"
    primary = "primary key (id)" if name == "event_log" else "primary key (source, event_id)"
    conn.execute(f"create table monthly.{name} (like public.{name} including defaults including constraints, {primary})"
                 f" partition by range ({key})".encode())
    if name == "event_log":
        conn.execute("create index on monthly.event_log (aggregate, version)")
        conn.execute("create index on monthly.event_log (event_on)")
    for month in range(MONTHS):
        conn.execute(sql.SQL("create table {} partition of {} for values from ({}) to ({})").format(
            sql.Identifier("monthly", f"{name}_{month:02d}"), sql.Identifier("monthly", name),
            sql.Literal(month_id(month)), sql.Literal(month_id(month + 1))))
    conn.execute(f"create table monthly.{name}_rest partition of monthly.{name} default".encode())


class Form:
    """One of the two forms, asked what the house asks."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self._sample: list[dict[str, Any]] = []
        self.conn = psycopg.connect(url, autocommit=True, row_factory=dict_row, options=f"-c search_path={name}")

    def insert(self) -> None:
        """A batch of the inbox, of this month."""
        events = [{"source": SOURCE, "event_id": str(new_uuid7()), "type": "work_completed",
                   "aggregate": f"ord_{place:012d}", "version": 1, "outcome": "applied", "body_hash": "00" * 32,
                   "epoch": 1} for place in range(BATCH)]
        self.conn.execute(Q.record_consumed, {"events": json.dumps(events)})

    def repeats(self) -> None:
        """A batch that came again, from anywhere in these years."""
        self.conn.execute(Q.known_events, {"events": json.dumps(self._sample)})

    def learn(self) -> None:
        """Which events come again."""
        rows = self.conn.execute("select event_id, aggregate, version from inbox tablesample system (0.2) limit %s",
                                 [BATCH]).fetchall()
        self._sample = [{"source": SOURCE, **row} for row in rows]

    def keep(self) -> None:
        """What the keeper asks every minute, of the last month."""
        self.conn.execute(Q.not_consumed, {
            "consumer": CONSUMER, "since": "2100-01-01", "first_id": month_id(MONTHS - 1), "last_id": month_id(MONTHS),
            "limit": 500}).fetchall()

    def compare(self) -> None:
        """What verify reads of both tables."""
        self._walk(Q.events_by_id, {"first_id": month_id(0)})
        self._walk(Q.consumed_by_id, {"source": SOURCE, "first_id": ""})

    def compare_since(self) -> None:
        """The same of the last month alone."""
        self._walk(Q.events_by_id, {"first_id": month_id(MONTHS - 1)})
        self._walk(Q.consumed_by_id, {"source": SOURCE, "first_id": month_id(MONTHS - 1)})

    def chain(self) -> None:
        """What verify reads to compute every chain again."""
        self._walk(Q.chain_of_events, {})

    def replay(self) -> None:
        """What a replay of the last week reads."""
        self.conn.execute(Q.events_since, {"since": "2025-10-28"}).fetchall()

    def forget(self) -> None:
        """The oldest month goes, and its room is free again."""
        if self.name == "monthly":
            for name in ("event_log", "inbox"):
                self.conn.execute(f"alter table {name} detach partition {name}_00".encode())
                self.conn.execute(f"drop table {name}_00".encode())
            return
        self.conn.execute("delete from event_log where id < %s", [month_id(1)])
        self.conn.execute("delete from inbox where event_id < %s", [month_id(1)])
        self.conn.execute("vacuum event_log")
        self.conn.execute("vacuum inbox")

    def bytes(self) -> int:
        """Bytes of both tables with their indexes."""
        row = self.conn.execute(SIZES, [self.name]).fetchone()
        return int(row["bytes"]) if row else 0

    def _walk(self, statement: Any, params: dict[str, Any]) -> None:
        with self.conn.transaction(), self.conn.cursor(name="walk") as cursor:
            cursor.itersize = 1_000
            for _ in cursor.execute(statement, params):
                pass


def measure(forms: list[Form], tell: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Milliseconds of each question in each form, in turn; the median where it is asked often."""
    found: dict[str, dict[str, float]] = {}
    for form in forms:
        form.learn()
    for name, rounds in (("insert", ROUNDS), ("repeats", ROUNDS), ("keep", 5), ("replay", 3), ("compare_since", 3),
                         ("compare", 1), ("chain", 1), ("forget", 1)):
        tell(f"{name} ...")
        times: dict[str, list[float]] = {form.name: [] for form in forms}
        for _ in range(rounds):
            for form in forms:
                begun = time.perf_counter()
                getattr(form, name)()
                times[form.name].append((time.perf_counter() - begun) * 1_000)
        found[name] = {form: round(statistics.median(each), 1) for form, each in times.items()}
    return found


def main(arguments: Iterable[str]) -> int:
    """Measure, print, write down."""
    rows = int(next(iter(arguments), ROWS))
    console = Console()
    server, name = EmbeddedPostgres(ROOT / ".local" / "postgres-bench", lasting=False), fresh_name("partitions")
    url = server.create(name)
    try:
        migrate(url, ("shared.bus",))
        with psycopg.connect(url, autocommit=True) as conn:
            make(conn, rows, console.print)
        forms = [Form(url, form) for form in FORMS]
        sizes = {form.name: form.bytes() for form in forms}
        milliseconds = measure(forms, console.print)
        for form in forms:
            with closing(form.conn):
                sizes[f"{form.name}_without_a_month"] = form.bytes()
    finally:
        server.drop(name)
    found = {"rows": rows, "months": MONTHS, "milliseconds": milliseconds, "bytes": sizes, "machine": machine()}
    FOUND.parent.mkdir(parents=True, exist_ok=True)
    FOUND.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    table = Table("question", "plain ms", "monthly ms", "times")
    for question, times in milliseconds.items():
        table.add_row(question, str(times["plain"]), str(times["monthly"]),
                      f"{times['monthly'] / max(times['plain'], 0.1):.2f}")
    console.print(table)
    console.print(sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
