"""Plays the story: makes the house (embedded, or the stack over RabbitMQ), opens the stage, plays each chapter."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.databases import databases_for
from deploy.local.demo import sandbox
from deploy.local.demo.bank import Bank
from deploy.local.demo.narrator import Narrator
from deploy.local.demo.phone import PATIENCE_S, Phone
from deploy.local.demo.scenario import read_scenario
from deploy.local.demo.stage import Stage
from deploy.local.demo.story import STORY, Chapter
from deploy.local.keys import development_keys
from deploy.local.postgres import ROOT
from deploy.local.stack import LOCAL, Stack, fixed_settings
from shared.bus.client import BusClient
from shared.cli.root import plainly
from shared.cli.working import migrate_service
from shared.definitions import installed_definitions
from shared.logs import configure_logs
from shared.settings import Settings, read_settings


def documents() -> Path:
    """Where the documents of the story go: `OUTGOING_FOLDER`, else var/demo."""
    return Path(os.environ.get("OUTGOING_FOLDER", ROOT / "var" / "demo"))


def main(what: str, broker: str) -> int:
    """Play the whole story, or fill the sandbox; 0 at the end, 1 with a sentence when something was refused."""
    began = time.monotonic()
    narrator = Narrator()
    try:
        with host_for(what, broker) as settings, stage_in(settings, narrator) as stage:
            if what == "sandbox":
                ids = sandbox.fill(stage, LOCAL / "stack" / "sandbox.json")
                sandbox.show(narrator, ids)
                sandbox.open_portal(stage, ids, LOCAL / "stack")
                return 0
            play(stage, STORY)
    except Exception as error:
        if os.environ.get("SHAREDCO_TRACEBACK"):
            raise
        sentence, code = plainly(error)
        sys.stderr.write(f"\nThe story stopped. {sentence}\n")
        return code
    narrator.end(f"Played in {time.monotonic() - began:.1f} s. The documents are in {short(documents())}/.")
    return 0


def play(stage: Stage, story: tuple[Chapter, ...]) -> None:
    """Let chapter follow chapter."""
    stage.narrator.title(stage.scenario.title, "Two people, three clients, one cooperative. Every amount is what the "
                                               "services themselves answer.")
    for chapter in story:
        chapter(stage)


@contextmanager
def stage_in(settings: Settings, narrator: Narrator) -> Iterator[Stage]:
    """A stage in a house at work."""
    folder = Path(settings.variables["OUTGOING_FOLDER"])
    with BusClient(settings.amqp_uri, seconds=PATIENCE_S, name="demo") as client:
        yield Stage(
            phone=Phone(client, development_keys(LOCAL / "keys")), narrator=narrator, scenario=read_scenario(),
            settings=settings, folder=folder, bank=Bank(folder / "bank_statements"))


@contextmanager
def host_for(what: str, broker: str) -> Iterator[Settings]:
    """The house that the play needs: in this process, or as the stack, which stays only for the sandbox."""
    if what == "sandbox":
        yield Stack().up()
    elif broker == "memory":
        with embedded() as settings:
            yield settings
    else:
        stack = Stack(LOCAL / "demo-stack", fresh=True, outgoing=fresh_folder(documents()))
        stack.down()
        try:
            yield stack.up()
        finally:
            stack.down()


@contextmanager
def embedded() -> Iterator[Settings]:
    """The whole house in this process: fresh databases, no broker, logs beside the documents."""
    from deploy.local.embedded import MEMORY, embedded_host

    definitions = installed_definitions()
    databases = databases_for(definitions, LOCAL / "demo" / "postgres", prefix="demo_", fresh=True)
    settings = read_settings(fixed_settings(fresh_folder(documents())) | databases | {"AMQP_URI": MEMORY})
    for definition in definitions.values():
        migrate_service(definition, settings)
    with (documents() / "log").open("w", encoding="utf-8") as log:
        configure_logs("development", stream=log)
        with embedded_host(settings, definitions):
            yield settings


def fresh_folder(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def short(path: Path) -> str:
    """A path as seen from the checkout."""
    return str(path).removeprefix(f"{ROOT}/")
