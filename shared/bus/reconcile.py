"""Reconciliation: what a service published against what another one consumed, and the chain of everything it published.

Both databases are read once, in the order of the ids, so that logs of any length need no memory. What looks different
is asked for again before it is named: events may have moved on between the two readings.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import IsolationLevel
from psycopg.rows import dict_row

from shared.bus.event_log import GENESIS, Q, event_digest
from shared.identifiers import first_uuid7_at
from shared.postgres import configure_session

PAGE = 1_000
Row = Mapping[str, Any]
Connection = psycopg.Connection[dict[str, Any]]

SENTENCES = {
    "missing": "was published and never consumed, unless the broker still holds it",
    "pending": "waits to be sent",
    "held": "is held until the events before it come",
    "parked": "is parked",
    "altered": "was consumed with another content than it was published with",
    "unsaid": "was consumed and never published",
}
ON_ITS_WAY = frozenset({"pending"})  # not a fault: the relay will send it


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One event that the log of its source and the inbox of a consumer do not tell alike."""

    kind: str
    source: str
    consumer: str
    event_id: str
    type: str
    aggregate: str
    version: int

    @property
    def is_fault(self) -> bool:
        """Whether somebody has to look: everything but an event that is about to be sent."""
        return self.kind not in ON_ITS_WAY

    def __str__(self) -> str:
        return (f"{self.source}.{self.type} {self.event_id} (version {self.version} of {self.aggregate or 'no stream'})"
                f" {SENTENCES[self.kind]} [{self.kind}, consumer {self.consumer}]")


def compare(
    source: str, source_url: str, consumer: str, consumer_url: str, *, since: datetime | None = None,
) -> Iterator[Difference]:
    """Every difference between what `source` published (since a moment, or ever) and what `consumer` consumed of it.

    Ids bear the moment at which they were made: those made since then are one part of either table.
    """
    first = str(first_uuid7_at(since.timestamp())) if since else ""
    with _reading(source_url) as published, _reading(consumer_url) as consumed:
        suspects = _merge(_rows(published, Q.events_by_id, first_id=first or str(UUID(int=0))),
                          _rows(consumed, Q.consumed_by_id, source=source, first_id=first))
        while page := list(islice(suspects, PAGE)):
            for kind, row in _look_again(page, source, source_url, consumer_url):
                yield Difference(
                    kind=kind, source=source, consumer=consumer, event_id=row["event_id"], type=row["type"],
                    aggregate=row["aggregate"], version=row["version"])


def _merge(published: Iterator[Row], consumed: Iterator[Row]) -> Iterator[tuple[str, Row]]:
    """Walk both in the order of the ids; what one of them lacks or tells differently."""
    left, right = next(published, None), next(consumed, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left["event_id"] < right["event_id"]):
            assert left is not None  # noqa: S101 - the loop's own condition
            yield "missing", left
            left = next(published, None)
        elif left is None or right["event_id"] < left["event_id"]:
            yield "unsaid", right
            right = next(consumed, None)
        else:
            if any(left[name] != right[name] for name in ("type", "aggregate", "version", "body_hash")):
                yield "altered", right
            left, right = next(published, None), next(consumed, None)


def _look_again(
    page: list[tuple[str, Row]], source: str, source_url: str, consumer_url: str,
) -> Iterator[tuple[str, Row]]:
    """Where the suspects are now: an event may have been published, sent or consumed since the log was read."""
    ids = [row["event_id"] for _, row in page]
    with _reading(consumer_url) as consumed, _reading(source_url) as published:
        places = {row["event_id"]: row["place"] for row in _ask(consumed, Q.where_consumed, source=source,
                                                                event_ids=ids)}
        logged = {row["event_id"]: row["pending"] for row in _ask(published, Q.where_published, event_ids=ids)}
        answered = {row["event_id"] for row in _ask(consumed, Q.answered_for, source=source, event_ids=ids)}
    for kind, row in page:
        if row["event_id"] in answered:
            continue
        place = places.get(row["event_id"], "")
        if kind == "missing" and place != "consumed":
            yield place or ("pending" if logged.get(row["event_id"]) else "missing"), row
        elif kind == "altered" or (kind == "unsaid" and row["event_id"] not in logged):
            yield kind, row


def known_consumers(source_url: str) -> list[str]:
    """Who has ever reported to a source how far it consumed: known without any consumer's code."""
    with _reading(source_url) as conn:
        return [row["consumer"] for row in _ask(conn, Q.known_consumers)]


def check_chain(url: str, *, since: datetime | None = None) -> Iterator[str]:
    """Compute every chain of the event log again from its columns; a sentence for the first wrong row of each.

    `since` a moment: only the chains that have grown since, each from its beginning.
    """
    with _reading(url) as conn:
        rows_of_all = (_rows(conn, Q.chain_of_events_since, first_id=str(first_uuid7_at(since.timestamp()))) if since
                       else _rows(conn, Q.chain_of_events))
        for aggregate, rows in groupby(rows_of_all, key=itemgetter("aggregate")):
            if fault := _fault_in_stream(aggregate, rows):
                yield f"event_log: {fault}"


def _fault_in_stream(aggregate: str, rows: Iterable[Row]) -> str:
    version, digest, end = 0, GENESIS, (0, GENESIS)
    for row in rows:
        end = (row["end_version"], row["end_digest"])
        if row["id"] is None:
            continue
        version += 1
        digest = event_digest(digest, row["id"], row["type"], aggregate, row["version"], row["event_on"],
                              row["recorded_at"].astimezone(UTC).isoformat(), row["body"])
        if row["version"] != version:
            return f"version {version} of {aggregate} is missing; event {row['id']} follows"
        if row["digest"] != digest:
            return f"event {row['id']}, version {version} of {aggregate}, is not what was written"
    if end != (version, digest):
        return f"{aggregate} ends at version {version}, but version {end[0]} was written"
    return ""


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """A connection that sees one moment of the database, however long the reading takes."""
    with psycopg.connect(url, row_factory=dict_row, application_name="sharedco-verify") as conn:
        configure_session(conn)
        conn.isolation_level = IsolationLevel.REPEATABLE_READ
        conn.read_only = True
        conn.execute("set local statement_timeout = 0")
        conn.execute("set local idle_in_transaction_session_timeout = 0")
        yield conn


def _rows(conn: Connection, statement: LiteralString, **params: Any) -> Iterator[Row]:
    """Rows as they are needed, from a cursor that the server keeps."""
    with conn.cursor(name="reading") as cursor:
        cursor.itersize = PAGE
        yield from cursor.execute(statement, params)


def _ask(conn: Connection, statement: LiteralString, **params: Any) -> list[dict[str, Any]]:
    return conn.execute(statement, params).fetchall()
