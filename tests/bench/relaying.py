"""Relays that are not ours: one that confirms each message, and the ceiling, a bare pipelined loop.

    python -m tests.bench.relaying each|loop      (AMQP_URI, DATABASE_URL in the environment)

Both send what ours sends and delete it after the confirm. Neither leads, reconnects, counts, notices what was returned
or lets the next batch go before the last is confirmed.
"""

import os
import sys
from typing import Any

import psycopg
from amqp import Message
from psycopg.rows import dict_row

from shared.bus.connection import open_connection
from shared.bus.relay_senders import event_headers

BATCH = 500
TAKE = """
select p.seq, e.id::text as id, e.type, e.aggregate, e.version, e.event_on::text as event_on, e.recorded_at,
       e.correlation, e.traceparent, e.body
from outbox_pending p join event_log e on e.id = p.event_id
order by p.seq limit %s for update of p skip locked
"""
FORGET = "delete from outbox_pending where seq = any(%s)"


class Pipe:
    """One confirming channel. In a pipeline it writes a batch with one call and then waits for every confirm."""

    def __init__(self, uri: str) -> None:
        connection: Any = open_connection(uri, heartbeat=0).connection
        self._connection = connection
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._confirmed)
        self._sent = self._acked = 0
        self._sendall = connection.transport._write
        self._held: list[bytes] | None = None
        connection.transport._write = self._write

    def each(self, event: dict[str, Any]) -> None:
        """Publish one event and wait for its confirm."""
        self._publish(event)
        self._await()

    def all(self, events: list[dict[str, Any]]) -> None:
        """Publish a batch with one write, then wait for its confirms."""
        self._held = []
        for event in events:
            self._publish(event)
        data, self._held = b"".join(self._held), None
        self._sendall(data)
        self._await()

    def _publish(self, event: dict[str, Any]) -> None:
        message = Message(event["body"], content_type="application/json", delivery_mode=2, message_id=event["id"],
                          application_headers=event_headers("speaker", event))
        self._channel._basic_publish(message, "speaker.events", event["type"], mandatory=True)
        self._sent += 1

    def _write(self, data: Any) -> None:
        if self._held is None:
            self._sendall(data)
        else:
            self._held.append(bytes(data))

    def _confirmed(self, tag: int, multiple: bool) -> None:
        self._acked = tag if multiple else self._acked + 1

    def _await(self) -> None:
        while self._acked < self._sent:
            self._connection.drain_events()


def main(mode: str) -> None:
    """Relay until the process is ended."""
    pipe = Pipe(os.environ["AMQP_URI"])
    with psycopg.connect(os.environ["DATABASE_URL"], row_factory=dict_row) as conn:
        conn.execute("set synchronous_commit = off")
        while True:
            events = conn.execute(TAKE, [BATCH]).fetchall()
            if mode == "loop":
                pipe.all(events)
            else:
                for event in events:
                    pipe.each(event)
            conn.execute(FORGET, [[event["seq"] for event in events]])
            conn.commit()


if __name__ == "__main__":
    main(sys.argv[1])
