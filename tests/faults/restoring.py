"""A drill among faults: the speaker's database goes back to an earlier point, and the house goes on in a new epoch.

What was said after the backup is lost by the speaker and known by the listener. Nothing may be stuck for it, no version
may mean two things, and `verify` must name exactly those words, until a person has answered for each.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from psycopg import sql

from shared.bus.event_log import Q
from shared.bus.reconcile import compare
from shared.bus.restoring import assert_settled, begin_epoch
from shared.definitions import definition_of
from tests.builders import DAY
from tests.faults.checker import Verdict, Word, check
from tests.faults.clients import Order, give_all
from tests.faults.listener.service import Listener
from tests.faults.speaker.service import Speaker

if TYPE_CHECKING:
    from tests.faults.cluster import Cluster

SPEAKING = ("speaker", "relay_1", "relay_2", "keeper")
LINES, COUNT, THREADS, TRIES = 6, 5, 2, 50
LONGEST_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What the drill showed."""

    lost: int  # words that the speaker lost, and the listener knows
    named: int  # those of them that the comparison named
    left: list[str]  # what it names still after a person answered for each
    parked: int
    kept: Verdict  # of the words before the backup and after the restore


def drill(cluster: "Cluster", chance: random.Random) -> Restored:
    """Back up, go on, go back, go on; meanwhile processes end."""
    words = _say(cluster, chance, 1)
    kept = f"{cluster.names['speaker']}_kept"
    with _standing_still(cluster):
        _copy(cluster, cluster.names["speaker"], kept)
    lost = _say(cluster, chance, 1_001)
    _await(lambda: _consumed(cluster, lost), "the words after the backup at the listener")
    with _standing_still(cluster):
        assert_settled(cluster.direct_uri, "speaker", ["listener"])
        cluster.server.embedded.drop(cluster.names["speaker"])
        _copy(cluster, kept, cluster.names["speaker"])
        cluster.server.embedded.drop(kept)
        _begin_epoch(cluster)
    words += _say(cluster, chance, 2_001, disturb=True)
    _await(lambda: _consumed(cluster, words), "the words after the restore at the listener")
    named = [each for each in compare("speaker", cluster.urls["speaker"], "listener", cluster.urls["listener"])
             if each.is_fault]
    _answer_for(cluster, [each.event_id for each in named])
    effects = [word for word in cluster.words("listener", "effects") if word[0].startswith("line_r")]
    return Restored(
        lost=len(lost), named=sum(each.kind == "unsaid" for each in named),
        left=[str(each) for each in compare("speaker", cluster.urls["speaker"], "listener", cluster.urls["listener"])],
        parked=len(cluster.ask("listener", "select 1 from parked")), kept=check(words + lost, effects))


def _say(cluster: "Cluster", chance: random.Random, first: int, *, disturb: bool = False) -> list[Word]:
    """Say some words in each line of the drill; what was acknowledged, which is all of it."""
    orders = [Order(request_id=str(UUID(int=chance.getrandbits(128))), line_id=f"line_r{line}", number=number, count=1)
              for number in range(first, first + COUNT) for line in range(10, 10 + LINES)]
    stop = threading.Event()
    notes, workers = give_all(cluster.uri, cluster.token, orders, threads=THREADS, stop=stop, pause=0.05)
    for happen in (lambda: cluster.kill("speaker"), cluster.cut, lambda: cluster.kill("listener_1"),
                   lambda: cluster.kill("relay_1")) if disturb else ():
        happen()
        time.sleep(0.5)
    until = time.monotonic() + LONGEST_S
    for worker in workers:
        worker.join(max(0.0, until - time.monotonic()))
    stop.set()
    assert len(notes.acknowledged) == len(orders), f"{len(notes.acknowledged)} of {len(orders)} were acknowledged"
    return notes.acknowledged


def _consumed(cluster: "Cluster", words: list[Word]) -> bool:
    return set(words) <= set(cluster.words("listener", "effects"))


@contextmanager
def _standing_still(cluster: "Cluster") -> Iterator[None]:
    """The speaker and all of its processes are down."""
    cluster.away.update(SPEAKING)
    for _ in range(2):  # one may just have been started
        for name in SPEAKING:
            cluster.kill(name)
        time.sleep(0.3)
    yield
    cluster.away.clear()


def _copy(cluster: "Cluster", source: str, target: str) -> None:
    """Make a database from another; whoever was killed may be connected to it for a moment yet."""
    statement = sql.SQL("create database {} template {}").format(sql.Identifier(target), sql.Identifier(source))
    with psycopg.connect(cluster.server.embedded.url(), autocommit=True) as conn:
        for _ in range(TRIES):
            conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [source])
            with suppress(psycopg.errors.ObjectInUse):
                conn.execute(statement)
                return
            time.sleep(0.1)
    raise TimeoutError(f"{source} is in use")


def _begin_epoch(cluster: "Cluster") -> None:
    database = definition_of(Speaker).database(cluster.urls["speaker"], "BE").open()
    with database.transaction(on=DAY, actor="operator") as tx:
        begin_epoch(tx, "speaker", [cluster.urls["listener"]], by="operator", why="a drill")
    database.close()


def _answer_for(cluster: "Cluster", events: list[str]) -> None:
    database = definition_of(Listener).database(cluster.urls["listener"], "BE").open()
    with database.transaction(on=DAY, actor="operator") as tx:
        for event in events:
            tx.run(Q.acknowledge, source="speaker", event_id=event, by="operator", why="the drill lost it")
    database.close()


def _await(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + LONGEST_S
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"in {LONGEST_S} s there was no {what}")
        time.sleep(0.2)
