"""The ballot box's own entrypoint: one consumer of one queue, one message at a time, in order.

It is not nameko's RPC: no context is read from headers, none is passed on, and message ids, correlation ids and times
that a client may have set are not looked at. A message is acknowledged after its reply left; every errand of the box
may be done twice without harm, so a message that comes again is answered again.
"""

import json
import os
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from eventlet import sleep
from eventlet.event import Event
from kombu import Connection, Consumer, Message, Producer
from nameko.extensions import DependencyProvider, Entrypoint

from services.governance.polls.rules.ballots import QUEUE
from shared.bus.anonymous import JSON, lone_queue
from shared.bus.connection import BROKEN_CONNECTION, open_connection, pauses
from shared.definitions import ServiceDefinition
from shared.postgres import Database
from shared.settings import require

log = structlog.get_logger()

Method = TypeVar("Method", bound=Callable[..., Any])
LONGEST_PAUSE = 2.0  # seconds between two tries to reach a broker that is away
LARGEST_BODY = 256 * 1024  # bytes; a ballot has four thousand
LOOK_UP = 0.2  # seconds after which a waiting consumer looks whether it shall stop


class OwnDatabase(DependencyProvider):  # type: ignore[misc]
    """Gives the service its own database; nothing of a worker's context goes along."""

    def __init__(self, definition: Callable[[], ServiceDefinition]) -> None:
        super().__init__()
        self._home = definition

    def setup(self) -> None:
        """Open the database."""
        definition = self._home()
        url = require(os.environ, f"DATABASE_URL_{definition.name.upper()}")
        self._database = definition.database(url, require(os.environ, "COUNTRY"), most_connections=2).open()

    def stop(self) -> None:
        """Close the database."""
        self._database.close()

    def get_dependency(self, _worker_ctx: Any) -> Database:
        """The database."""
        return self._database


class Loner(Entrypoint):  # type: ignore[misc]
    """Reads the ballot queue as its single active consumer."""

    def setup(self) -> None:
        """Find the broker."""
        self._uri = self.container.config["AMQP_URI"]
        self._stopping = False
        self._stopped = Event()

    def start(self) -> None:
        """Begin to read."""
        self.container.spawn_managed_thread(self._read, identifier="ballot-queue")

    def stop(self) -> None:
        """Finish the message in hand, then leave."""
        self._stopping = True
        self._stopped.wait()

    def _read(self) -> None:
        pause = pauses(longest=LONGEST_PAUSE)
        while not self._stopping:
            try:
                with open_connection(self._uri, name="ballot-box") as connection:
                    pause = pauses(longest=LONGEST_PAUSE)
                    self._read_from(connection)
            except BROKEN_CONNECTION as error:
                log.warning("ballot_box_lost_broker", kind=type(error).__name__)
                sleep(next(pause))
        self._stopped.send(None)

    def _read_from(self, connection: Connection) -> None:
        channel = connection.channel()
        self._producer = Producer(channel)
        with Consumer(channel, [lone_queue(self._uri, QUEUE)], on_message=self._take, prefetch_count=1):
            while not self._stopping:
                try:
                    connection.drain_events(timeout=LOOK_UP)
                except TimeoutError:
                    connection.heartbeat_check()

    def _take(self, message: Message) -> None:
        """Have one message answered by a worker, reply, acknowledge."""
        answered = Event()
        self.container.spawn_worker(
            self, (_read_body(message),), {}, context_data={},
            handle_result=lambda _, result, exc_info: _hand_over(answered, result, exc_info),
        )
        reply, reply_to = answered.wait(), message.properties.get("reply_to")
        if reply is not None and reply_to:
            self._producer.publish(json.dumps(reply), routing_key=reply_to, delivery_mode=1, **JSON)
        message.ack()


def single_active_consumer(method: Method) -> Method:
    """Mark the method that answers what stands in the ballot queue."""
    marked: Method = Loner.decorator(method)
    return marked


def _hand_over(answered: Event, result: Any, exc_info: Any) -> tuple[Any, Any]:
    answered.send(result)
    return result, exc_info


def _read_body(message: Message) -> Any:
    """What the message says, or nothing when it cannot be read: it is answered by a refusal, and gone."""
    if len(message.body) > LARGEST_BODY:
        return None
    try:
        return json.loads(message.body)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
