"""Troubles of which nobody is told: what a broker loses, what a stranger sends, a process that hangs, a full disk.

The long ones last longer than any deadline: a broker or a database that is away, a queue that is full, a consumer of
which everything fails, one that a person pauses, a database that says nothing more to whoever is connected.
"""

import json
import signal
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pika
import psycopg
from pika.exceptions import AMQPError

from shared.bus.connection import reports_name
from shared.bus.topology import inbox_queue_name
from shared.identifiers import new_uuid7
from tests.faults.keeper import ENDS_BETWEEN

if TYPE_CHECKING:
    from tests.faults.cluster import Cluster

FROZEN_S = 8.0  # longer than a relay's lease
FULL_S = 2.0
HUGE = 16 * 1024 * 1024
PLANTED_S = 15.0  # seconds in which what was planted is set aside, or the next trouble does not happen
QUEUE = inbox_queue_name("listener", "speaker")
REPORTS = reports_name("speaker")
FULL_DISK = """
create or replace function no_room() returns trigger language plpgsql as $$
begin raise exception 'no space left on device' using errcode = '53100'; end $$;
create or replace trigger no_room before insert on effects for each row execute function no_room()
"""
ALL_FAILS = """
create or replace function all_fails() returns trigger language plpgsql as $$
begin raise exception 'a mistake of ours'; end $$;
create or replace trigger all_fails before insert on effects for each row execute function all_fails()
"""
AWAY_S = 6.0  # longer than a caller waits
FAILS_S = 5.0
PAUSED_S = 5.0
UNAPPLIED_S = 2.0  # after so long nothing that was begun before a pause is still on its way
EFFECTS = "select count(*) from effects"


