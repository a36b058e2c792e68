"""After a service's database was restored to an earlier point: its event log begins a new epoch.

Events that had left before are gone from the log, though consumers know them, and the next events would be given their
versions again. So every version that a consumer knows beyond the log is filled with an event that says it was lost:
streams stay dense, consumers that know the version take it as known, the others pass over it. What those events did at
the consumers stays: `sharedco verify` names each, until a person has answered for it.

Only what a consumer has in its database is known of it: an event that still waits in its queue would come after its
version was given out again. So queues are emptied first, by the consumers themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg
from pika.exceptions import ChannelClosedByBroker
from psycopg.rows import dict_row

from shared.bus.event_log import Q, Rendered, append, canonical
from shared.bus.inbox_streams import VERSION_LOST
from shared.bus.operating import operators_channel
from shared.bus.topology import inbox_queue_name
from shared.errors import Refusal
from shared.postgres import Tx


class EventsStillWaiting(Refusal):
    """Events from before the restore are at the broker: their versions would be given out a second time."""

    sentence = ("{count} events of {source} wait in the queue of {consumer}, which does not know them yet: start "
                "{consumer}, or end its pause, and come back when it has taken them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a new epoch began with: its number, and how many versions of how many streams were lost."""

    epoch: int
    versions: int
    streams: int


def begin_epoch(tx: Tx, source: str, consumer_urls: Iterable[str], *, by: str, why: str) -> Restored:
    """Begin a new epoch of this event log and fill what consumers know beyond it; nothing may publish meanwhile."""
    known = _furthest_known(source, consumer_urls)
    epoch = int(tx.single(Q.begin_epoch, by=by, why=why)["epoch"])
    ends = {row["aggregate"]: row["version"] for row in tx.all(Q.ends_of, aggregates=list(known))}
    lost = {name: version - ends.get(name, 0) for name, version in known.items() if version > ends.get(name, 0)}
    body = canonical({"epoch": epoch})
    append(tx.conn, [Rendered(VERSION_LOST, name, body, tx) for name, count in sorted(lost.items())
                     for _ in range(count)])
    return Restored(epoch=epoch, versions=sum(lost.values()), streams=len(lost))


def assert_settled(amqp_uri: str, source: str, consumers: Iterable[str]) -> None:
    """Refuse while events of a source wait in the queue of a consumer. One without a queue waits for nothing."""
    with operators_channel(amqp_uri) as first:
        for consumer in consumers:
            channel = first.connection.channel()
            try:
                found = channel.queue_declare(inbox_queue_name(consumer, source), passive=True).method.message_count
            except ChannelClosedByBroker:
                continue
            if found:
                raise EventsStillWaiting(count=found, source=source, consumer=consumer)


def _furthest_known(source: str, consumer_urls: Iterable[str]) -> Mapping[str, int]:
    known: dict[str, int] = {}
    for url in consumer_urls:
        with psycopg.connect(url, row_factory=dict_row, application_name="sharedco-restored") as conn:
            for row in conn.execute(Q.furthest_known, {"source": source}):
                known[row["aggregate"]] = max(known.get(row["aggregate"], 0), row["version"])
    return known
