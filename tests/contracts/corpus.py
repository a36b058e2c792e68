"""Events as they were once stored and published: `corpus/<service>.jsonl`, read at every later commit.

The event log is never rewritten and consumers hear old events again, so whatever was said once must stay readable. A
line holds the columns of `event_log` and the headers under which the event was published. Lines are added, and never
changed or taken away:

    python -m tests.contracts.corpus SERVICE=DATABASE_URL ...      (at most three of each version of a kind)
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from marshmallow import Schema
from psycopg.rows import dict_row

from shared.bus.handling import handlers_of
from shared.bus.relay_senders import event_headers
from shared.definitions import installed_definitions

FOLDER = Path(__file__).with_name("corpus")
MANY = 3  # of each kind
STORED = """
select id::text, type, aggregate, version, event_on::text, recorded_at, correlation, traceparent, body::text
from event_log order by recorded_at, aggregate, version
"""
Event = dict[str, Any]


def corpus() -> Iterator[tuple[str, Event]]:
    """Every stored event with the service that said it."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        yield from ((path.stem, json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def published_shapes() -> dict[str, type[Schema]]:
    """`service.type` -> the shape in which the event leaves."""
    definitions = installed_definitions()
    return {f"{name}.{kind}": shape for name, definition in definitions.items() for kind,
            shape in definition.published.items()}


def consumed_shapes() -> Iterator[tuple[str, str, type[Schema]]]:
    """Consumer, `service.type`, and what the consumer relies upon."""
    for name, definition in installed_definitions().items():
        for (source, kind), handler in handlers_of(definition.service).items():
            yield name, f"{source}.{kind}", handler.shape


def headers_of(service: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """The headers under which this code publishes a stored event."""
    return event_headers(service, {**event, "recorded_at": datetime.fromisoformat(event["recorded_at"])})


def add(service: str, events: Iterable[Mapping[str, Any]]) -> int:
    """Add what the corpus has not enough of; how many lines were added."""
    path = FOLDER / f"{service}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    there = Counter(json.loads(line)["headers"]["dataschema"] for line in lines)
    before = len(lines)
    for event in events:
        stored = {**event, "recorded_at": event["recorded_at"].isoformat()}
        headers = headers_of(service, stored)
        there[headers["dataschema"]] += 1
        if there[headers["dataschema"]] <= MANY:
            lines.append(json.dumps({**stored, "headers": headers}, ensure_ascii=False))
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines) - before


def main(databases: list[str]) -> int:
    """Add the events of these databases."""
    for service, _, url in (database.partition("=") for database in databases):
        with psycopg.connect(url, row_factory=dict_row) as conn:
            added = add(service, conn.execute(STORED).fetchall())
        print(f"{service}: {added} added")  # noqa: T201 - its purpose
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
