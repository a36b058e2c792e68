"""The town in which faults happen: its servers, its supervised processes, and everything that can befall them."""

import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg.rows import dict_row

from deploy.local.postgres import EmbeddedPostgres, fresh_name
from deploy.local.rabbitmq import LocalRabbitMQ
from shared.bus.relay_senders import LOST, AmqpSender
from shared.bus.topology import declare_topology
from shared.definitions import definition_of
from shared.migrations import migrate
from tests.faults.channel import Channel
from tests.faults.checker import Word
from tests.faults.clusters import (
    LISTENER,
    LISTENER_PACKAGES,
    ROOT,
    SPEAKER,
    SPEAKER_PACKAGES,
    Resident,
    desk_token,
    relay,
    settings_of,
)
from tests.faults.listener.service import Listener
from tests.faults.mute import Mute
from tests.faults.proxy import Proxy
from tests.faults.speaker.service import Speaker
from tests.faults.troubles import Troubles

AT_WORK = "select 1 from pg_stat_activity where datname = '{}' and state = 'active'"
CUTS = 3  # in a round of small faults: what a network does most often
STOCK_SECONDS = 3.0  # how long a cut waits until the stock handler is at work
SOME_EVENTS = ("select id::text, type, aggregate, version, event_on::text as event_on, recorded_at, correlation, "
               "traceparent, body, epoch, version as seq from event_log order by random() limit 20")


