"""The keeper of a service's events: it compares what was published with what each consumer reports, and sends again.

A removed binding, a purged queue, a queue that was away for a moment: the broker says that all is well, and an event is
gone. The consumer's report shows it; the keeper sends again what is lacking, under the ids that the events always had,
so that what was consumed after all has no second effect. It waits while events may still be on their way: younger than
`SETTLED_S`, still pending, or in a queue that is not empty.

A stream that the consumer reported as stopped lacks nothing: what comes is parked there. But the report that it goes on
may have been lost too, so its next event is sent again now and then, and the consumer says where the stream stands.
"""

import json
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import structlog
from amqp.exceptions import NotFound
from kombu import Connection

from shared import clock, telemetry
from shared.bus.connection import BROKEN_CONNECTION, open_connection, reports_name, user_for
from shared.bus.event_log import Q
from shared.bus.inbox_messages import usable
from shared.bus.relay_senders import open_sender
from shared.bus.replay import send_all
from shared.bus.topology import REPORTS, inbox_queue_name
from shared.identifiers import first_uuid7_at
from shared.postgres import Database, Tx

log = structlog.get_logger()

LOOK_S = 5.0  # seconds between two looks at what was reported
COMPARE_S = 60.0  # seconds between two comparisons
SETTLED_S = 60.0  # seconds after which an event should have been consumed
ASK_S = 600.0  # seconds after which a stream that was reported as stopped is asked about
LATELY_S = 180.0  # seconds without a report after which a consumer is taken to be stopped, not to lack anything
SLOWEST_S = 120.0  # seconds that a transaction may last: an event's id can be so much older than its commit
MOST_AGAIN = 500  # events sent again to one consumer at a time
LARGEST_REPORT = 4 * 1024 * 1024


