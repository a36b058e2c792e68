"""`make faults`: everything that can end is ended, again and again, while a town says and hears thousands of words.

Connections are cut, processes get kill -9 and SIGTERM, the database and the broker restart and crash, events are
delivered again, some words kill whoever consumes them; bindings are removed, queues emptied and deleted, strangers send
events, versions come twice, the leading relay hangs, the disk or a queue is full, a command ends its process, and a job
its own; broker and database are away for longer than anybody waits, or say nothing more; a consumer is paused, fails at
everything, is sent what only a person can mend; letters are taken away between leaving and the word that they left; and
in the end the speaker's database goes back to an earlier point. The checker, which knows only what was acknowledged to
the client and what the databases hold, must find nothing lost, nothing doubled, and every line in its order; a stock
nameko service that consumed the same words among the same faults shows that the checker finds what there is to find.
"""

import argparse
import json
import os
import platform
import random
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from shared.bus.parking import GapBefore, WaitsBehind, discard_parked, replay_parked, show_parked
from shared.bus.parking_groups import amend_parked
from shared.bus.reconcile import check_chain, compare
from shared.definitions import definition_of
from shared.errors import NotFound
from shared.postgres import Tx
from tests.builders import DAY
from tests.faults.checker import Verdict, Word, check
from tests.faults.clients import MISSPELT, Notes, Order, give_all, make_orders
from tests.faults.cluster import Cluster, FaultPlan, large_faults, small_faults
from tests.faults.clusters import ROOT, desk_token
from tests.faults.keeper import JOB
from tests.faults.listener.service import Listener
from tests.faults.restoring import Restored, drill
from tests.faults.waiting import processes, progress, what_is_parked, what_waits

