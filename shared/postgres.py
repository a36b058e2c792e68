"""PostgreSQL: one pool per process, one transaction per use case, constraints that speak.

A `Tx` is what use cases, stores and reads are handed: the connection, the business day (`on`), the instant (`at`), who
acts (`actor`, how strongly they were identified: `assurance`, and what for: `purpose`), the country with its dated
parameters (`tables`) and its `law`, and `announce`, which writes events in the same transaction.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

if "eventlet" in sys.modules:  # or libpq's C wait function would stop every green thread during a query
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_select")

import psycopg
import psycopg.waiting
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from shared import clock
from shared.addresses import with_addresses
from shared.countries import Country
from shared.errors import Refusal
from shared.parameters import Tables

Constraints = Mapping[str, type[Refusal]]

GREEN_WAITS = {"wait_select", "wait_in_hub"}  # ways to wait that let other green threads run
PATIENCE_S = 15.0  # how long a connection is waited for, and how long the pool tries before it begins anew
LIFELINE: Mapping[str, Any] = {  # a server that vanished without a word is given up within half a minute
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_AWAY = ("08", "25006", "53", "57P", "58")  # SQLSTATEs of a server that goes, stands by or has no room
SESSION = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}


class Busy(Refusal):
    """Another transaction held what this one needs; the same request may be sent again."""

    sentence = "Somebody else is changing the same thing; send the request again."
    retryable = True


class ConstraintViolated(Refusal):
    """A constraint of the database refused the change, and no rule of the service names it."""

    sentence = "The change would break a rule of the database, which nothing here explains better; ask whoever runs it."
    named = "promise_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a transaction happens: what its events carry so that a chain can be followed through the services."""

    correlation: str = ""
    traceparent: str = ""


Connection = psycopg.Connection[dict[str, Any]]


