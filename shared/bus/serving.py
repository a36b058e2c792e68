"""A process of services: settings read and checked, databases opened, entrypoints served, a quiet end on SIGTERM."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import eventlet
import eventlet.wsgi
import psycopg
import structlog
from nameko.runners import ServiceRunner

from shared import telemetry
from shared.auth import Tokens
from shared.bus.connection import user_for, user_of
from shared.bus.describing import plumbing
from shared.bus.dispatch import Dispatcher, methods_of
from shared.bus.entrypoint import RpcEntrypoint, with_entrypoints
from shared.bus.handling import handlers_of
from shared.bus.inbox import Inbox
from shared.bus.inbox_entrypoint import InboxEntrypoint
from shared.bus.inbox_reader import REPORT_EVERY_S, InboxReader
from shared.bus.rpc_server import GRACE_S, WORKERS, RpcServer
from shared.bus.wire import LARGEST_BODY
from shared.definitions import ServiceDefinition, definition_of, installed_definitions
from shared.errors import Refusal
from shared.health import PATIENCE_S, Health, database_answers, http_server
from shared.logs import configure_logs
from shared.migrations import missing_migrations
from shared.postgres import Database
from shared.settings import Settings, SettingsRefused, read, read_settings, whole_number

log = structlog.get_logger()

REFUSED = 2  # exit code of a process that may not start


def run(names: Sequence[str]) -> int:
    """Serve these services until the process is told to end; its exit code."""
    try:
        settings = read_settings()
        configure_logs(settings.environment)
        definitions = find_definitions(names)
        telemetry.export_traces("-".join(definition.name for definition in definitions), settings.variables)
        host = Host(settings, definitions)
    except (SettingsRefused, Refusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    eventlet.spawn_n(_await_signal, host.stop)
    return host.serve()


def find_definitions(names: Sequence[str]) -> list[ServiceDefinition]:
    """The definitions of these services; at least one."""
    if not names:
        raise SettingsRefused("Name at least one service to run.")
    return [find_definition(name) for name in names]


def find_definition(name: str) -> ServiceDefinition:
    """The definition of an installed service by its name, or of `module:Class`."""
    module, _, cls = name.partition(":")
    if cls:
        return definition_of(getattr(import_module(module), cls))
    definitions = installed_definitions()
    if name not in definitions:
        raise SettingsRefused(f"No service {name} is installed here; there are: {', '.join(sorted(definitions))}.")
    return definitions[name]


def open_database(definition: ServiceDefinition, settings: Settings) -> Database:
    """The service's database, open; refuses when it cannot be reached or lacks a migration."""
    url = settings.database_url(definition.name)
    try:
        missing = missing_migrations(url, definition.migrations)
    except psycopg.OperationalError:
        setting = f"DATABASE_URL_{definition.name.upper()}"
        raise SettingsRefused(f"The database of {definition.name} ({setting}) cannot be reached.") from None
    if missing:
        raise SettingsRefused(f"The database of {definition.name} lacks {len(missing)} migrations, first "
                              f"{missing[0].source} {missing[0].number:04d}_{missing[0].name}: run sharedco migrate.")
    return definition.database(url, settings.country).open()


def _await_signal(end: Callable[[], None]) -> None:
    """Call `end` at SIGTERM or SIGINT. The hub sleeps through a signal's handler; a byte on a socket wakes it."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)  # noqa: FBT003 - the library's own signature
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: theirs.send(b"."))
    ours.recv(1)
    end()


def _uri_of_all(settings: Settings, definitions: Sequence[ServiceDefinition]) -> str:
    """How what a service brings along reaches the broker: as the service itself, where it runs alone."""
    return settings.broker_uri(definitions[0].name) if len(definitions) == 1 else settings.amqp_uri


class Host:
    """The services of one process."""

    def __init__(self, settings: Settings, definitions: Sequence[ServiceDefinition]) -> None:
        self._settings = settings
        self.health = Health()
        self._port = whole_number(settings, "HTTP_PORT", 0, least=0)
        self._grace = whole_number(settings, "GRACE_SECONDS", int(GRACE_S))
        self._runner = ServiceRunner(config={"AMQP_URI": _uri_of_all(settings, definitions)})
        self._databases = [self._add(definition) for definition in definitions]

    def serve(self) -> int:
        """Start everything and wait for the end; 0 after `stop`, 1 when a service failed."""
        if self._port:
            eventlet.spawn_n(eventlet.wsgi.server, eventlet.listen(("0.0.0.0", self._port)),  # noqa: S104
                             http_server(self.health), log_output=False, socket_timeout=PATIENCE_S)
        self._runner.start()
        log.info("serving", services=sorted(self._runner.service_names), process=os.getpid())
        try:
            self._runner.wait()
        except Exception:
            log.exception("serving_failed")
            return 1
        finally:
            log.info("drained")
            for database in self._databases:
                database.close()
        log.info("served")
        return 0

    def stop(self) -> None:
        """End as SIGTERM ends it: `serve` returns when everything begun is finished."""
        self._runner.stop()

    def _add(self, definition: ServiceDefinition) -> Database:
        database = open_database(definition, self._settings)
        self._assert_own_user(definition.name)
        self.health.add(f"{definition.name}_database", database_answers(database))
        entrypoints: dict[str, Any] = {}
        if methods_of(definition.service):
            entrypoints["rpc"] = RpcEntrypoint(self._rpc(definition, database))
        if handlers_of(definition.service):
            entrypoints["inbox"] = InboxEntrypoint(self._inbox(definition, database))
        self._runner.add_service(with_entrypoints(definition.service, **entrypoints))
        return database

    def _assert_own_user(self, name: str) -> None:
        """In production each service comes to the broker as itself, or its events could not be told from others'."""
        user = user_of(self._settings.broker_uri(name))
        if self._settings.environment == "production" and name not in user:
            raise SettingsRefused(f"{name} comes to the broker as {user}; in production each service has a user of its "
                                  f"own, named as it is: give AMQP_URI_{name.upper()}.")

    def _rpc(self, definition: ServiceDefinition, database: Database) -> Any:
        settings = self._settings
        tokens = Tokens(settings.public_keys, settings.country,
                        issuer=read(settings.variables, "TOKEN_ISSUER") or None)
        dispatcher = Dispatcher(definition.service(), database, tokens, zone=settings.zone)
        server = RpcServer(
            dispatcher, settings.broker_uri(definition.name), workers=whole_number(settings, "RPC_WORKERS", WORKERS),
            largest_body=whole_number(settings, "RPC_BODY_LIMIT", LARGEST_BODY), grace=self._grace,
            plumbing=plumbing(definition, self.health, database))
        self.health.add(f"{definition.name}_rpc", lambda: server.consuming)
        return lambda: server

    def _inbox(self, definition: ServiceDefinition, database: Database) -> Any:
        uri, name = self._settings.broker_uri(definition.name), definition.name
        inbox = Inbox(definition.service(), definition, database, zone=self._settings.zone,
                      user_for=lambda source: user_for(source, uri, name))
        every = whole_number(self._settings, "REPORT_SECONDS", int(REPORT_EVERY_S))
        reader = InboxReader(inbox, uri, grace=self._grace, report_every=every)
        self.health.add(f"{definition.name}_inbox", lambda: reader.consuming)
        return lambda: reader
