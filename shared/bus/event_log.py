"""Rendered events: from frozen dataclasses to rows of the event log, in the transaction that decided them.

An event class names its aggregate: `AGGREGATE: ClassVar[str] = "order_id"` is the field whose value identifies the
stream in which its events arrive. Its type is its class name in snake case. The service's `schemas.PUBLISHED` maps each
type to the shape in which it leaves.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from marshmallow import Schema
from psycopg import Connection

from shared.errors import Refusal, snake_case
from shared.fields import dump_fields
from shared.identifiers import new_uuid7
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
GENESIS = "0" * 64
LARGEST_EVENT = 512 * 1024  # bytes of a body; consumers take twice as much


class EventTooLarge(Refusal):
    """An event would be larger than consumers take; what it should announce is undone."""

    sentence = "The event {type} would have {bytes} bytes; at most {limit} are published."


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no white space, no floats (there are none)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def chained(previous: str, *parts: str) -> str:
    """The next digest of a chain over text."""
    return hashlib.sha256("\x1f".join((previous, *parts)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rendered:
    """An event rendered, waiting for its version."""

    type: str
    aggregate: str
    body: str
    tx: Tx


class EventWriter:
    """How one service publishes its events: only types with a published shape leave the house."""

    def __init__(self, published: Mapping[str, type[Schema]]) -> None:
        self._shapes = {name: shape() for name, shape in published.items()}

    def render(self, event: Any, tx: Tx) -> Rendered:
        """The event in its published shape."""
        kind = snake_case(type(event).__name__)
        if kind not in self._shapes:
            raise TypeError(f"no published shape is named {kind}")
        body = canonical(dump_fields(self._shapes[kind], event))
        if (size := len(body.encode())) > LARGEST_EVENT:
            raise EventTooLarge(type=kind, bytes=size, limit=LARGEST_EVENT)
        return Rendered(kind, str(getattr(event, event.AGGREGATE)), body, tx)

    def write(self, conn: Connection[Any], announced: list[tuple[Any, Tx]]) -> None:
        """Write events to `event_log` and `outbox_pending`, in the order in which they were announced."""
        append(conn, [self.render(event, tx) for event, tx in announced])


def append(conn: Connection[Any], events: Sequence[Rendered]) -> None:
    """Write rendered events with their dense versions, one chain per aggregate.

    The aggregates' rows are locked in sorted order and stay locked until commit, so that versions are dense and two
    writers can never wait for each other in a circle.
    """
    ends = _lock_ends(conn, sorted({rendered.aggregate for rendered in events}))
    rows = [_row(rendered, ends) for rendered in events]
    moved = [{"aggregate": name, "version": end[0], "digest": end[1]} for name, end in ends.items()]
    conn.execute(Q.append_events, {"events": json.dumps(rows), "ends": json.dumps(moved),
                                   "ids": [row["id"] for row in rows]})


def _lock_ends(conn: Connection[Any], aggregates: list[str]) -> dict[str, tuple[int, str]]:
    rows = conn.execute(Q.lock_ends, {"aggregates": aggregates, "genesis": GENESIS}).fetchall()
    return {row["aggregate"]: (row["version"], row["digest"]) for row in rows}


def _row(rendered: Rendered, ends: dict[str, tuple[int, str]]) -> dict[str, Any]:
    version, previous = ends[rendered.aggregate]
    event_id, on = str(new_uuid7()), rendered.tx.on.isoformat()
    at = rendered.tx.at.astimezone(UTC).isoformat()
    digest = event_digest(previous, event_id, rendered.type, rendered.aggregate, version + 1, on, at, rendered.body)
    ends[rendered.aggregate] = (version + 1, digest)
    return {
        "id": event_id, "type": rendered.type, "aggregate": rendered.aggregate, "version": version + 1, "event_on": on,
        "recorded_at": at, "correlation": rendered.tx.cause.correlation, "traceparent": rendered.tx.cause.traceparent,
        "body": rendered.body, "digest": digest,
    }


def event_digest(  # noqa: PLR0917 - the order of the columns is the digest
    previous: str, event_id: str, kind: str, aggregate: str, version: int, on: str, at: str, body: str,
) -> str:
    """The digest of one event: `verify` recomputes it from the columns."""
    return chained(previous, event_id, kind, aggregate, str(version), on, at, body)

