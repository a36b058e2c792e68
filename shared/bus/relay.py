"""The relay: what was committed as an event reaches the broker. `python -m shared.bus.relay SERVICE`.

One relay leads per database, by a lease that it renews every second; others stand by and take over when it does not.
It sends the pending events in their order, in batches, with the next batch on its way while the last is being
confirmed, and deletes a pending row only when the broker has confirmed it. Whatever breaks, the rows are still there:
they are sent again, and who consumes them knows them by their ids.

It polls, quickly while there is work and slowly while there is none. It never asks for a NOTIFY: one per transaction
would halve the commits of the whole database.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from prometheus_client import Counter, Gauge
from psycopg.rows import dict_row

from shared.bus.connection import pauses
from shared.bus.event_log import Q
from shared.bus.relay_senders import CONFIRM_SECONDS, LOST, BrokerRefused, Sender, open_sender
from shared.health import Health, open_http_server
from shared.identifiers import new_uuid7
from shared.logs import configure_logs
from shared.postgres import LIFELINE, assert_cooperative, configure_session
from shared.settings import SettingsRefused, read_settings, whole_number
from shared.silence import limit_waits

log = structlog.get_logger()

LEASE_S = 5.0  # seconds for which a relay leads unless it renews: one that hangs is replaced so soon
RENEW_S = 1.0  # seconds between two renewals
BATCH = 500  # events per write
IN_FLIGHT = 3 * BATCH  # events sent and not yet confirmed
LEAST_POLL, LONGEST_POLL = 0.005, 0.25  # seconds between two looks at the pending events
STANDBY_POLL = 0.5  # seconds between two tries to lead
FAREWELL = 5.0  # seconds to wait for the last confirms before leaving; what is not confirmed is sent again by the next
REPORT = 5.0  # seconds between two looks at how much is pending
LONGEST_TURN = 120.0  # seconds that no turn of the loop takes, whatever is away


class LeaseLost(ConnectionError):
    """Another relay leads by now: this one was held up for too long."""


AWAY: tuple[type[Exception], ...] = (psycopg.Error, *LOST)

SENT = Counter("sharedco_events_sent", "Events that the broker confirmed.", ["service"])
NOBODY = Counter("sharedco_events_nobody_listening", "Events for which no queue was bound.", ["service"])
REFUSED = Counter("sharedco_events_refused", "Events that the broker refused; they are sent again.", ["service"])
SET_ASIDE = Counter("sharedco_events_set_aside_by_relay", "Events that the broker will not take at all.", ["service"])
PENDING = Gauge("sharedco_events_pending", "Events committed and not yet confirmed by the broker.", ["service"])
OLDEST = Gauge("sharedco_events_pending_oldest_seconds", "How long the oldest pending event has waited.", ["service"])

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(slots=True)
class Relayed:
    """What a relay has done since it was made."""

    sent: int = 0
    nobody_listening: int = 0
    refused: int = 0
    leading: bool = False


@dataclass(slots=True)
class Again:
    """When events that the broker refused are sent again: behind the others, a single one first.

    The refusal of one full queue concerns every event, though the other queues took it: a consumer that is behind must
    hold up nobody, and nobody should get again and again what only the full queue lacks.
    """

    some: bool = True  # some may be there: another relay may have left them
    full: bool = True  # the last one that was tried was refused
    tried: set[int] = field(default_factory=set)
    at: float = 0.0
    waits: Iterator[float] = field(default_factory=pauses)

    def settle(self, confirmed: list[int], refused: list[int]) -> None:
        """Note what the broker said: when it took one that it had refused, the rest follows at once."""
        if refused:
            if not self.full or self.tried.intersection(refused):
                self.at = time.monotonic() + next(self.waits)
            self.some = self.full = True
        elif self.tried.intersection(confirmed):
            self.full, self.at, self.waits = False, 0.0, pauses()
        self.tried.difference_update(confirmed, refused)

    def limit(self, most: int) -> int:
        """How many of them may be sent now."""
        if not self.some or time.monotonic() < self.at:
            return 0
        return most if not self.full else 1 - min(1, len(self.tried))


class Relay:
    """The relay of one service. `run` until `stop`, in a process or a green thread of its own."""

    def __init__(
        self, service: str, database_url: str, amqp_uri: str, *, longest_poll: float = LONGEST_POLL,
        opener: Callable[[str, str], Sender] = open_sender,
    ) -> None:
        self.service = service
        self.relayed = Relayed()
        self._database_url = database_url
        self._amqp_uri = amqp_uri
        self._longest_poll = longest_poll
        self._opener = opener
        self._stopping = False
        self._waits = pauses()
        self._reported = 0.0
        self._turned = time.monotonic()
        self._interrupted = True
        self._renewed = 0.0
        self._name = f"{socket.gethostname()}-{os.getpid()}-{new_uuid7().hex[-8:]}"
        self._on_their_way: set[int] = set()
        self._suspects = 0  # so many of the next events are sent one by one
        self._again = Again()

    @property
    def turns(self) -> bool:
        """Whether the loop was seen lately; one that hangs is to be ended."""
        return time.monotonic() - self._turned < LONGEST_TURN

    @property
    def at_work(self) -> bool:
        """Whether it sends what is committed, or stands by to."""
        return not self._interrupted

    def stop(self) -> None:
        """Leave after the confirms of what is on its way; `run` returns."""
        self._stopping = True

    def run(self) -> None:
        """Relay until `stop`. A lost database or broker is come back to, later and later while it is away."""
        assert_cooperative()
        while not self._stopping:
            try:
                with closing(self._connect()) as conn:
                    if self._lead(conn):
                        self._relay(conn)
            except BrokerRefused as error:
                self._interrupted = True
                self._find_what_is_refused(error)
            except AWAY as error:
                self._interrupted = True
                log.warning("relay_interrupted", service=self.service, reason=type(error).__name__)
                self._rest(next(self._waits))
            finally:
                self.relayed.leading = False

    def _find_what_is_refused(self, error: BrokerRefused) -> None:
        """The broker closed over a message that is too large: sent one by one, it shows itself, and is set aside."""
        log.warning("relay_interrupted", service=self.service, reason=str(error))
        if not error.size:
            self._rest(next(self._waits))
        elif len(self._on_their_way) > 1:
            self._suspects = len(self._on_their_way)
        else:
            with closing(self._connect()) as conn:
                for seq in self._on_their_way:
                    row = conn.execute(Q.set_pending_aside, {"seq": seq, "why": str(error)}).fetchone()
                    log.error("event_refused_by_broker", service=self.service, event_id=row and row["event_id"])
                    SET_ASIDE.labels(self.service).inc()
            self._on_their_way.clear()

    def _connect(self) -> Connection:
        conn: Connection = psycopg.connect(
            self._database_url, autocommit=True, row_factory=dict_row,
            application_name=f"sharedco-{self.service}-relay", **LIFELINE,
        )
        configure_session(conn)
        return conn

    def _lead(self, conn: Connection) -> bool:
        """Wait until no other relay of this database leads; false when told to stop before."""
        while not self._stopping:
            if self._renew(conn):
                self.relayed.leading = True
                log.info("relay_leads", service=self.service)
                return True
            self._turn()
            self._report(conn)
            self._rest(STANDBY_POLL)
        return False

    def _renew(self, conn: Connection) -> bool:
        """Take the lease or hold it longer; whether this relay leads."""
        self._renewed = time.monotonic()
        terms = {"holder": self._name, "seconds": LEASE_S}
        return conn.execute(Q.lead_relay, terms).fetchone() is not None

    def _assert_leading(self, conn: Connection) -> None:
        if time.monotonic() - self._renewed > RENEW_S and not self._renew(conn):
            raise LeaseLost

    def _relay(self, conn: Connection) -> None:
        self._report(conn)
        with closing(self._opener(self._amqp_uri, self.service)) as sender:
            on_their_way = self._on_their_way = set[int]()
            self._again = Again()
            poll = LEAST_POLL
            while not self._stopping:
                self._turn(sends=not sender.flow.stopped)
                self._assert_leading(conn)
                events = [] if sender.flow.stopped else self._next(conn, on_their_way)
                if events:
                    sender.send(events)
                    on_their_way.update(event["seq"] for event in events)
                self._settle(conn, sender, on_their_way, wait=self._wait(on_their_way, events, poll))
                busy = events or (on_their_way and not sender.flow.stopped)
                poll = LEAST_POLL if busy else min(2 * poll, self._longest_poll)
                self._report(conn)
            self._finish(conn, sender, on_their_way)
            conn.execute(Q.leave_relay, {"holder": self._name})

    def _turn(self, *, sends: bool = True) -> None:
        self._turned, self._interrupted = time.monotonic(), not sends

    def _next(self, conn: Connection, on_their_way: set[int]) -> list[dict[str, Any]]:
        if len(on_their_way) > IN_FLIGHT - BATCH or (self._suspects and on_their_way):
            return []
        limit = 1 if self._suspects else BATCH
        self._suspects = max(0, self._suspects - 1)
        return self._pending(conn, on_their_way, limit) or self._refused(conn, on_their_way, limit)

    def _pending(
        self, conn: Connection, on_their_way: set[int], limit: int, *, refused: bool = False,
    ) -> list[dict[str, Any]]:
        terms = {"on_their_way": list(on_their_way), "limit": limit, "refused": refused}
        return conn.execute(Q.next_pending, terms).fetchall()

    def _refused(self, conn: Connection, on_their_way: set[int], limit: int) -> list[dict[str, Any]]:
        """Events to try again, when nothing else is to be sent."""
        if not (limit := min(limit, self._again.limit(limit))):
            return []
        events = self._pending(conn, on_their_way, limit, refused=True)
        self._again.some = bool(events or on_their_way)
        self._again.tried.update(event["seq"] for event in events)
        return events

    def _wait(self, on_their_way: set[int], events: list[dict[str, Any]], poll: float) -> float:
        """How long to listen to the broker: not at all while there is more to send, else until it says something."""
        if len(events) == BATCH and len(on_their_way) <= IN_FLIGHT - BATCH:
            return 0.0
        return CONFIRM_SECONDS if len(on_their_way) > IN_FLIGHT - BATCH else poll

    def _settle(self, conn: Connection, sender: Sender, on_their_way: set[int], *, wait: float) -> None:
        """Delete what the broker has confirmed; what it refused is pending again."""
        sent = sender.answers(wait)
        if sent.confirmed:
            gone = conn.execute(Q.forget_pending, {"seqs": sent.confirmed, "holder": self._name})
            if not gone.rowcount:  # not one of them: another relay leads, and has sent them too
                raise LeaseLost
            self._waits = pauses()
        on_their_way.difference_update(sent.confirmed, sent.refused)
        self.relayed.sent += len(sent.confirmed)
        self.relayed.refused += len(sent.refused)
        self.relayed.nobody_listening += sent.nobody_listening
        SENT.labels(self.service).inc(len(sent.confirmed))
        REFUSED.labels(self.service).inc(len(sent.refused))
        NOBODY.labels(self.service).inc(sent.nobody_listening)
        if sent.refused:  # a queue is full, say: they are sent again behind the others
            conn.execute(Q.note_refused, {"seqs": sent.refused})
        self._again.settle(sent.confirmed, sent.refused)

    def _finish(self, conn: Connection, sender: Sender, on_their_way: set[int]) -> None:
        until = time.monotonic() + FAREWELL
        while on_their_way and not sender.flow.stopped and time.monotonic() < until:
            self._settle(conn, sender, on_their_way, wait=LONGEST_POLL)

    def _report(self, conn: Connection) -> None:
        if time.monotonic() - self._reported > REPORT and (row := conn.execute(Q.pending_now).fetchone()):
            PENDING.labels(self.service).set(row["pending"])
            OLDEST.labels(self.service).set(row["oldest_seconds"])
            self._reported = time.monotonic()

    def _rest(self, seconds: float) -> None:
        self._turned = time.monotonic()
        until = time.monotonic() + seconds
        while not self._stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))


def main(arguments: list[str]) -> int:
    """The process: one relay, ended by SIGTERM or SIGINT after the confirms that are on their way."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m shared.bus.relay SERVICE\n")
        return 2
    service = arguments[0]
    try:
        settings = read_settings()
        configure_logs(settings.environment)
        relay = Relay(service, settings.database_url(service), settings.broker_uri(service))
        port = whole_number(settings, "HTTP_PORT", 0, least=0)
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    if port:
        health = Health(lambda: relay.turns)
        health.add(f"{service}_relay", lambda: relay.at_work)
        open_http_server(health, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: relay.stop())
    limit_waits()
    relay.run()
    log.info("relay_left", service=service, sent=relay.relayed.sent)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
