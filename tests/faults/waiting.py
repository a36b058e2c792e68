"""What is still on its way in the town, in sentences: which service, queue and event waits, and for what."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pika
from pika.exceptions import AMQPError

from shared.bus.connection import reports_name
from shared.bus.topology import inbox_queue_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.cluster import Cluster

SHOWN = 5  # of many that wait for the same thing
QUEUES = (inbox_queue_name("listener", "speaker"), reports_name("speaker"))
PENDING = """
select e.id::text, e.aggregate, e.version, extract(epoch from clock_timestamp() - e.recorded_at)::int
from outbox_pending p join event_log e on e.id = p.event_id order by p.seq
"""
LEASE = "select holder, round(extract(epoch from until - clock_timestamp()), 1) from relay_lease"
PUBLISHED = "select id::text, aggregate, version from event_log order by aggregate, version"
KNOWN = """
select event_id from inbox union select event_id from parked where event_id is not null union select event_id from held
"""
STREAMS = "select aggregate, version, stopped from cursors where source = 'speaker'"
TOLD = "select aggregate, version, stopped from consumed where consumer = 'listener'"
HELD = """
select event_id, h.aggregate, h.version from held h join cursors c using (source, aggregate)
where not c.stopped order by h.aggregate, h.version
"""
PARKED = "select id, aggregate, version, code, attempts, next_try_at::text from parked order by code = 'behind', id"
PROGRESS = {
    "speaker": """
        select (select count(*) from event_log), (select count(*) from outbox_pending),
               (select max(seq) from outbox_pending)""",
    "listener": """
        select (select count(*) from inbox), (select count(*) from parked), (select count(*) from held),
               (select sum(version) from cursors), (select count(*) from effects)""",
}


def progress(cluster: "Cluster") -> list[Any]:
    """Figures that change as long as anything moves."""
    return [cluster.ask(name, statement) for name, statement in PROGRESS.items()]


def what_waits(cluster: "Cluster") -> list[str]:
    """Everything that is on its way, each in a sentence; what waits behind a stopped line for an operator is not.

    An event of a stopped line that the broker lost comes when the line goes on: until then nothing is lacking.
    """
    return [*_pending(cluster), *_never_consumed(cluster), *_held(cluster)]


def _pending(cluster: "Cluster") -> "Iterator[str]":
    rows = cluster.ask("speaker", PENDING)
    for event, line, version, age in rows[:SHOWN]:
        yield f"speaker: event {event} ({line} version {version}) is pending for {age} s"
    if rows:
        holder, seconds = cluster.ask("speaker", LEASE)[0]
        yield f"speaker: {len(rows)} events are pending; the relay {holder} leads for {seconds} s more"


def _never_consumed(cluster: "Cluster") -> "Iterator[str]":
    known = {event for event, in cluster.ask("listener", KNOWN)}
    streams = {line: (version, stopped) for line, version, stopped in cluster.ask("listener", STREAMS)}
    lost = [row for row in cluster.ask("speaker", PUBLISHED)
            if row[0] not in known and not streams.get(row[1], (0, False))[1]]
    told = {line: (version, stopped) for line, version, stopped in cluster.ask("speaker", TOLD)} if lost else {}
    for event, line, version in lost[:SHOWN]:
        yield (f"listener: event {event} ({line} version {version}) was never consumed; the line stands at "
               f"{streams.get(line, (0, False))[0]}, the speaker was told {told.get(line, 'nothing')}")
    if lost:
        yield f"listener: {len(lost)} events were never consumed; {', '.join(_queues(cluster))}"


def _held(cluster: "Cluster") -> "Iterator[str]":
    rows = cluster.ask("listener", HELD)
    for event, line, version in rows[:SHOWN]:
        yield f"listener: event {event} ({line} version {version}) is held until the one before it comes"
    if len(rows) > SHOWN:
        yield f"listener: {len(rows)} events are held"


def what_is_parked(cluster: "Cluster") -> list[str]:
    """What is set aside, in sentences."""
    rows = cluster.ask("listener", PARKED)
    return [*(f"listener: parked {number} ({line} version {version}) as {code} after {attempts} attempts; next try at "
              f"{again}" for number, line, version, code, attempts, again in rows[:SHOWN]),
            *([f"listener: {len(rows)} messages are parked"] if rows else [])]


def _queues(cluster: "Cluster") -> "Iterator[str]":
    for queue in QUEUES:
        found = "is not there"
        with suppress(AMQPError):
            connection = pika.BlockingConnection(pika.URLParameters(cluster.direct_uri))
            with suppress(AMQPError):
                state = connection.channel().queue_declare(queue, passive=True).method
                found = f"{state.message_count} messages ready, {state.consumer_count} consumers"
                connection.close()
        yield f"queue {queue}: {found}"


def processes(cluster: "Cluster") -> list[str]:
    """How each process of the town fares: whether it lives, and the last it logged."""
    return [f"{name}: {'runs' if resident.alive else 'does not run'}, started {resident.starts} times; last: "
            f"{(resident.published().splitlines() or ['nothing'])[-1][:200]}"
            for name, resident in cluster.residents.items()]