class Server:
    """The embedded PostgreSQL of the town, which can be restarted and can crash."""

    def __init__(self, folder: Path) -> None:
        self.embedded = EmbeddedPostgres(folder)
        self._server: Any = self.embedded._server

    def stop(self) -> None:
        """An orderly end: every session is ended."""
        self._server._stop()

    def begin(self) -> None:
        """Start it again."""
        self._server.ensure_postgres_running()

    def restart(self) -> None:
        """An orderly restart."""
        self.stop()
        self.begin()

    def crash(self) -> None:
        """An end without a checkpoint: what was committed comes back from the log."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(20)
        self._server.ensure_postgres_running()


class Cluster:
    """A speaker, two relays, two listeners and a stock listener, behind a proxy that can be cut."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server(ROOT / ".local" / "postgres-faults")
        self.node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-faults").start(fresh=True)
        self.vhost = fresh_name("faults")
        self.direct_uri = self.node.broker.open_vhost(self.vhost)
        port = int(self.direct_uri.rpartition(":")[2].partition("/")[0])
        self.proxy = Proxy(port)
        self.uri = self.direct_uri.replace(f":{port}/", f":{self.proxy.port}/")
        self.names = {name: fresh_name(name) for name in ("speaker", "listener", "stock")}
        self.urls = {name: self.server.embedded.create(database) for name, database in self.names.items()}
        migrate(self.urls["speaker"], SPEAKER_PACKAGES)
        for name in ("listener", "stock"):
            migrate(self.urls[name], LISTENER_PACKAGES)
        declare_topology(self.direct_uri, {"speaker": definition_of(Speaker), "listener": definition_of(Listener)})
        self.token = desk_token()
        self.troubles = Troubles(self)
        self.outgoing = folder / "outgoing"
        self.outgoing.mkdir(exist_ok=True)
        self.channel = Channel(self.outgoing / "letters")
        self._sockets = TemporaryDirectory()  # a socket's path may not be long
        self.mute = Mute(self.urls["listener"], Path(self._sockets.name))
        urls = self.urls | {"listener": self.mute.url}
        settings = settings_of(folder, self.uri, **urls) | {
            "REPORT_SECONDS": "2", "OUTGOING_FOLDER": str(self.outgoing)}
        self.residents = {
            "speaker": _runner(settings, folder, "speaker", SPEAKER),
            "relay_1": relay(settings, folder, "speaker", 1), "relay_2": relay(settings, folder, "speaker", 2),
            "listener_1": _runner(settings, folder, "listener_1", LISTENER),
            "listener_2": _runner(settings, folder, "listener_2", LISTENER),
            "stock": Resident(settings, folder / "stock.log", "-m", "tests.faults.stock_listener"),
            "keeper": Resident(settings, folder / "keeper.log", "-m", "tests.faults.keeper"),
        }
        self._ending = threading.Event()
        self.away: set[str] = set()  # those that are not started again for now
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)

    def start(self) -> None:
        """Start everybody; whoever ends is started again."""
        for resident in self.residents.values():
            resident.start()
        self._supervisor.start()

    def _supervise(self) -> None:
        while not self._ending.wait(0.1):
            for name, resident in self.residents.items():
                if not resident.alive and name not in self.away and not self._ending.is_set():
                    resident.start()

    def close(self) -> None:
        """End everybody and remove what was made."""
        self._ending.set()
        self._supervisor.join(10)
        for resident in self.residents.values():
            if resident.alive:
                resident.kill()
        self.proxy.close()
        self.channel.close()
        self.mute.close()
        self._sockets.cleanup()
        for name in self.names.values():
            self.server.embedded.drop(name)
        self.node.broker.close_vhost(self.vhost)
        self.node.stop(unless_used=True)

    def ask(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """Rows of one of the databases; the server may just be starting."""
        for _ in range(100):
            with suppress(psycopg.OperationalError), psycopg.connect(self.urls[name]) as conn:
                return conn.execute(statement.encode()).fetchall()
            time.sleep(0.1)
        raise TimeoutError(f"the database of {name} does not answer")

    def words(self, name: str, table: str) -> list[Word]:
        """What a database holds of words, in the order in which they were written."""
        return [(line, number) for line, number in self.ask(name, f"select line_id, number from {table} order by seq")]

    # --- everything that can befall the town ---

    def cut(self) -> None:
        """Cut every connection to the broker; while the stock handler is at work, so that this fault finds it too."""
        until = time.monotonic() + STOCK_SECONDS
        while not self.ask("speaker", AT_WORK.format(self.names["stock"])) and time.monotonic() < until:
            time.sleep(0.02)
        self.proxy.cut()

    def cut_database(self) -> None:
        """End every session of the databases."""
        self.ask("speaker", "select pg_terminate_backend(pid) from pg_stat_activity "
                            "where application_name like 'sharedco%'")

    def kill(self, name: str) -> None:
        """End a process without warning."""
        if self.residents[name].alive:
            self.residents[name].kill()

    def terminate(self, name: str) -> None:
        """Ask a process to end; it has thirty seconds, as in production."""
        if self.residents[name].alive:
            self.residents[name].terminate()

    def repeat_events(self) -> None:
        """Deliver some events once more, straight into the listener's queue."""
        with psycopg.connect(self.urls["speaker"], row_factory=dict_row) as conn:
            events = conn.execute(SOME_EVENTS).fetchall()
        sender = AmqpSender(self.direct_uri, "speaker", consumer="listener")
        sender.send([event | {"seq": place} for place, event in enumerate(events)])
        sender.answers(2)
        sender.close()


def _runner(settings: dict[str, str], folder: Path, name: str, service: str) -> Resident:
    return Resident(settings, folder / f"{name}.log", "-m", "shared.bus.runner", service)


Fault = tuple[str, Callable[[], None]]


def small_faults(cluster: Cluster, *, long: bool = False) -> list[Fault]:
    """Faults after which everybody is back within moments, or (`long`) within a minute."""
    faults: list[Fault] = [("cut", cluster.cut)] * CUTS
    faults += [("database_cut", cluster.cut_database), ("repeat", cluster.repeat_events), *cluster.troubles.all()]
    faults += cluster.troubles.long() if long else []
    for name in cluster.residents:
        faults.append((f"kill_{name}", lambda name=name: cluster.kill(name)))  # type: ignore[misc]
        faults.append((f"terminate_{name}", lambda name=name: cluster.terminate(name)))  # type: ignore[misc]
    return faults


def large_faults(cluster: Cluster) -> list[Fault]:
    """Faults of the servers themselves."""
    return [
        ("database_restart", cluster.server.restart), ("database_crash", cluster.server.crash),
        ("broker_restart", cluster.node.restart), ("broker_kill", lambda: cluster.node.restart(brutally=True)),
    ]


class FaultPlan:
    """Lets faults happen, in an order that the seed decides, until it is told to stop."""

    def __init__(self, chance: random.Random, small: Sequence[Fault], large: Sequence[Fault], pause: float) -> None:
        self.happened: dict[str, int] = {}
        self._chance = chance
        self._small = list(small)
        self._large = list(large)
        self._kinds = [*small, *large]
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def never_happened(self) -> list[str]:
        """The kinds of faults that have not happened yet."""
        return sorted({_kind(name) for name, _ in self._kinds} - self.happened.keys())

    def start(self) -> None:
        """Let it begin."""
        self._thread.start()

    def stop(self) -> None:
        """Let no further fault happen; back when the last is over."""
        self._stop.set()
        self._thread.join(120)

    def _run(self) -> None:
        order: list[Fault] = []
        while not self._stop.wait(self._chance.uniform(0.5, 1.5) * self._pause):
            if not order:
                order = self._chance.sample(self._small, len(self._small))
                for place in (3, 9, 15, 21):
                    order[place:place] = [self._large.pop(0)] if self._large else []
            name, happen = order.pop(0)
            try:
                happen()
            except (psycopg.OperationalError, *LOST):  # what is just away cannot be troubled: it has its turn later
                order.append((name, happen))
            else:
                self.happened[_kind(name)] = self.happened.get(_kind(name), 0) + 1


def _kind(name: str) -> str:
    return name.removesuffix("_1").removesuffix("_2")

