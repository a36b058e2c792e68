"""The ceiling: a hand-written loop that takes batches off a plain socket, notes them set-wise and commits once a batch.

    python -m tests.bench.hearing_loop      (AMQP_URI, DATABASE_URL, QUEUE in the environment)

It keeps no order, parks nothing, counts no attempts, validates nothing and never reconnects.
"""

import json
import os
import socket
from collections.abc import Iterator

import psycopg

from shared.bus import frames
from shared.bus.connection import open_connection
from tests.bench.statements import EFFECT, NOTE_ALL

BATCH = 200


def main() -> None:
    """Take messages until the process is ended."""
    kombu = open_connection(os.environ["AMQP_URI"], heartbeat=0)
    channel = kombu.channel()
    channel.basic_qos(0, 3 * BATCH, False)
    channel.basic_consume(os.environ["QUEUE"], "loop", nowait=True)
    sock = kombu.connection.transport.sock
    with psycopg.connect(os.environ["DATABASE_URL"]) as conn:
        waiting: list[frames.Delivery] = []
        for delivery in deliveries(sock):
            if delivery is not None:
                waiting.append(delivery)
            if len(waiting) == BATCH or (waiting and delivery is None):
                settle(conn, waiting)
                sock.sendall(frames.ack(channel.channel_id, waiting[-1].tag, multiple=True))
                waiting = []


def settle(conn: psycopg.Connection, batch: list[frames.Delivery]) -> None:
    """Note what is new, set-wise; one effect each; one commit."""
    words = [json.loads(delivery.body) for delivery in batch]
    ids = [delivery.message_id for delivery in batch]
    new = {row[0] for row in conn.execute(NOTE_ALL, [ids]).fetchall()}
    for event_id, word in zip(ids, words, strict=True):
        if event_id in new:
            conn.execute(EFFECT, [event_id, word["line_id"], word["version"], word["number"]])
    conn.commit()


def deliveries(sock: socket.socket) -> Iterator[frames.Delivery | None]:
    """Every delivery as it comes; nothing at the end of what one read brought."""
    buffer, delivery = bytearray(), frames.Delivery("")
    while data := sock.recv(1 << 17):
        buffer += data
        for kind, _, payload in frames.split(buffer):
            if kind == frames.METHOD and frames.signature(payload) == frames.DELIVER:
                delivery = frames.read_deliver(payload)
            elif kind == frames.HEADER:
                frames.read_header(payload, delivery)
            elif kind == frames.BODY:
                delivery.body = payload
                yield delivery
        yield None


if __name__ == "__main__":
    main()
