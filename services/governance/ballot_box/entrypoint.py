"""The ballot box's own entrypoint: one consumer of one queue, one message at a time, in order.

It is not nameko's RPC: no context is read from headers, none is passed on, and message ids, correlation ids and times
that a client may have set are not looked at. A message is acknowledged after its reply left; every errand of the box
may be done twice without harm, so a message that comes again is answered again.
"""

import json
import os
from typing import Any

import structlog
from eventlet import sleep
from eventlet.event import Event
from kombu import Connection, Consumer, Message, Producer
from kombu.exceptions import KombuError
from nameko.extensions import DependencyProvider, Entrypoint

from services.governance.ballot_box.desk import Desk
from services.governance.ballot_box.port import ballot_queue
from shared.bus.connection import BROKEN_CONNECTION, open_connection, pauses
from shared.settings import require

log = structlog.get_logger()

LOOK_UP = 0.5  # seconds after which a waiting consumer looks whether it shall stop


def settings_of(container: Any) -> dict[str, str]:
    """The settings of the process, those of the container's own configuration first."""
    return {**os.environ, **{name: value for name, value in container.config.items() if isinstance(value, str)}}


class OwnDesk(DependencyProvider):
    """Gives the service its desk over its own database (`DATABASE_URL_BALLOT_BOX`)."""

    def setup(self) -> None:
        """Open the database."""
        from shared.homes import home_of  # noqa: PLC0415 - the home is found from the service, which imports this

        settings = settings_of(self.container)
        self._database = home_of(self.container.service_cls).database(
            require(settings, "DATABASE_URL_BALLOT_BOX"), require(settings, "COUNTRY"))
        self._database.open()

    def stop(self) -> None:
        """Close the database."""
        self._database.close()

    def get_dependency(self, worker_ctx: Any) -> Desk:
        """The desk; nothing of the worker's context goes along."""
        return Desk(self._database)


class BallotQueue(Entrypoint):
    """Reads the ballot queue as its single active consumer."""

    def setup(self) -> None:
        """Find the broker."""
        self._uri = require(settings_of(self.container), "AMQP_URI")
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
        pause = pauses()
        while not self._stopping:
            try:
                with open_connection(self._uri, name="ballot-box") as connection:
                    pause = pauses()
                    self._read_from(connection)
            except (KombuError, *BROKEN_CONNECTION) as error:
                log.warning("ballot_box_lost_broker", kind=type(error).__name__)
                sleep(next(pause))
        self._stopped.send(None)

    def _read_from(self, connection: Connection) -> None:
        channel = connection.channel()
        consumer = Consumer(channel, [ballot_queue(self._uri)], on_message=self._take, prefetch_count=1)
        self._producer = Producer(channel)
        with consumer:
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
        reply = answered.wait()
        if reply is not None and (reply_to := message.properties.get("reply_to")):
            self._producer.publish(json.dumps(reply), routing_key=reply_to, content_type="application/json",
                                   content_encoding="utf-8", delivery_mode=1)
        message.ack()


def _hand_over(answered: Event, result: Any, exc_info: Any) -> tuple[Any, Any]:
    answered.send(result)
    return result, exc_info


def _read_body(message: Message) -> Any:
    try:
        return json.loads(message.body)
    except (UnicodeDecodeError, ValueError):
        return None
