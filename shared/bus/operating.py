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
    connection = _reach(where)
    try:
        yield connection.channel()
    except AMQPConnectionError as error:
        raise _away(where, error) from error
    finally:
        if connection.is_open:
            connection.close()


def _reach(where: pika.URLParameters) -> pika.BlockingConnection:
    try:
        return pika.BlockingConnection(where)
    except (AMQPConnectionError, OSError) as error:  # OSError: a name that is not known, TLS that fails
        raise _away(where, error) from error


def _away(where: pika.URLParameters, error: Exception) -> ConnectionError:
    """By address and kind: the error's own text is empty, or a tuple."""
    return ConnectionError(f"{where.host}:{where.port} ({type(error).__name__})")
