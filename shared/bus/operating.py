"""The broker as an operator's tool reaches it: over pika, outside the services; one that is away is told by address."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError

logging.getLogger("pika").setLevel(logging.CRITICAL)  # what goes wrong is raised; pika would log it seven times as well


@contextmanager
def operators_channel(amqp_uri: str) -> Iterator[BlockingChannel]:
    """A channel until the block ends. Raises `ConnectionError` when the broker does not answer or hangs up."""
    where = pika.URLParameters(amqp_uri)
    try:
        connection = pika.BlockingConnection(where)
        try:
            yield connection.channel()
        finally:
            if connection.is_open:
                connection.close()
    except AMQPConnectionError as error:  # its own text is empty, or a tuple
        raise ConnectionError(f"{where.host}:{where.port} ({type(error).__name__})") from error