SETTLE_SECONDS = 150.0  # for what has a beginning and an end; on a slow machine as on a fast one
STILL_SECONDS = 90.0  # with nothing moving for so long, nothing more is waited for: no pause of the bus is longer
ODD = {"kills_its_process", "too_much"}
UNREADABLE = "shape_not_met"
PARKED = "select id, code, aggregate, version from parked where code <> 'behind' order by version, id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is said, for how many seconds faults happen meanwhile, and which."""

    seed: int
    events: int = 4_000
    commands: int = 500
    seconds: float = 120.0
    pause: float = 1.2
    servers: tuple[str, ...] = ("database_restart", "database_crash", "broker_restart", "broker_kill")
    lines: int = 40
    deadly: int = 2
    threads: int = 4
    whole: bool = True  # with the troubles that take long, each of them at least once, and the drill at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run showed."""

    plan: Plan
    notes: Notes
    happened: dict[str, int]
    commands: Verdict
    events: Verdict
    stock: Verdict
    odd: int
    planted: dict[str, int]
    parked_codes: list[str]
    amended: int
    letters: Verdict
    applied_while_paused: int
    never_happened: list[str]
    restored: Restored | None
    unlike: list[str]
    starts: dict[str, int]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether the promise of the bus was kept."""
        return (self.commands.clean and self.events.clean and self.letters.clean and not self.unlike
                and not self.notes.failures and self.found == self.odd and self.amended == MISSPELT
                and self.strange == sum(self.planted.values()) and not self.applied_while_paused
                and not self.never_happened and self.restored_well)

    @property
    def restored_well(self) -> bool:
        """Whether what the restored speaker lost was named, word for word, and nothing else came of it."""
        drilled = self.restored
        return drilled is None or (
            drilled.lost == drilled.named and not drilled.left and not drilled.parked and drilled.kept.clean)

    @property
    def found(self) -> int:
        """How many of the words that kill or fail were found."""
        return sum(code in ODD for code in self.parked_codes)

    @property
    def strange(self) -> int:
        """How many of the planted messages were set aside."""
        return sum(code in self.planted for code in self.parked_codes)


def run(plan: Plan, folder: Path) -> Report:
    """Play one run."""
    begun = time.monotonic()
    chance = random.Random(plan.seed)  # noqa: S311 - chance that can be played again
    orders = make_orders(chance, commands=plan.commands, events=plan.events, lines=plan.lines, odd=plan.deadly)
    cluster = Cluster(folder)
    cluster.troubles.avoid = {order.line_id for order in orders if order.mood != "plain"}
    try:
        cluster.start()
        _await(lambda: _listening(cluster), SETTLE_SECONDS, "start")
        stop = threading.Event()
        large = [fault for fault in large_faults(cluster) if fault[0] in plan.servers]
        faults_ahead = FaultPlan(chance, small_faults(cluster, long=plan.whole), large, plan.pause)
        notes, workers = give_all(cluster.uri, desk_token(), orders, threads=plan.threads, stop=stop,
                                  pause=plan.seconds * plan.threads / plan.commands)
        faults_ahead.start()
        _join(workers, plan.seconds)
        if plan.whole:
            _await(lambda: not faults_ahead.never_happened, plan.seconds, "", insist=False)
        faults_ahead.stop()
        _await_while_moving(cluster, lambda: [f"client {place} has not had all of its answers" for place, worker in
                                              enumerate(workers) if worker.is_alive()])
        stop.set()
        return _judge(plan, cluster, orders, notes, faults_ahead, begun)
    finally:
        cluster.close()


def _join(workers: list[threading.Thread], seconds: float) -> None:
    until = time.monotonic() + seconds
    for worker in workers:
        worker.join(max(0.0, until - time.monotonic()))


def _listening(cluster: Cluster) -> bool:
    published = {name: resident.published() for name, resident in cluster.residents.items()}
    return "rpc_consuming" in published["speaker"] and all(
        "inbox_consuming" in published[f"listener_{n}"] for n in (1, 2))


def _judge(
    plan: Plan, cluster: Cluster, orders: list[Order], notes: Notes, faults: FaultPlan, begun: float,
) -> Report:
    odd = {order.words[0] for order in orders if order.mood in {"deadly", "failing"}}
    _await_while_moving(cluster, lambda: [*what_waits(cluster), *_the_job(cluster), *_letters(cluster)])
    planted = dict(cluster.troubles.planted)
    operator = Operator(cluster, odd)
    _await_while_moving(cluster, operator.work)
    published = cluster.words("speaker", "words")
    _await_while_moving(cluster, lambda: _lacking(cluster, len(published) - len(odd)) and [
        *operator.work(), *what_waits(cluster), "the lines have not come to their end"])
    _await(lambda: len(set(cluster.words("stock", "effects"))) >= len(published), 20, "", insist=False)
    operator.close()
    effects = cluster.words("listener", "effects")
    unlike = [str(each) for each in compare("speaker", cluster.urls["speaker"], "listener", cluster.urls["listener"])]
    unlike += check_chain(cluster.urls["speaker"])
    return Report(
        plan=plan, notes=notes, happened=dict(sorted(faults.happened.items())),
        commands=check([*notes.acknowledged, *JOB], published), events=check(published, effects, odd),
        stock=check(published, cluster.words("stock", "effects")), odd=len(odd), planted=planted,
        parked_codes=operator.codes, amended=operator.amended, letters=_judge_letters(cluster, orders),
        applied_while_paused=cluster.troubles.applied_while_paused,
        never_happened=faults.never_happened if plan.whole else [],
        restored=drill(cluster, random.Random(plan.seed + 1)) if plan.whole else None,  # noqa: S311 - played again
        unlike=unlike, starts={name: resident.starts for name, resident in cluster.residents.items()},
        seconds=time.monotonic() - begun,
    )


def _the_job(cluster: Cluster) -> list[str]:
    """What the job has still to do."""
    rows = cluster.ask("speaker", "select state, attempts, outcome from job_runs where state = 'done'")
    return [] if rows else ["speaker: the job has not come to its end"]


def _letters(cluster: Cluster) -> list[str]:
    """Letters that have not left."""
    count = cluster.ask("speaker", "select count(*) from outgoing_pending")[0][0]
    return [f"speaker: {count} letters have not left"] if count else []


def _judge_letters(cluster: Cluster, orders: list[Order]) -> Verdict:
    """Each command that was given and each word of the job is told in one letter, which the channel took once."""
    verdict = check([*(order.words[0] for order in orders), *JOB], cluster.channel.taken)
    return Verdict(lost=verdict.lost, doubled=verdict.doubled, disordered=[])  # letters are in no order


def _lacking(cluster: Cluster, expected: int) -> bool:
    return len(cluster.words("listener", "effects")) < expected


def _await_while_moving(cluster: Cluster, waiting: Callable[[], Any]) -> None:
    """Wait until nothing waits, however long that takes, while anything moves; else say what waits and for what."""
    last, moved = progress(cluster), time.monotonic()
    while found := waiting():
        if (now := progress(cluster)) != last:
            last, moved = now, time.monotonic()
        if time.monotonic() - moved > STILL_SECONDS:
            raise TimeoutError("\n".join([f"nothing moved for {STILL_SECONDS} s, and there waits still:", *found,
                                          *processes(cluster)]))
        time.sleep(0.5)


class Operator:
    """Throws away what cannot be consumed, mends what is misspelt, and has everything else tried again."""

    def __init__(self, cluster: Cluster, odd: set[Word]) -> None:
        self.codes: list[str] = []  # why each was parked that was thrown away
        self.amended = 0
        self._cluster = cluster
        self._odd = odd
        self._mended: set[Word] = set()
        self._database = definition_of(Listener).database(cluster.urls["listener"], "BE")

    def work(self) -> list[str]:
        """Do what can be done now; what is still parked, in sentences."""
        self._database.open()
        for number, code, line, version in self._cluster.ask("listener", PARKED):
            with suppress(WaitsBehind, GapBefore, NotFound), self._database.transaction(on=DAY, actor="operator") as tx:
                if code in self._cluster.troubles.planted or (line, version) in self._odd:
                    discard_parked(tx, number, by="operator", why="it cannot be consumed")
                    self.codes.append(code)
                elif code == UNREADABLE and (line, version) not in self._mended:
                    self._amend(tx, number)
                    self._mended.add((line, version))
                else:
                    replay_parked(tx, number)
        self.amended = len(self._mended)
        return what_is_parked(self._cluster)

    def _amend(self, tx: Tx, parked: int) -> None:
        """Give a word the mood that its speaker meant."""
        body = json.loads(bytes(show_parked(tx, parked)["body"]))
        amend_parked(tx, parked, json.dumps(body | {"mood": "plain"}).encode(), by="operator", why="it was misspelt")

    def close(self) -> None:
        """Leave."""
        self._database.close()


def _await(holds: Callable[[], bool], seconds: float, what: str, *, insist: bool = True) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            if insist:
                raise TimeoutError(f"in {seconds} s there was no {what}")
            return
        time.sleep(0.2)


def figures(report: Report) -> dict[str, Any]:
    """The report in the house's format."""

    def figure(value: float | str, unit: str, target: str, *, holds: bool) -> dict[str, Any]:
        return {"value": value, "unit": unit, "target": target, "holds": holds}

    def none(value: int, unit: str) -> dict[str, Any]:
        return figure(value, unit, "0", holds=value == 0)

    plan, notes = report.plan, report.notes
    return {"seed": plan.seed, "faults": report.happened, "starts": report.starts, "machine": machine(), "figures": {
        "events": figure(len(notes.acknowledged), "acknowledged", f">= {plan.events}",
                         holds=len(notes.acknowledged) >= plan.events),
        "commands": figure(notes.commands, "acknowledged", f">= {plan.commands}",
                           holds=notes.commands >= plan.commands),
        "commands_sent_again": figure(notes.tries - notes.commands, "tries", "any", holds=True),
        "faults": figure(sum(report.happened.values()), "faults", "any", holds=True),
        "commands_lost": none(len(report.commands.lost), "words"),
        "commands_doubled": none(len(report.commands.doubled), "words"),
        "events_lost": none(len(report.events.lost), "events"),
        "events_doubled": none(len(report.events.doubled), "events"),
        "lines_out_of_order": none(len(report.events.disordered), "lines"),
        "differences_at_reconciliation": none(len(report.unlike), "events"),
        "poison_found": figure(report.found, "messages", str(report.odd), holds=report.found == report.odd),
        "amended": figure(report.amended, "messages", str(MISSPELT), holds=report.amended == MISSPELT),
        "letters_lost": none(len(report.letters.lost), "letters"),
        "letters_doubled": none(len(report.letters.doubled), "letters"),
        "applied_while_paused": none(report.applied_while_paused, "events"),
        "kinds_that_never_happened": none(len(report.never_happened), "kinds"),
        **_of_the_drill(report, figure),
        "planted_set_aside": figure(report.strange, "messages", str(sum(report.planted.values())),
                                    holds=report.strange == sum(report.planted.values())),
        "stock_nameko_doubled": figure(len(report.stock.doubled), "events", "> 0", holds=bool(report.stock.doubled)),
    }}


