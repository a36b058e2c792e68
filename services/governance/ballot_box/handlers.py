"""What may be asked of the ballot box, over an entrypoint of its own: one queue, no tokens, nobody's name.

It is not nameko's RPC: no context is read from headers, none is passed on, and message ids, correlation ids and times
that a client may have set are not looked at. One consumer answers the messages in order, those that are here together
in one transaction: it commits, then replies, then acknowledges. Every operation may be done twice without harm, so a
message that comes again is answered again.

A reply has the form of every reply of the house (`result`, `error`), but carries no correlation: nothing may tie a
reply, a log line or a row to the one who asked.
"""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from eventlet import sleep
from eventlet.event import Event
from kombu import Connection, Consumer, Message, Producer
from nameko.extensions import DependencyProvider, Entrypoint

from services.governance.ballot_box import reads, schemas, use_cases
from services.governance.ballot_box.errors import BoxFailed
from services.governance.ballot_box.use_cases import BoxKeys
from services.governance.ballots.rules.ballots import ORDERS, QUEUE, development_seed
from shared import clock
from shared.bus.anonymous import JSON, lone_queue
from shared.bus.connection import BROKEN_CONNECTION, open_connection, pauses
from shared.definitions import definition_of
from shared.errors import Refusal
from shared.fields import Shape, ShapeNotMet, load_shape
from shared.postgres import Database, Tx
from shared.settings import read, require
from shared.signatures import SigningKey

log = structlog.get_logger()

Method = TypeVar("Method", bound=Callable[..., Any])
LONGEST_PAUSE_S = 2.0  # between two tries to reach a broker that is away
ACTOR = "ballot-box"
AHEAD = 100  # messages that the broker hands over before the first of them is acknowledged
REPLY_QUEUE = re.compile(r"reply-[0-9a-f]{32}")
LARGEST_BODY_BYTES = 32 * 1024  # a ballot has four thousand
TOGETHER = 50  # messages of one transaction, at most
LOOK_UP_S = 0.2  # after which a waiting consumer looks whether it shall stop
HERE_ALREADY_S = 0.001  # to look for more messages when one is here


class OwnDatabase(DependencyProvider):  # type: ignore[misc]
    """Gives the service its own database; nothing of a worker's context goes along."""

    def setup(self) -> None:
        """Open the database; do not start without the box's keys."""
        read_keys(os.environ)
        definition = definition_of(self.container.service_cls)
        url = require(os.environ, f"DATABASE_URL_{definition.name.upper()}")
        self._database = definition.database(url, require(os.environ, "COUNTRY"), most_connections=2).open()

    def stop(self) -> None:
        """Close the database."""
        self._database.close()

    def get_dependency(self, _worker_ctx: Any) -> Database:
        """The database."""
        return self._database


class SingleActiveConsumer(Entrypoint):  # type: ignore[misc]
    """Reads the ballot queue as its single active consumer."""

    def setup(self) -> None:
        """Find the broker."""
        self._waiting: list[Message] = []
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
        pause = pauses(longest=LONGEST_PAUSE_S)
        while not self._stopping:
            try:
                with open_connection(self._uri, name="ballot-box") as connection:
                    pause = pauses(longest=LONGEST_PAUSE_S)
                    self._read_from(connection)
            except BROKEN_CONNECTION as error:
                log.warning("ballot_box_lost_broker", kind=type(error).__name__)
                sleep(next(pause))
        self._stopped.send(None)

    def _read_from(self, connection: Connection) -> None:
        votes, orders = connection.channel(), connection.channel()
        self._producer = Producer(votes)
        self._waiting.clear()
        with Consumer(orders, [lone_queue(self._uri, ORDERS)], on_message=self._take_order, prefetch_count=1), \
                Consumer(votes, [lone_queue(self._uri, QUEUE)], on_message=self._waiting.append, prefetch_count=AHEAD):
            while not self._stopping:
                self._gather(connection)
                messages = self._waiting[:]
                self._waiting.clear()
                self._take(messages)

    def _gather(self, connection: Connection) -> None:
        """Wait for messages, until no more are here or enough for one transaction."""
        try:
            connection.drain_events(timeout=LOOK_UP_S)
            while self._waiting and len(self._waiting) < TOGETHER:
                connection.drain_events(timeout=HERE_ALREADY_S)
        except TimeoutError:
            connection.heartbeat_check()

    def _take_order(self, message: Message) -> None:
        """Answer governance's order; a closing is put behind the ballots that came before it."""
        body = _read_body(message)
        if isinstance(body, Mapping) and body.get("do") == "close_poll":
            self._producer.publish(json.dumps(body), routing_key=QUEUE, delivery_mode=2, **_reply_to(message), **JSON)
            message.ack()
        else:
            self._take([message])

    def _take(self, messages: Sequence[Message]) -> None:
        """Have messages answered, reply to each one's own queue, acknowledge. What is no message costs no worker."""
        bodies = [_read_body(message) for message in messages]
        answers = iter(self._answer([body for body in bodies if _is_message(body)]))
        for message, body in zip(messages, bodies, strict=True):
            reply = next(answers) if _is_message(body) else NO_MESSAGE
            if reply is not None and (to := _reply_to(message)):
                self._producer.publish(json.dumps(reply), routing_key=to["reply_to"], delivery_mode=1, **JSON)
            message.ack()

    def _answer(self, bodies: Sequence[Any]) -> Sequence[Any]:
        """The replies in their order; none of them where the worker was ended."""
        if not bodies:
            return []
        answered = Event()
        self.container.spawn_worker(
            self, (bodies,), {}, context_data={},
            handle_result=lambda _, result, exc_info: _hand_over(answered, result, exc_info),
        )
        return answered.wait() or [None] * len(bodies)


