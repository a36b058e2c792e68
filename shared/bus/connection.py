"""Connections to the broker, and the names under which the house meets there.

The names and kinds of exchanges and queues are stock nameko's, so that any nameko or AMQP client can call and
subscribe. `memory://` is the embedded transport of `make demo`: the same services in one process, without a broker.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from amqp.exceptions import AccessRefused
from kombu import Connection, Exchange, Queue

log = structlog.get_logger()

HEARTBEAT = 20  # seconds; both sides give up a connection that was silent for twice as long
CONNECT_TIMEOUT = 5  # seconds to reach the broker before the next try
ANSWER_TIMEOUT = 10.0  # seconds that it is given for each word while exchanges and queues are declared
MEMORY_POLLING = 0.001  # seconds between two looks into the embedded queues
LONGEST_PAUSE = 15.0  # seconds between two tries to reach a broker that is away
# py-amqp has the kernel end a connection that a stalled broker did not read for one second, which loses what is on its
# way; here heartbeats and deadlines tell a broker that is gone from one that is slow.
_PATIENT = {socket.TCP_USER_TIMEOUT: 0} if hasattr(socket, "TCP_USER_TIMEOUT") else {}

RPC_EXCHANGE = "nameko-rpc"

BROKEN_CONNECTION: tuple[type[Exception], ...] = (
    *Connection("amqp://").connection_errors, *Connection("amqp://").channel_errors,
)


def is_memory(uri: str) -> bool:
    """Whether the URI names the embedded transport rather than a broker."""
    return uri.startswith("memory:")




def user_of(uri: str) -> str:
    """The broker user that a URI logs in as; `guest` where it names none, nobody on the embedded transport."""
    return "" if is_memory(uri) else unquote(urlsplit(uri).username or "guest")


def user_for(service: str, uri: str, name: str) -> str:
    """The broker user under which `service` comes, as `name` knows it who comes with this URI.

    Where each service has a user of its own (named as the service, perhaps with something around it), so has this one;
    where all share one user, it is that.
    """
    return user_of(uri).replace(name, service)


class Flow:
    """Whether the broker takes the messages of a connection: none while it is low on memory or disk.

    `since` is the moment from which it took them, on the monotonic clock. Under a `name` the log is told.
    """

    def __init__(self, name: str = "") -> None:
        self.stopped = False
        self.since = monotonic()
        self._name = name

    def stop(self, _why: str = "") -> None:
        """The broker takes no more."""
        self.stopped = True
        if self._name:
            log.warning("broker_takes_no_messages", connection=self._name)

    def go_on(self) -> None:
        """The broker takes messages again."""
        self.stopped, self.since = False, monotonic()
        if self._name:
            log.info("broker_takes_messages_again", connection=self._name)


def open_connection(
    uri: str, *, name: str = "sharedco", heartbeat: int = HEARTBEAT, flow: Flow | None = None,
) -> Connection:
    """A kombu connection, established. Raises one of `BROKEN_CONNECTION` when the broker does not answer.

    From then on a broker that stays silent for `ANSWER_TIMEOUT` raises `TimeoutError`; who listens for longer says so.
    Whoever holds it calls `connection.heartbeat_check()` at least twice per `heartbeat`, or the broker hangs up.
    `amqps://` demands a certificate that the system's authorities (or `SSL_CERT_FILE`) vouch for.
    `flow` (else one that tells the log) learns when the broker takes no messages, and when it does again.
    """
    connection = Connection(
        uri, heartbeat=0 if is_memory(uri) else heartbeat, connect_timeout=CONNECT_TIMEOUT, ssl=_tls(uri),
        transport_options=_options(uri, name, flow or Flow(name)),
    )
    connection.connect()
    if not is_memory(uri):
        connection.connection.transport.sock.settimeout(ANSWER_TIMEOUT)
    return connection


def _options(uri: str, name: str, flow: Flow) -> dict[str, Any]:
    if is_memory(uri):
        return {"polling_interval": MEMORY_POLLING}
    return {"client_properties": {"connection_name": name}, "socket_settings": _PATIENT,
            "on_blocked": flow.stop, "on_unblocked": flow.go_on}


def _tls(uri: str) -> dict[str, Any] | bool:
    parts = urlsplit(uri)
    if parts.scheme != "amqps":
        return False
    return {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": parts.hostname}


def pauses(first: float = 0.2, longest: float = LONGEST_PAUSE) -> Iterator[float]:
    """Seconds to wait before each next try: doubling, up to `longest`."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 2, longest)


def rpc_exchange() -> Exchange:
    """Where requests and replies travel."""
    return Exchange(RPC_EXCHANGE, type="topic", durable=True)


def rpc_queue(service: str) -> Queue:
    """The queue of a service's requests, shared by its replicas."""
    return Queue(f"rpc-{service}", exchange=rpc_exchange(), routing_key=f"{service}.*", durable=True)


def events_exchange(service: str) -> Exchange:
    """Where a service publishes its events; the event's type is the routing key."""
    return Exchange(f"{service}.events", type="topic", durable=True)


def reports_name(source: str) -> str:
    """Exchange and queue to which consumers report how far they consumed what a service published."""
    return f"{source}.reports"


def repeats_name(source: str) -> str:
    """The exchange through which a service sends its events again, to the one consumer that the routing key names."""
    return f"{source}.repeats"


def repeats_exchange(service: str) -> Exchange:
    """Where a service sends events again."""
    return Exchange(repeats_name(service), type="direct", durable=True)


def quorum_arguments(uri: str) -> dict[str, Any]:
    """What makes a queue replicated on a broker; the embedded transport knows no such thing."""
    return {} if is_memory(uri) else {"x-queue-type": "quorum"}


def declare(channel: Any, *entities: Exchange | Queue) -> None:
    """Make sure that exchanges and queues (with their bindings) exist."""
    for entity in entities:
        entity(channel).declare()


def ensure(open_channel: Callable[[], Any], *entities: Exchange | Queue) -> None:
    """Make sure that exchanges and queues exist; whoever may not make one is content that the topology job did."""
    for entity in entities:
        try:
            declare(open_channel(), entity)
        except AccessRefused:
            bound = entity(open_channel())
            look: Any = bound.declare if isinstance(bound, Exchange) else bound.queue_declare
            look(passive=True)


def is_routed(channel: Any, exchange: str, routing_key: str) -> bool:
    """Embedded transport only: whether any queue would get a message; a broker tells by returning it."""
    if not exchange:
        return routing_key in channel.queues
    if exchange not in channel.state.exchanges:
        return False
    queues = channel.typeof(exchange).lookup(channel.get_table(exchange), exchange, routing_key, None)
    return any(queues or ())