class Connected:
    """The connection behind a transaction, taken from the pool when the first statement needs it."""

    __slots__ = ("_conn", "_cursor", "_take")

    def __init__(self, take: Callable[[], Connection]) -> None:
        self._take = take
        self._conn: Connection | None = None
        self._cursor: psycopg.Cursor[dict[str, Any]] | None = None

    @property
    def conn(self) -> Connection:
        """The connection, taken now if it was not yet."""
        if self._conn is None:
            self._conn = self._take()
        return self._conn

    def execute(self, query: str, params: Mapping[str, Any]) -> psycopg.Cursor[dict[str, Any]]:
        """Carry out a statement. The cursor is the same one each time: take what it holds before the next statement."""
        if self._cursor is None:
            self._cursor = self.conn.cursor()
        return self._cursor.execute(query, params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tx:
    """One transaction, and the facts that its rules are given."""

    session: Connected
    on: date
    at: datetime
    actor: str
    country: Country
    cause: Cause = Cause()
    roles: frozenset[str] = frozenset()
    assurance: str = ""
    purpose: str = ""
    announced: list[tuple[Any, "Tx"]] = field(default_factory=list)

    @property
    def tables(self) -> Tables:
        """The country's dated parameters."""
        return self.country.tables

    @property
    def law(self) -> Any:
        """What is law in the country and not a figure: see the service's `countries/protocol.py`."""
        return self.country.law

    @property
    def conn(self) -> Connection:
        """The connection, for plumbing; stores use `one`, `all`, `run` and `run_many`."""
        return self.session.conn

    def one(self, query: str, /, **params: Any) -> dict[str, Any] | None:
        """The single row that the query finds, or nothing; two rows are a defect."""
        rows = self.session.execute(query, params).fetchmany(2)
        if len(rows) > 1:
            raise LookupError("one row was expected, more were found")
        return rows[0] if rows else None

    def all(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        """Every row that the query finds."""
        found: list[dict[str, Any]] = self.session.execute(query, params).fetchall()
        return found

    def single(self, query: str, /, **params: Any) -> dict[str, Any]:
        """The one row that the query must find: none is a defect of ours."""
        row = self.one(query, **params)
        if row is None:
            raise LookupError("one row was expected, none was found")
        return row

    def require(self, query: str, refusal: Refusal, /, **params: Any) -> dict[str, Any]:
        """The one row that the query finds, or the refusal that says which was asked for."""
        row = self.one(query, **params)
        if row is None:
            raise refusal
        return row

    def run(self, query: str, /, **params: Any) -> int:
        """Carry out a statement; how many rows it touched."""
        touched: int = self.session.execute(query, params).rowcount
        return touched

    def run_many(self, query: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Carry out a statement once per row, pipelined."""
        if rows:
            self.conn.cursor().executemany(query, rows)

    def copy(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write many rows through a `copy ... from stdin`, each as it is made."""
        with self.conn.cursor().copy(query) as copy:
            for row in rows:
                copy.write_row(row)

    def announce(self, *events: Any) -> None:
        """Say what happened. The events are written just before commit, in this same transaction."""
        self.announced.extend((event, self) for event in events)

    def announce_all(self, events: Iterable[Any]) -> None:
        """Say several things that happened, in order."""
        self.announce(*events)

    def seen_as(self, **facts: Any) -> "Tx":
        """The same transaction with other facts (day, actor, cause): for handlers in one batch and for long jobs."""
        return replace(self, **facts)


def column(values: Iterable[str | int | date]) -> str:
    """Many values as PostgreSQL writes an array, for a parameter that its statement casts (`%(ids)s::text[]`).

    Driver and database take long columns of text, whole numbers or days several times faster so than as a list.
    """
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _element(value: str | int | date) -> str:
    if type(value) is int:
        return str(value)
    text = str(value)
    return f'"{text}"' if text.isalnum() else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Database:
    """A service's own database: its pool, its promises, and how its events are written."""

    def __init__(
        self,
        url: str,
        *,
        country: Country,
        constraints: Constraints | None = None,
        write_events: Any = None,
        most_connections: int = 10,
        application: str = "sharedco",
    ) -> None:
        self.url = url
        self.country = country
        self.constraints = dict(constraints or {})
        self._write_events = write_events
        self._pool = ConnectionPool(
            lambda: with_addresses(url), min_size=0, max_size=most_connections, open=False, timeout=PATIENCE_S,
            reconnect_timeout=PATIENCE_S,  # or its pauses double for as long as the database is away, and go on after
            configure=configure_session,
            kwargs={**LIFELINE, "row_factory": dict_row, "application_name": application},
            connection_class=Connection,
        )

    @property
    def tables(self) -> Tables:
        """The country's dated parameters."""
        return self.country.tables

    def open(self) -> "Database":
        """Open the pool; under eventlet, refuse to start when a query would stop every green thread."""
        assert_cooperative()
        self._pool.open()
        return self

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of the pool, for plumbing (relay, inbox, health)."""
        with self._pool.connection() as conn:
            _begin_as(conn, reading=False)
            yield conn

    @contextmanager
    def transaction(
        self, *, on: date, actor: str, at: datetime | None = None, cause: Cause | None = None,
        roles: frozenset[str] = frozenset(), assurance: str = "", purpose: str = "",
    ) -> Iterator[Tx]:
        """One transaction. Commits at the end, after writing what was announced; any exception undoes all of it."""
        with self.refusing_by_name(), self.connection() as conn:
            tx = Tx(session=Connected(lambda: conn), on=on, at=at or clock.now(), actor=actor, country=self.country,
                    cause=cause or Cause(), roles=roles, assurance=assurance, purpose=purpose)
            yield tx
            with conn.pipeline() if tx.announced else nullcontext():  # the last statement and the commit go together
                self.flush(tx)
                conn.commit()

    @contextmanager
    def reading(
        self, *, on: date, actor: str, at: datetime | None = None, roles: frozenset[str] = frozenset(),
        assurance: str = "", purpose: str = "",
    ) -> Iterator[Tx]:
        """A read-only transaction with one snapshot for all its questions, begun with the first of them."""
        with ExitStack() as stack:
            session = Connected(lambda: self._begin_reading(stack))
            yield Tx(session=session, on=on, at=at or clock.now(), actor=actor, country=self.country, roles=roles,
                     assurance=assurance, purpose=purpose)

    @contextmanager
    def proving(self, *, on: date | None = None) -> Iterator[Tx]:
        """A reading for a proof, as of today unless a day is given: no statement is given up for reading everything."""
        with self.reading(on=on or clock.now().date(), actor="verify") as tx:
            tx.run("set local statement_timeout = 0")
            yield tx

    def _begin_reading(self, stack: ExitStack) -> Connection:
        conn = stack.enter_context(self._pool.connection())
        _begin_as(conn, reading=True)
        return conn

    def flush(self, tx: Tx) -> None:
        """Write what was announced so far; called before commit."""
        if tx.announced:
            if self._write_events is None:
                raise TypeError("this database was opened without a way to write events")
            self._write_events(tx.conn, list(tx.announced))
            tx.announced.clear()

    @contextmanager
    def refusing_by_name(self) -> Iterator[None]:
        """Turn a violated constraint into the refusal that carries its name, and lock time-outs into `Busy`."""
        try:
            yield
        except psycopg.errors.IntegrityError as error:
            name = error.diag.constraint_name or error.diag.message_primary or "unnamed"
            raise self.constraints.get(name, ConstraintViolated)(constraint=name) from error
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected,
                psycopg.errors.SerializationFailure) as error:
            raise Busy from error


def _begin_as(conn: Connection, *, reading: bool) -> None:
    """Have the next transaction begin for reading or for writing; said with its `begin`, it costs no round trip."""
    if bool(conn.read_only) is not reading:
        conn.read_only = reading or None
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if reading else None


def configure_session(conn: psycopg.Connection[Any]) -> None:
    """Give every session its limits, so that no query, lock or forgotten transaction waits for ever.

    Behind a pooler in transaction mode (the server that answers is not the one that was connected to) nothing is left
    prepared; there the limits are those of the role (`shared.roles.limit_sessions`).
    """
    names = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in SESSION.items())
    row: Any = conn.execute(f"select pg_backend_pid() as pid, {names}").fetchone()
    if (row["pid"] if isinstance(row, dict) else row[0]) != conn.info.backend_pid:
        conn.prepare_threshold = None
    conn.commit()


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database cannot be asked now, not that what was asked of it is at fault."""
    if isinstance(error, PoolTimeout | PoolClosed):
        return True
    if not isinstance(error, psycopg.Error):
        return False
    return error.sqlstate.startswith(_AWAY) if error.sqlstate else isinstance(error, psycopg.OperationalError)


def assert_cooperative() -> None:
    """Under eventlet, libpq must wait through the hub."""
    if "eventlet" not in sys.modules:
        return
    from eventlet import patcher  # noqa: PLC0415 - asked only where somebody else has imported it

    if patcher.is_monkey_patched("socket") and getattr(psycopg.waiting.wait, "__name__", "") not in GREEN_WAITS:
        raise RuntimeError("set PSYCOPG_WAIT_FUNC=wait_select before psycopg is imported: a query would block all")
