"""The local stack: a broker, a database server and every installed service with its relay, each a process that stays.

Everything lives in one folder: `settings` (what `sharedco` reads), `pids`, `logs`, `postgres`, `rabbitmq`, `outgoing`.
Starting it twice joins what runs.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.local.databases import databases_for
from deploy.local.keys import development_keys, export_key
from deploy.local.portal import portal_addresses
from deploy.local.postgres import ROOT, EmbeddedPostgres
from deploy.local.rabbitmq import LocalRabbitMQ
from deploy.local.supervisor import Supervisor
from shared.bus.calling import NoAnswer, UnknownService
from shared.bus.client import BusClient
from shared.bus.dispatch import methods_of
from shared.bus.rights import CALLERS, VOTERS, rights_of, rights_of_caller, rights_of_voter
from shared.bus.topology import declare_topology
from shared.cli.settings import write_file
from shared.cli.working import migrate_service
from shared.definitions import ServiceDefinition, installed_definitions
from shared.errors import Refusal
from shared.settings import Settings, read_settings

LOCAL = ROOT / ".local"
LONGEST_START_S = 90
Tell = Callable[[str], None]


class DidNotStart(Refusal):
    """A process of the stack ended, or did not become ready."""

    sentence = "{name} did not start. The end of its log:\n{words}"


def quiet(_sentence: str) -> None:
    """Tell nobody."""


class Stack:
    """The stack of one folder."""

    def __init__(self, folder: Path = LOCAL / "stack", *, prefix: str = "", fresh: bool = False,
                 outgoing: Path | None = None, tell: Tell = quiet, schedule_jobs: bool = False) -> None:
        self.folder = folder
        self._outgoing = outgoing or folder / "outgoing"
        self._prefix = prefix
        self._fresh = fresh
        self._tell = tell
        self._jobs = {"SCHEDULE_JOBS": "yes" if schedule_jobs else "no"}
        self._supervisor = Supervisor(folder)
        self._rabbitmq = LocalRabbitMQ(folder / "rabbitmq")

    def up(self) -> Settings:
        """Start whatever does not run yet, and wait until every service is ready; the stack's settings."""
        with self._supervisor.alone():
            definitions = installed_definitions()
            settings = self._prepare(definitions)
            started = [name for name, command in commands(definitions) if self._supervisor.ensure(
                name, [sys.executable, "-m", *command], settings.variables)]
            self._await(settings, [name for name, definition in definitions.items() if methods_of(definition.service)])
            self._tell(f"started {', '.join(started)}" if started else "joined what runs already")
        return settings

    def process(self, name: str) -> int | None:
        """The number of one of the stack's processes, if it runs."""
        return self._supervisor.process(name)

    def down(self) -> list[str]:
        """Stop what `up` started, services first; the names of what was stopped."""
        with self._supervisor.alone():
            stopped = self._supervisor.end_all()
            self._rabbitmq.stop()
            if (self.folder / "postgres" / "postmaster.pid").exists():
                EmbeddedPostgres(self.folder / "postgres", stays=True).stop()
            (self.folder / "settings").unlink(missing_ok=True)
        return stopped

    def _prepare(self, definitions: dict[str, ServiceDefinition]) -> Settings:
        """Broker, databases and keys, ready for the services."""
        given = os.environ.get("AMQP_URI")
        uri = given or self._rabbitmq.start(fresh=self._fresh).uri
        users = {} if given else broker_users(self._rabbitmq, definitions)
        databases = databases_for(definitions, self.folder / "postgres", prefix=self._prefix, fresh=self._fresh,
                                  stays=True)
        own = {"AMQP_URI": uri} | users | self._jobs | own_settings(self.folder)
        settings = read_settings(os.environ | own | fixed_settings(self._outgoing) | databases)
        for definition in definitions.values():
            migrate_service(definition, settings)
        declare_topology(uri, definitions)
        write_file(self.folder / "settings", stack_settings(settings))
        return settings

    def _await(self, settings: Settings, services: list[str]) -> None:
        until = time.monotonic() + LONGEST_START_S
        with BusClient(settings.amqp_uri, seconds=2, name="stack") as client:
            for service in services:
                while not is_ready(client, service):
                    self._assert_alive(until)
                    time.sleep(0.2)

    def _assert_alive(self, until: float) -> None:
        names = self._supervisor.names()
        gone = [name for name in names if self._supervisor.process(name) is None]
        if gone or time.monotonic() > until:
            name = (gone or names)[0]
            raise DidNotStart(name=name, words=self._supervisor.last_words(name))


