"""Replay: from a source's event log to the inbox of one consumer, which knows by its ids what it consumed before.

A consumer that was installed late gets nothing of what was published before its queue existed. Replay sends it every
stream with an event since a day, each from its first event: streams are consumed from their beginning.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import psycopg
from psycopg.rows import dict_row

from shared.bus.connection import open_connection, pauses
from shared.bus.event_log import Q
from shared.bus.relay_senders import Sender, open_sender
from shared.bus.topology import inbox_queue_name
from shared.errors import Refusal
from shared.postgres import configure_session

BATCH = 500
ANSWER_SECONDS = 5.0
Advance = Callable[[int, int], None]


class NobodyListens(Refusal):
    """The consumer has no queue for this source."""

    sentence = "{consumer} has no queue for {source}: start it, or run `sharedco topology`, and replay then."


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How much was sent, or would be: events, streams, and how many of the events are from before the day."""

    events: int
    streams: int
    earlier: int


def replay(
    source: str, source_url: str, consumer: str, amqp_uri: str, *, since: date, dry_run: bool = False,
    advance: Advance | None = None,
) -> Replayed:
    """Send every stream that published something since the day to one consumer, under the ids of old."""
    with psycopg.connect(source_url, row_factory=dict_row, application_name="sharedco-replay") as conn:
        configure_session(conn)
        conn.execute("set local statement_timeout = 0")  # a log of many years is read whole
        row = conn.execute(Q.count_since, {"since": since}).fetchone()
        extent = Replayed(**row) if row else Replayed(events=0, streams=0, earlier=0)
        if not dry_run and extent.events:
            _assert_queue(amqp_uri, consumer, source)
            with closing(open_sender(amqp_uri, source, consumer=consumer)) as sender:
                _send_since(conn, (consumer, source), since, sender,
                            lambda done: advance and advance(done, extent.events))
    return extent


def _assert_queue(amqp_uri: str, consumer: str, source: str) -> None:
    with open_connection(amqp_uri) as connection:
        channel = connection.channel()
        try:
            channel.queue_declare(inbox_queue_name(consumer, source), passive=True)
        except connection.channel_errors:
            raise NobodyListens(consumer=consumer, source=source) from None


def _send_since(
    conn: psycopg.Connection[Any], route: tuple[str, str], since: date, sender: Sender,
    advance: Callable[[int], object],
) -> None:
    consumer, source = route
    done = 0
    conn.execute("set local idle_in_transaction_session_timeout = 0")
    with conn.cursor(name="replay") as cursor:
        cursor.itersize = BATCH
        cursor.execute(Q.events_since, {"since": since})
        while batch := list(islice(cursor, BATCH)):
            if send_all(sender, batch):
                raise NobodyListens(consumer=consumer, source=source)
            done += len(batch)
            advance(done)


def send_all(sender: Sender, batch: Sequence[dict[str, Any]]) -> int:
    """Send a batch and wait until the broker has all of it; what it refuses is sent again. How many nobody got."""
    returned, waits = 0, pauses()
    waiting = {place: {**event, "seq": place} for place, event in enumerate(batch)}
    sender.send(list(waiting.values()))
    while waiting:
        sent = sender.answers(ANSWER_SECONDS)
        returned += sent.nobody_listening
        for place in sent.confirmed:
            del waiting[place]
        if sent.refused:  # the queue is full: it is given time
            time.sleep(next(waits))
            sender.send([waiting[place] for place in sent.refused])
    return returned