class Troubles:
    """What happened, so that the checker knows what must have been set aside."""

    def __init__(self, cluster: "Cluster") -> None:
        self._cluster = cluster
        self.planted: dict[str, int] = {}
        self.applied_while_paused = 0
        self.avoid: set[str] = set()  # lines with a word that kills or fails: what stops those is looked at by itself

    def all(self) -> list[tuple[str, Callable[[], None]]]:
        """Every trouble with its name."""
        return [("unbound", self.unbind), ("unbound_reports", self.unbind_reports), ("purged", self.purge),
                ("deleted_queue", self.delete_queue),
                ("forged", self.forge), ("version_twice", self.give_a_version_twice),
                ("huge", self.send_something_huge), ("frozen_relay", self.freeze_the_leader),
                ("full_disk", self.fill_the_disk), ("dies_between", self.die_between_leaving_and_left),
                ("deadly_command", self.command_that_ends_its_process)]

    def long(self) -> list[tuple[str, Callable[[], None]]]:
        """Those that take several seconds each."""
        return [("broker_away", self.take_the_broker_away), ("database_away", self.take_the_database_away),
                ("full_queue", self.fill_the_queue), ("paused", self.pause_the_listener),
                ("all_fails", self.let_everything_fail), ("database_silent", self.silence_the_database)]

    def take_the_broker_away(self) -> None:
        """Nobody reaches the broker for longer than callers wait."""
        self._cluster.proxy.close()
        time.sleep(AWAY_S)
        self._cluster.proxy.open()

    def take_the_database_away(self) -> None:
        """There is no database for longer than callers wait."""
        self._cluster.server.stop()
        time.sleep(AWAY_S)
        self._cluster.server.begin()

    def silence_the_database(self) -> None:
        """Whoever is connected to the listener's database hears nothing more of it, without any error."""
        self._cluster.mute.mute()

    def fill_the_queue(self) -> None:
        """The listener's queue takes nothing for a while."""
        self._cluster.node.broker.limit_queue(self._cluster.vhost, QUEUE, 0)
        try:
            time.sleep(FULL_S)
        finally:
            self._cluster.node.broker.limit_queue(self._cluster.vhost, QUEUE, None)

    def pause_the_listener(self) -> None:
        """A person pauses what the listener takes, one of its processes starts anew, and nothing is applied."""
        with psycopg.connect(self._cluster.urls["listener"], autocommit=True) as conn:
            conn.execute("insert into pauses (source, paused_by, why) values ('speaker', 'operator', 'a trouble')")
            try:
                time.sleep(UNAPPLIED_S)
                before = conn.execute(EFFECTS).fetchone()
                self._cluster.kill("listener_1")
                time.sleep(PAUSED_S)
                after = conn.execute(EFFECTS).fetchone()
            finally:
                conn.execute("delete from pauses")
        if before and after:
            self.applied_while_paused += after[0] - before[0]

    def let_everything_fail(self) -> None:
        """For a while the listener fails at everything: the fault is its own, and no message's."""
        with psycopg.connect(self._cluster.urls["listener"], autocommit=True) as conn:
            conn.execute(ALL_FAILS)  # type: ignore[arg-type]
            try:
                time.sleep(FAILS_S)
            finally:
                conn.execute("drop trigger if exists all_fails on effects")

    def die_between_leaving_and_left(self) -> None:
        """The sender of letters ends after one appeared, before that is noted; the channel has taken it by then."""
        (self._cluster.outgoing / ENDS_BETWEEN).touch()

    def unbind(self) -> None:
        """Somebody removes the listener's binding."""
        with self._channel() as channel:
            channel.queue_unbind(QUEUE, "speaker.events", "#")

    def unbind_reports(self) -> None:
        """Somebody removes the binding over which consumers report."""
        with self._channel() as channel:
            channel.queue_unbind(REPORTS, REPORTS, "speaker")

    def purge(self) -> None:
        """Somebody empties the listener's queue."""
        self._await_planted()
        with self._channel() as channel:
            channel.queue_purge(QUEUE)

    def delete_queue(self) -> None:
        """Somebody deletes the listener's queue; it makes another one."""
        self._await_planted()
        with self._channel() as channel:
            channel.queue_delete(QUEUE)

    def _await_planted(self) -> None:
        """What was planted is set aside first: no log has it, so nobody could send it again."""
        until = time.monotonic() + PLANTED_S
        while self._is_some_on_its_way():
            if time.monotonic() > until:
                raise ConnectionError("what was planted is still on its way")
            time.sleep(0.1)

    def _is_some_on_its_way(self) -> bool:
        """What nobody vouches for is set aside without its id: it is counted by what is the matter with it."""
        parked = dict(self._cluster.ask("listener", "select code, count(*) from parked group by code"))
        return any(parked.get(code, 0) < count for code, count in self.planted.items())

    def forge(self) -> None:
        """A stranger publishes the next event of a line; nobody vouches for who it is."""
        line, version = self._a_line()
        self._publish("not_from_its_service", line, version + 1)

    def give_a_version_twice(self) -> None:
        """The speaker's own user publishes another event under a version that was given before."""
        line, version = self._a_line()
        if version:
            self._publish("version_taken", line, version, user_id="guest")

    def send_something_huge(self) -> None:
        """Sixteen mebibytes without a place in any line."""
        self._publish("oversized", "", 0, size=HUGE, user_id="guest")

    def freeze_the_leader(self) -> None:
        """The leading relay hangs for longer than its lease."""
        holder = str(self._cluster.ask("speaker", "select holder from relay_lease")[0][0])
        for name in ("relay_1", "relay_2"):
            process = self._cluster.residents[name].process
            if process and f"-{process.pid}-" in holder and process.poll() is None:
                process.send_signal(signal.SIGSTOP)
                threading.Timer(FROZEN_S, process.send_signal, (signal.SIGCONT,)).start()

    def fill_the_disk(self) -> None:
        """For a while nothing can be written by the listener."""
        with psycopg.connect(self._cluster.urls["listener"], autocommit=True) as conn:
            conn.execute(FULL_DISK)  # type: ignore[arg-type]
            try:
                time.sleep(FULL_S)
            finally:
                conn.execute("drop trigger if exists no_room on effects")

    def command_that_ends_its_process(self) -> None:
        """A command that kills the speaker whenever it is begun; nobody waits for its answer."""
        body = json.dumps({"args": [], "kwargs": {"request_id": new_uuid7().hex}}).encode()
        with self._channel() as channel:
            given = pika.BasicProperties(content_type="application/json", delivery_mode=2, message_id=new_uuid7().hex,
                                         headers={"nameko.auth_token": self._cluster.token})
            channel.basic_publish("nameko-rpc", "speaker.end_it", body, given)

    def _a_line(self) -> tuple[str, int]:
        """A line of the speaker, and how far it was consumed."""
        rows = self._cluster.ask("listener", "select aggregate, version from cursors order by random()")
        found = [row for row in rows if row[0] not in self.avoid]
        return (str(found[0][0]), int(found[0][1])) if found else ("line_none", 0)

    def _publish(self, code: str, line: str, version: int, *, size: int = 0, **properties: Any) -> None:
        headers = {"id": str(new_uuid7()), "type": "word_said", "aggregate": line, "aggregateversion": version}
        body = b" " * size or json.dumps({"number": 1_000_000 + version, "mood": "plain", "line_id": line}).encode()
        with self._channel() as channel:
            channel.confirm_delivery()
            given = pika.BasicProperties(message_id=headers["id"], delivery_mode=2, **properties,
                                         headers=headers if version else {"id": headers["id"]})
            channel.queue_bind(QUEUE, "speaker.events", "#")  # it may just be removed, and others listen too
            channel.basic_publish("speaker.events", "word_said", body, given, mandatory=True)
            self.planted[code] = self.planted.get(code, 0) + 1

    @contextmanager
    def _channel(self) -> Any:
        """A channel of an operator, past the proxy; a broker that is just away has no trouble."""
        try:
            connection = pika.BlockingConnection(pika.URLParameters(self._cluster.direct_uri))
        except AMQPError as error:
            raise ConnectionError from error
        try:
            yield connection.channel()
        except AMQPError as error:
            raise ConnectionError from error
        finally:
            with suppress(AMQPError):
                connection.close()
