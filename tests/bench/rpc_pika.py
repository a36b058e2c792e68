"""The ceiling that anybody may use: raw pika, direct reply-to, no confirm, nothing durable, nothing checked.

    python -m tests.bench.rpc_pika serve
    python -m tests.bench.rpc_pika call CALLS IN_FLIGHT
"""

import json
import os
import sys
import time
from typing import Any

import pika

QUEUE = "ping"
BODY = b'{"args": [], "kwargs": {"words": "hello"}}'


def connect() -> Any:
    """A blocking connection."""
    return pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URI"]))


def serve() -> None:
    """Send every body back."""
    channel = connect().channel()
    channel.queue_declare(QUEUE)

    def answer(channel: Any, _method: Any, properties: Any, body: bytes) -> None:
        channel.basic_publish("", properties.reply_to, body,
                              pika.BasicProperties(correlation_id=properties.correlation_id))

    channel.basic_consume(QUEUE, answer, auto_ack=True)
    print("rpc_consuming", flush=True)  # noqa: T201 - whoever started it waits for this
    channel.start_consuming()


def call(calls: int, in_flight: int) -> dict[str, float]:
    """Keep so many calls in flight until so many were answered."""
    connection = connect()
    channel = connection.channel()
    begun: dict[str, float] = {}
    took: list[float] = []

    def send() -> None:
        number = str(len(took) + len(begun))
        begun[number] = time.perf_counter()
        channel.basic_publish("", QUEUE, BODY,
                              pika.BasicProperties(reply_to="amq.rabbitmq.reply-to", correlation_id=number))

    def answered(_channel: Any, _method: Any, properties: Any, _body: bytes) -> None:
        took.append(time.perf_counter() - begun.pop(properties.correlation_id))
        if len(took) + len(begun) < calls:
            send()

    channel.basic_consume("amq.rabbitmq.reply-to", answered, auto_ack=True)
    start = time.perf_counter()
    for _ in range(in_flight):
        send()
    while len(took) < calls:
        connection.process_data_events(1)
    seconds = time.perf_counter() - start
    took.sort()
    return {"per_second": calls / seconds, "p50_ms": 1000 * took[calls // 2], "p99_ms": 1000 * took[int(calls * 0.99)]}


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        print(json.dumps(call(int(sys.argv[2]), int(sys.argv[3]))), flush=True)  # noqa: T201 - the result
