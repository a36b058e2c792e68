"""A stock nameko consumer that notes each event once: one transaction per event, as its users write it.

    python -m tests.bench.hearing_stock      (AMQP_URI, DATABASE_URL, QUEUE in the environment)
"""

import os

import eventlet

eventlet.monkey_patch()
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"

from kombu import Exchange, Queue  # noqa: E402
from nameko.messaging import consume  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from psycopg_pool import ConnectionPool  # noqa: E402

from tests.bench.statements import EFFECT, NOTE  # noqa: E402

CONSUMED = Queue(os.environ["QUEUE"], exchange=Exchange("speaker.events", type="topic", durable=True), routing_key="#",
              durable=True, queue_arguments={"x-queue-type": "quorum"})
POOL = ConnectionPool(os.environ["DATABASE_URL"], min_size=10, max_size=10)


class StockListener:
    """What a user of nameko writes for an effect that must not be doubled."""

    name = "stock_listener"

    @consume(CONSUMED, requeue_on_error=True)
    def on_word_said(self, word: dict) -> None:
        event_id, line, version = word["event_id"], word["line_id"], word["version"]
        with POOL.connection() as conn:
            if conn.execute(NOTE, [event_id, line, version]).rowcount:
                conn.execute(EFFECT, [event_id, line, version, word["number"]])


if __name__ == "__main__":
    runner = ServiceRunner(config={"AMQP_URI": os.environ["AMQP_URI"], "max_workers": 10})
    runner.add_service(StockListener)
    runner.start()
    runner.wait()
