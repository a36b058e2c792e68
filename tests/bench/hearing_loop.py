"""The ceiling: a hand-written loop that takes batches, notes them set-wise and commits once a batch.

    python -m tests.bench.hearing_loop library|frames      (AMQP_URI, DATABASE_URL, QUEUE in the environment)

It blocks on plain sockets, keeps no order, parks nothing, counts no attempts, validates nothing and never reconnects.
`library` hears through py-amqp, as one writes such a loop; `frames` through the bus's own reading of frames, so that
nothing but the statements is left.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from shared.bus import frames
from shared.bus.connection import open_connection
from tests.bench.statements import EFFECT, NOTE_ALL

BATCH = 200


@dataclass(slots=True)
class Got:
    """One delivery."""

    tag: int
    message_id: str
    body: bytes


def main(how: str) -> None:
    """Take messages until the process is ended."""
    kombu = open_connection(os.environ["AMQP_URI"], heartbeat=0)
    channel: Any = kombu.channel()
    channel.basic_qos(0, 3 * BATCH, False)
    deliveries = {"library": by_library, "frames": by_frames}[how](kombu.connection, channel)
    with psycopg.connect(os.environ["DATABASE_URL"]) as conn:
        waiting: list[Got] = []
        for delivery in deliveries:
            if delivery is not None:
                waiting.append(delivery)
            if len(waiting) == BATCH or (waiting and delivery is None):
                settle(conn, waiting)
                channel.basic_ack(waiting[-1].tag, multiple=True)
                waiting = []


def settle(conn: psycopg.Connection, batch: list[Got]) -> None:
    """Note what is new, set-wise; one effect each; one commit."""
    words = [json.loads(delivery.body) for delivery in batch]
    ids = [delivery.message_id for delivery in batch]
    new = {row[0] for row in conn.execute(NOTE_ALL, [ids]).fetchall()}
    for event_id, word in zip(ids, words, strict=True):
        if event_id in new:
            conn.execute(EFFECT, [event_id, word["line_id"], word["version"], word["number"]])
    conn.commit()


def by_library(connection: Any, channel: Any) -> Iterator[Got | None]:
    """Every delivery as py-amqp brings it; nothing when a moment passes without one."""
    arrived: list[Got] = []

    def take(message: Any) -> None:
        arrived.append(Got(message.delivery_tag, message.properties["message_id"], message.body.encode()))

    channel.basic_consume(os.environ["QUEUE"], callback=take)
    while True:
        try:
            connection.drain_events(timeout=0.002)
        except TimeoutError:
            yield None
        yield from arrived
        arrived.clear()


def by_frames(connection: Any, channel: Any) -> Iterator[Got | None]:
    """Every delivery off the socket; nothing at the end of what one read brought."""
    channel.basic_consume(os.environ["QUEUE"], "loop", nowait=True)
    buffer, delivery = bytearray(), frames.Delivery("")
    while data := connection.transport.sock.recv(1 << 17):
        buffer += data
        for kind, _, payload in frames.split(buffer):
            if kind == frames.METHOD and frames.signature(payload) == frames.DELIVER:
                delivery = frames.read_deliver(payload)
            elif kind == frames.HEADER:
                frames.read_header(payload, delivery)
            elif kind == frames.BODY:
                yield Got(delivery.tag, delivery.message_id, payload)
        yield None


if __name__ == "__main__":
    main(sys.argv[1])