class Keeper:
    """Keeps the events of one service. `run` until `leave` is set; a broker or database that is away is tried again."""

    def __init__(
        self, service: str, database: Database, amqp_uri: str, *, compare_every: float = COMPARE_S,
        settled: float = SETTLED_S, ask_after: float = ASK_S,
    ) -> None:
        self.service = service
        self.sent_again = 0
        self._database = database
        self._uri = amqp_uri
        self._compare_every = compare_every
        self._settled = settled
        self._ask_after = ask_after

    def run(self, leave: Event) -> None:
        """Read reports as they come, compare every minute."""
        compared = time.monotonic()
        while not leave.wait(min(LOOK_S, self._compare_every)):
            try:
                with open_connection(self._uri, name=f"{self.service} keeper", heartbeat=0) as connection:
                    self.read_reports(connection)
                    if time.monotonic() - compared >= self._compare_every:
                        compared = time.monotonic()
                        self.compare(connection)
            except BROKEN_CONNECTION as error:
                log.warning("keeper_interrupted", service=self.service, reason=type(error).__name__)
            except Exception:  # the next round tries again; the log tells
                log.exception("keeper_failed", service=self.service)

    def read_reports(self, connection: Connection) -> int:
        """Take every report that has come; how many."""
        channel, name, count = connection.channel(), reports_name(self.service), 0
        channel.exchange_declare(name, "direct", durable=True, auto_delete=False)
        channel.queue_declare(name, durable=True, auto_delete=False, arguments=REPORTS)
        channel.queue_bind(name, name, self.service)  # what somebody removed would keep every loss unseen
        while (message := channel.basic_get(name)) is not None:
            self._note(message)
            channel.basic_ack(message.delivery_tag)
            count += 1
        return count

    def _note(self, message: Any) -> None:
        """Believe a report only of the consumer that sent it: the broker vouches for who did."""
        report = _read_report(message.body)
        consumer, user = report.get("consumer", ""), message.properties.get("user_id", "")
        if not consumer or user != user_for(consumer, self._uri, self.service):
            log.warning("report_not_believed", service=self.service, user=user)
            return
        with self._transaction() as tx:
            tx.run(Q.note_report, consumer=consumer)
            if report["streams"]:
                tx.run(Q.note_consumed, consumer=consumer, streams=json.dumps(report["streams"]))

    def compare(self, connection: Connection) -> int:
        """Send every consumer that lives what it lacks; how many events."""
        with self._transaction() as tx:
            found = tx.all(Q.consumers_to_compare, lately=max(LATELY_S, 3 * self._compare_every))
        again = sum(self._compare_with(connection, row["consumer"], row["compared_until"]) for row in found)
        self.sent_again += again
        return again

    def _compare_with(self, connection: Connection, consumer: str, since: datetime) -> int:
        until = datetime.now(UTC) - timedelta(seconds=self._settled)
        with self._transaction() as tx:
            lacking = _lacking(tx, consumer, since, until)
            telemetry.LACKING.labels(self.service, consumer).set(len(lacking))
            telemetry.LACKING_FOR.labels(self.service, consumer).set(max((row["age"] for row in lacking), default=0.0))
            if not lacking:
                tx.run(Q.note_compared, consumer=consumer, until=max(since, until))
            asked = tx.all(Q.next_of_stopped, consumer=consumer, seconds=self._ask_after, limit=MOST_AGAIN)
        if not lacking + asked or not self._is_empty(connection, consumer):
            return 0
        if asked:
            self._ask(consumer, asked)
        return self._send_again(consumer, lacking) if lacking else 0

    def _ask(self, consumer: str, events: list[dict[str, Any]]) -> None:
        """Have the consumer say again where streams stand that it reported as stopped: by their next events."""
        with closing(open_sender(self._uri, self.service, consumer=consumer)) as sender:
            send_all(sender, events)
        with self._transaction() as tx:
            tx.run(Q.note_asked, consumer=consumer, aggregates=[event["aggregate"] for event in events])
        log.info("stopped_streams_asked_about", service=self.service, consumer=consumer, streams=len(events))

    def _is_empty(self, connection: Connection, consumer: str) -> bool:
        """Whether nothing waits in the consumer's queue, where what it lacks might still be."""
        queue = inbox_queue_name(consumer, self.service)
        try:
            return not connection.channel().queue_declare(queue, passive=True).message_count
        except NotFound:
            log.warning("consumer_has_no_queue", service=self.service, consumer=consumer, queue=queue)
            return False

    def _send_again(self, consumer: str, lacking: list[dict[str, Any]]) -> int:
        with closing(open_sender(self._uri, self.service, consumer=consumer)) as sender:
            returned = send_all(sender, lacking)
        streams = sorted({row["aggregate"] for row in lacking})
        if returned:
            log.error("consumer_is_not_bound", service=self.service, consumer=consumer, events=returned)
            return 0
        log.warning("events_sent_again", service=self.service, consumer=consumer, events=len(lacking),
                    streams=streams[:10], oldest_seconds=round(max(row["age"] for row in lacking)))
        telemetry.AGAIN.labels(self.service, consumer).inc(len(lacking))
        return len(lacking)

    def _transaction(self) -> Any:
        return self._database.transaction(on=clock.now().date(), actor="keeper")


def _lacking(tx: Tx, consumer: str, since: datetime, until: datetime) -> list[dict[str, Any]]:
    first, last = since.timestamp() - SLOWEST_S, until.timestamp()
    return tx.all(Q.not_consumed, consumer=consumer, since=since, first_id=first_uuid7_at(first),
                  last_id=first_uuid7_at(last), limit=MOST_AGAIN)


def _read_report(body: Any) -> dict[str, Any]:
    """What a report tells; nothing of one that cannot be read."""
    try:
        report = json.loads(body) if len(body) <= LARGEST_REPORT else {}
        streams = [_read_stream(each) for each in report["streams"]]
        return {"consumer": usable(report["consumer"]), "streams": streams}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def _read_stream(given: dict[str, Any]) -> dict[str, Any]:
    version = given["version"]
    if not usable(given["aggregate"]) or not isinstance(version, int) or not 0 <= version < 2**62:
        raise ValueError("no place in a stream")
    return {"aggregate": given["aggregate"], "version": version, "stopped": bool(given["stopped"])}