def _of_the_drill(report: Report, figure: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    drilled = report.restored
    return {} if drilled is None else {
        "restored_words_named": figure(drilled.named, "events", str(drilled.lost), holds=drilled.named == drilled.lost),
        "restored_clean": figure(str(drilled.kept), "", "nothing", holds=report.restored_well)}


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system(),
            "libpq": psycopg.pq.version()}


def show(report: Report, console: Console) -> None:
    """The figures as a table."""
    table = Table(title=f"faults, seed {report.plan.seed}, {report.seconds:.0f} s")
    for heading in ("figure", "value", "target", "holds"):
        table.add_column(heading)
    for name, figure in figures(report)["figures"].items():
        table.add_row(name, f"{figure['value']} {figure['unit']}", figure["target"], "yes" if figure["holds"] else "NO")
    console.print(table)
    console.print("happened:", ", ".join(f"{name} {count}" for name, count in report.happened.items()))
    for sentence in [*report.unlike[:20], *(f"never happened: {kind}" for kind in report.never_happened)]:
        console.print(sentence)


def main(arguments: list[str] | None = None) -> int:
    """Play, show, write `var/bench/faults.json`; exit code 1 when the promise was not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--events", type=int, default=4_000)
    parser.add_argument("--commands", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long faults happen, at least")
    parser.add_argument("--keep", type=Path, help="a folder for the logs of the processes")
    given = parser.parse_args(arguments)
    console = Console()
    console.print(f"seed {given.seed}")
    plan = Plan(seed=given.seed, events=given.events, commands=given.commands, seconds=given.seconds)
    with tempfile.TemporaryDirectory() as folder:
        report = run(plan, given.keep or Path(folder))
    show(report, console)
    target = ROOT / "var" / "bench" / "faults.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figures(report), indent=2) + "\n", encoding="utf-8")
    return 0 if report.holds and report.stock.doubled else 1


if __name__ == "__main__":
    sys.exit(main())
