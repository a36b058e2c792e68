"""The same life over a real broker, a process per service and relay, and one of them killed all the time."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import psycopg
import pytest

from deploy.local.databases import prepare
from deploy.local.demo.bank import Bank
from deploy.local.demo.narrator import Narrator
from deploy.local.demo.phone import Phone
from deploy.local.demo.play import play
from deploy.local.demo.scenario import read_scenario
from deploy.local.demo.stage import Stage
from deploy.local.demo.story import STORY, Chapter
from deploy.local.keys import development_keys
from deploy.local.postgres import PostgresServer, fresh_name
from deploy.local.processes import kill
from deploy.local.stack import LOCAL, DidNotStart, Stack, commands
from shared.bus.client import BusClient
from shared.definitions import installed_definitions
from shared.settings import Settings

PATIENCE_S = 120.0


@pytest.fixture
def stack(
    postgres: PostgresServer, rabbitmq: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Stack]:
    prefix = fresh_name("fire") + "_"
    for name, value in prepare(postgres, installed_definitions(), prefix=prefix).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AMQP_URI", rabbitmq)
    stack = Stack(tmp_path / "stack")
    yield stack
    stack.down()
    for service in installed_definitions():
        postgres.drop(f"{prefix}{service}")


class Fire:
    """Kills a process (kill -9) in the midst of each chapter; whatever has ended is started again all the time."""

    def __init__(self, stack: Stack, seed: int) -> None:
        self.kills: list[str] = []
        self._stack = stack
        self._random = random.Random(seed)  # noqa: S311 - chance, not secrets
        self._out = threading.Event()
        self._mending = threading.Thread(target=self._mend, daemon=True)

    def __enter__(self) -> Self:
        self._mending.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._out.set()
        self._mending.join()

    def during(self, chapter: Chapter) -> Chapter:
        """The same chapter, with a kill a moment after it began."""
        def under_fire(stage: Stage) -> None:
            strike = threading.Timer(self._random.uniform(0, 0.3), self._strike)
            strike.start()
            chapter(stage)
            strike.join()

        return under_fire

    def _strike(self) -> None:
        running = {name: process for name,
                   _ in commands(installed_definitions()) if (process := self._stack.process(name))}
        name = self._random.choice(sorted(running))
        kill(running[name])
        self.kills.append(name)

    def _mend(self) -> None:
        while not self._out.wait(0.1):
            with suppress(DidNotStart):  # struck again while it was starting
                self._stack.up()


def stage_for(settings: Settings, client: BusClient, folder: Path) -> Stage:
    return Stage(
        phone=Phone(client, development_keys(LOCAL / "keys"), patience=PATIENCE_S), narrator=Narrator(silent=True),
        scenario=read_scenario(), settings=settings, folder=Path(settings.variables["OUTGOING_FOLDER"]),
        bank=Bank(folder / "bank"))


@pytest.mark.timeout(420)
def test_a_life_comes_to_the_same_end_however_often_its_processes_are_killed(stack: Stack, tmp_path: Path) -> None:
    seed = int(time.time())
    settings = stack.up()
    with BusClient(settings.amqp_uri, seconds=5, name="fire") as client, Fire(stack, seed) as fire:
        play(stage_for(settings, client, tmp_path), tuple(fire.during(chapter) for chapter in STORY))
    assert len(fire.kills) == len(STORY)
    with psycopg.connect(settings.database_url("invoicing")) as conn:
        invoices = conn.execute("select number, total_cents from invoices order by place").fetchall()
    assert invoices == [("2026/000001", 598_950), ("2026/000002", 540_000), ("2026/000003", 617_100),
                        ("2026/000004", 169_400)], f"seed {seed}"
    with psycopg.connect(settings.database_url("payroll")) as conn:
        advances = conn.execute("select recovered_cents, lost_cents from advances order by opened_on, amount_cents")
        assert advances.fetchall() == [(425_800, 0), (464_508, 0), (113_068, 0), (0, 438_701)], f"seed {seed}"


def test_a_second_start_joins_what_runs_and_a_stop_leaves_nothing(stack: Stack) -> None:
    stack.up()
    before = {name: stack.process(name) for name, _ in commands(installed_definitions())}
    assert all(before.values())
    stack.up()
    assert {name: stack.process(name) for name in before} == before
    assert stack.down() == sorted(before)
    assert not any(stack.process(name) for name in before)