def single_active_consumer(method: Method) -> Method:
    """Mark the method that answers what stands in the ballot queue."""
    marked: Method = SingleActiveConsumer.decorator(method)
    return marked


def _hand_over(answered: Event, result: Any, exc_info: Any) -> tuple[Any, Any]:
    answered.send(result)
    return result, exc_info


def _read_body(message: Message) -> Any:
    """What the message says, or nothing when it cannot be read: it is answered by a refusal, and gone."""
    if len(message.body) > LARGEST_BODY_BYTES:
        return None
    try:
        return json.loads(message.body)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None


def _reply_to(message: Message) -> dict[str, str]:
    """Where the reply goes: to a queue that a caller made for it, to no other queue of the broker."""
    name = str(message.properties.get("reply_to") or "")
    return {"reply_to": name} if REPLY_QUEUE.fullmatch(name) else {}


def _is_message(body: Any) -> bool:
    return isinstance(body, Mapping) and isinstance(body.get("do"), str) and body["do"] in OPERATIONS


@dataclass(frozen=True, slots=True)
class BoxOperation:
    """What a message may ask: its shape, whether it writes, and who does it."""

    shape: type[Shape]
    carry_out: Callable[..., dict[str, Any]]
    writes: bool = False


OPERATIONS = {
    "open_poll": BoxOperation(schemas.OpenPoll, use_cases.open_poll, writes=True),
    "cast_ballot": BoxOperation(schemas.CastBallot, use_cases.cast_ballot, writes=True),
    "close_poll": BoxOperation(schemas.ClosePoll, use_cases.close_poll, writes=True),
    "cancel_poll": BoxOperation(schemas.CancelPoll, use_cases.cancel_poll, writes=True),
    "get_board": BoxOperation(schemas.GetBoard, reads.get_board),
    "get_batch": BoxOperation(schemas.GetBatch, reads.get_batch),
    "health": BoxOperation(schemas.GetHealth, reads.get_health),
}


def read_keys(variables: Mapping[str, str]) -> BoxKeys:
    """The box's keys; production refuses to be without real ones."""
    get = require if variables.get("SHAREDCO_ENV") == "production" else read
    orders, receipts = (get(variables, name) for name in ("BALLOT_BOX_ORDERS_PUBLIC_KEY", "BALLOT_BOX_RECEIPTS_KEY"))
    return BoxKeys(orders_public_key=orders or SigningKey(development_seed("orders")).public,
                   receipts=SigningKey(receipts or development_seed("receipts")))


class BallotHandlers:
    """The two queues of the ballot box."""

    reads_alone = (QUEUE, ORDERS)
    database: Database = OwnDatabase()

    @single_active_consumer
    def answer_all(self, messages: Sequence[Any]) -> list[dict[str, Any]]:
        """The replies to messages in their order, of one transaction; if that fails, each message has its own."""
        if len(messages) > 1:
            try:
                with self.database.transaction(on=clock.now().date(), actor=ACTOR) as tx:
                    keys = read_keys(os.environ)
                    return [_reply(tx, keys, message) for message in messages]
            except Exception as error:  # noqa: BLE001 - its text may hold a ballot and must not be logged
                log.warning("ballot_box_one_by_one", kind=type(error).__name__)
        return [self.answer(message) for message in messages]

    def answer(self, message: Any) -> dict[str, Any]:
        """The reply to one message. Never raises; a failure is logged by its kind alone."""
        try:
            with self.database.transaction(on=clock.now().date(), actor=ACTOR) as tx:
                return _reply(tx, read_keys(os.environ), message)
        except Refusal as refusal:  # by a constraint of the database
            return _refused(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold a ballot and must not be logged
            log.error("ballot_box_failed", kind=type(error).__name__)  # noqa: TRY400 - for the same reason
            return _refused(BoxFailed())


def _reply(tx: Tx, keys: BoxKeys, message: Any) -> dict[str, Any]:
    """The reply to one message. Whatever is refused is refused before anything of it is written."""
    try:
        return {"result": _carry_out(tx, keys, message), "error": None}
    except Refusal as refusal:
        return _refused(refusal)


def _carry_out(tx: Tx, keys: BoxKeys, message: Any) -> dict[str, Any]:
    if not _is_message(message):
        raise NOT_A_MESSAGE
    operation = OPERATIONS[message["do"]]
    asked = load_shape(operation.shape(), {name: value for name, value in message.items() if name != "do"})
    if operation.writes:
        return operation.carry_out(tx, keys, **asked)
    asked.pop("order")  # what is read after the close is for everybody, signed or not
    return operation.carry_out(tx, **asked)


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"result": None, "error": {
        "exc_type": refusal.code, "value": refusal.message, "details": refusal.details, "retryable": refusal.retryable,
    }}


NOT_A_MESSAGE = ShapeNotMet(problems={"do": f"One of {', '.join(OPERATIONS)}."})
NO_MESSAGE = _refused(NOT_A_MESSAGE)