def commands(definitions: dict[str, ServiceDefinition]) -> Iterator[tuple[str, list[str]]]:
    """The processes of the stack: a service each, a relay for each that says events, one housekeeper for all."""
    for name, definition in definitions.items():
        yield name, ["shared.bus.runner", name]
        if says(definition):
            yield f"{name}-relay", ["shared.bus.relay", name]
    if kept := [name for name, definition in definitions.items() if says(definition)]:
        yield "housekeeper", ["shared.housekeeping", *kept]


def broker_users(node: LocalRabbitMQ, definitions: dict[str, ServiceDefinition]) -> dict[str, str]:
    """A broker user for each service with no more rights than it needs; the settings that name them."""
    rights = {name: rights_of(definition) for name, definition in definitions.items()}
    rights |= dict.fromkeys(CALLERS, rights_of_caller()) | dict.fromkeys(VOTERS, rights_of_voter())
    return {f"AMQP_URI_{name.upper()}": node.broker.let_in(name, node.password_of(name), "/", one)
            for name, one in rights.items()}


def says(definition: ServiceDefinition) -> bool:
    """Whether a service keeps an event log, so that it needs a relay."""
    return "shared.bus" in definition.migrations


def fixed_settings(outgoing: Path) -> dict[str, str]:
    """What is the same in every local stack: development in Belgium, keys of the checkout, a folder for documents."""
    keys = development_keys(LOCAL / "keys")
    outgoing.mkdir(parents=True, exist_ok=True)
    return {
        "SHAREDCO_ENV": "development", "COUNTRY": "BE", "TOKEN_PUBLIC_KEYS": str(keys.public),
        "TOKEN_PRIVATE_KEY_FILE": str(keys.private), "OUTGOING_FOLDER": str(outgoing),
        "EXPORT_SIGNING_KEY_FILE": str(export_key(LOCAL / "keys")),
    }


def own_settings(folder: Path) -> dict[str, str]:
    """What comes and goes lies in the stack's own folder; links in its mails open its own portal."""
    folders = {"MAIL_URL": folder / "mail", "BANK_FOLDER": folder / "bank"}
    for place in folders.values():
        place.mkdir(parents=True, exist_ok=True)
    return {"MAIL_URL": f"folder://{folders['MAIL_URL'].resolve()}", "BANK_FOLDER": str(folders["BANK_FOLDER"]),
            "PORTAL_ORIGIN": portal_addresses(folder)["PORTAL_ORIGIN"]}


def stack_settings(settings: Settings) -> dict[str, str]:
    """What `sharedco` needs to find the stack again."""
    named = ("SHAREDCO_ENV", "COUNTRY", "AMQP_URI", "TOKEN_PUBLIC_KEYS", "TOKEN_PRIVATE_KEY_FILE", "OUTGOING_FOLDER",
             "EXPORT_SIGNING_KEY_FILE", "MAIL_URL", "BANK_FOLDER", "PORTAL_ORIGIN")
    return {name: value for name, value in settings.variables.items()
            if name in named or name.startswith(("AMQP_URI_", "DATABASE_URL_", "MIGRATION_URL_"))}


def is_ready(client: BusClient, service: str) -> bool:
    """Whether a service answers, and all of its checks hold."""
    try:
        return bool(client.call(f"{service}.health")["ready"])
    except (UnknownService, NoAnswer):
        return False
