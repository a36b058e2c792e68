"""`verify`: every proof that the house has of itself, and the name of every fault."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import combinations

import click

from shared.bus.handling import handlers_of
from shared.bus.reconcile import compare
from shared.cli.settings import here
from shared.definitions import ServiceDefinition, installed_definitions
from shared.housekeeping import own_checks
from shared.ledger.mirrors import kept_for, mirrored_services
from shared.postgres import Database
from shared.settings import Settings, SettingsRefused, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One thing that was proved, or the faults that were found."""

    subject: str
    name: str
    faults: tuple[str, ...]


@click.command()
@click.argument("services", nargs=-1)
def verify(services: tuple[str, ...]) -> None:
    """Prove that ledgers balance, chains are whole, and every event's effect was applied exactly once.

    Looks at SERVICES (else: at all that are installed and whose database is named) and names every fault; exit code 1
    when there is one. An event that is about to be sent is no fault.
    """
    settings, found = here(), 0
    definitions = named_services(settings, services)
    for proof in prove(settings, definitions):
        click.echo(f"{'  ok  ' if not proof.faults else 'FAULT '} {proof.subject}: {proof.name}")
        for fault in proof.faults:
            click.echo(f"         {fault}")
        found += len(proof.faults)
    click.echo(f"{found} faults" if found else f"all is well in {', '.join(definitions)}")
    raise SystemExit(1 if found else 0)


def named_services(settings: Settings, services: tuple[str, ...]) -> dict[str, ServiceDefinition]:
    """The installed services whose database the settings name; all of those asked for must be among them."""
    definitions = {name: definition for name, definition in installed_definitions().items()
             if read(settings.variables, f"DATABASE_URL_{name.upper()}")}
    for name in services:
        if name not in definitions:
            raise SettingsRefused(f"{name} is not installed here, or DATABASE_URL_{name.upper()} is missing.")
    chosen = {name: definition for name, definition in definitions.items() if not services or name in services}
    if not chosen:
        raise SettingsRefused("No DATABASE_URL_<SERVICE> of an installed service is given.")
    return chosen


def prove(settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> Iterator[Proof]:
    """Every proof, one after the other: each service's own, its chain of events, what each consumer has of it."""
    for name, definition in definitions.items():
        yield from _prove_service(settings, definition)
        for consumer in definitions.values():
            if _consumes(consumer, name):
                yield _prove_consumed(settings, name, consumer.name)
    yield from _prove_mirrors(settings, definitions)


def _prove_service(settings: Settings, definition: ServiceDefinition) -> Iterator[Proof]:
    url = settings.database_url(definition.name)
    checks = own_checks(definition, url)
    with _open(settings, definition) as database:
        for check in checks:
            yield Proof(subject=definition.name, name=check.name, faults=tuple(check.run(database)))


def _prove_consumed(settings: Settings, source: str, consumer: str) -> Proof:
    differences = compare(source, settings.database_url(source), consumer, settings.database_url(consumer))
    return Proof(subject=source, name=f"every event consumed exactly once by {consumer}",
                 faults=tuple(str(difference) for difference in differences if difference.is_fault))


def _prove_mirrors(settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> Iterator[Proof]:
    """Where two ledgers keep accounts for each other, they keep opposite amounts, unless an event is under way."""
    with ExitStack() as opened:
        databases = {name: opened.enter_context(_open(settings, definition)) for name, definition in definitions.items()
                     if "shared.ledger" in definition.migrations}
        for one, other in combinations(databases, 2):
            if other in mirrored_services(databases[one].tables):
                faults = _mirror_faults(databases[one], one, databases[other], other)
                if faults and _under_way(settings, definitions[one], definitions[other]):
                    continue
                yield Proof(subject=one, name=f"mirror accounts agree with {other}", faults=faults)


def _mirror_faults(first: Database, one: str, second: Database, other: str) -> tuple[str, ...]:
    here_kept, there_kept = kept_for(first, other), kept_for(second, one)
    return tuple(
        f"{one} keeps {here_kept.get(currency, 0)} cents of {currency} for {other}, which keeps "
        f"{there_kept.get(currency, 0)} for {one}: they should be opposite"
        for currency in sorted({*here_kept, *there_kept})
        if here_kept.get(currency, 0) + there_kept.get(currency, 0))


def _under_way(settings: Settings, one: ServiceDefinition, other: ServiceDefinition) -> bool:
    return any(next(compare(source.name, settings.database_url(source.name), consumer.name,
                            settings.database_url(consumer.name)), None)
               for source, consumer in ((one, other), (other, one)) if _consumes(consumer, source.name))


def _consumes(consumer: ServiceDefinition, source: str) -> bool:
    return any(consumed == source for consumed, _ in handlers_of(consumer.service))


@contextmanager
def _open(settings: Settings, definition: ServiceDefinition) -> Iterator[Database]:
    database = definition.database(settings.database_url(definition.name), settings.country).open()
    try:
        yield database
    finally:
        database.close()
