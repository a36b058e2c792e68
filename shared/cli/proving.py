"""`verify`: every proof that the house has of itself, and the name of every fault."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import combinations
from zoneinfo import ZoneInfo

import click

from shared.bus.reconcile import compare, known_consumers
from shared.bus.topology import sources_of
from shared.cli.days import DAY
from shared.cli.settings import here
from shared.definitions import ServiceDefinition, installed_definitions
from shared.housekeeping import own_checks
from shared.ledger.mirrors import kept_for, mirrored_services
from shared.postgres import Database
from shared.settings import Settings, SettingsRefused, read

FAULTY, NOT_PROVED = 1, 3  # exit codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One thing that was proved, or the faults that were found."""

    subject: str
    name: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """One thing that could not be proved from here, and what it would need."""

    subject: str
    name: str
    needs: str


@click.command()
@click.argument("services", nargs=-1)
@click.option("--part", is_flag=True, help="Only what can be proved from here is asked for: the rest is no failure.")
@click.option("--since", type=DAY, help="Of events only what is no older than this day; all else is proved whole.")
def verify(services: tuple[str, ...], part: bool, since: date | None) -> None:  # noqa: FBT001 - click's own
    """Prove that ledgers balance, chains are whole, and every event's effect was applied exactly once.

    Looks at SERVICES (else: at all that are installed and whose database is named) and names every fault; exit code 1
    when there is one. What cannot be proved from here is named too: without SERVICES the whole house is asked for, and
    the exit code is then 3. An event that is about to be sent is no fault. A large house proves `--since` yesterday
    each night, and everything each week.
    """
    settings, found = here(), 0
    definitions = named_services(settings, services)
    begun = datetime.combine(since, time(), ZoneInfo(settings.zone)) if since else None
    for proof in prove(settings, definitions, since=begun):
        click.echo(f"{'  ok  ' if not proof.faults else 'FAULT '} {proof.subject}: {proof.name}")
        for fault in proof.faults:
            click.echo(f"         {fault}")
        found += len(proof.faults)
    lacking = list(unproved(settings, definitions))
    for one in lacking:
        click.echo(f"  ??   {one.subject}: {one.name}: NOT PROVED, {one.needs}")
    click.echo(_closing(found, lacking, ", ".join(definitions)) + (f"; events since {since}" if since else ""))
    raise SystemExit(FAULTY if found else NOT_PROVED if lacking and not services and not part else 0)


def _closing(found: int, lacking: Collection[Unproved], names: str) -> str:
    if found:
        return f"{found} faults" + (f", and {len(lacking)} proofs could not be made here" if lacking else "")
    if lacking:
        return f"no fault in {names}, but {len(lacking)} proofs could not be made here: the whole house is not proved"
    return f"all is well in {names}"


def named_services(settings: Settings, services: tuple[str, ...]) -> dict[str, ServiceDefinition]:
    """The installed services whose database the settings name; all of those asked for must be among them."""
    definitions = {name: definition for name, definition in installed_definitions().items()
                   if _is_named(settings, name)}
    for name in services:
        if name not in definitions:
            raise SettingsRefused(f"{name} is not installed here, or DATABASE_URL_{name.upper()} is missing.")
    chosen = {name: definition for name, definition in definitions.items() if not services or name in services}
    if not chosen:
        raise SettingsRefused("No DATABASE_URL_<SERVICE> of an installed service is given.")
    return chosen


def prove(
    settings: Settings, definitions: Mapping[str, ServiceDefinition], *, since: datetime | None = None,
) -> Iterator[Proof]:
    """Every proof, one after the other: each service's own, its chain of events, what each consumer has of it.

    Two databases are compared wherever both are named: that needs the code of one of the two services only.
    """
    for definition in definitions.values():
        yield from _prove_service(settings, definition, since)
    for source, consumer in _pairs(settings, definitions):
        if not _without(settings, source, consumer):
            yield _prove_consumed(settings, source, consumer, since)
    yield from _prove_mirrors(settings, definitions)


def unproved(settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> Iterator[Unproved]:
    """What the whole house would need proved and cannot be from here: a database is not named, or code is not here."""
    for source, consumer in _pairs(settings, definitions):
        if missing := _without(settings, source, consumer):
            yield Unproved(subject=source, name=f"every event consumed exactly once by {consumer}", needs=missing)
    for name, definition in installed_definitions().items():
        if not _is_named(settings, name):
            yield Unproved(subject=name, name="its own proofs", needs=_without(settings, name))
        elif name in definitions and "shared.ledger" in definition.migrations:
            with opened(settings, definition) as database:
                others = mirrored_services(database.tables) - set(definitions)
            for other in sorted(others):
                yield Unproved(subject=name, name=f"mirror accounts agree with {other}",
                               needs=_without(settings, other) or f"{other} is not installed here")


def _pairs(settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> list[tuple[str, str]]:
    """Every source and consumer of which one is looked at: by the code that consumes, and by who has ever reported."""
    consuming = {(source, name) for name, definition in definitions.items() for source in sources_of(definition)}
    reporting = {(name, consumer) for name, definition in definitions.items() if definition.published
                 for consumer in known_consumers(settings.database_url(name))}
    return sorted(consuming | reporting)


def _without(settings: Settings, *services: str) -> str:
    """Which databases are not named, in words; empty when all are."""
    missing = [f"DATABASE_URL_{name.upper()}" for name in services if not _is_named(settings, name)]
    return f"{' and '.join(missing)} is not given" if missing else ""


def _is_named(settings: Settings, name: str) -> bool:
    return bool(read(settings.variables, f"DATABASE_URL_{name.upper()}"))


def _prove_service(
    settings: Settings, definition: ServiceDefinition, since: datetime | None,
) -> Iterator[Proof]:
    url = settings.database_url(definition.name)
    checks = own_checks(definition, url, since=since)
    with opened(settings, definition) as database:
        for check in checks:
            yield Proof(subject=definition.name, name=check.name, faults=tuple(check.run(database)))


def _prove_consumed(settings: Settings, source: str, consumer: str, since: datetime | None) -> Proof:
    differences = compare(source, settings.database_url(source), consumer, settings.database_url(consumer), since=since)
    return Proof(subject=source, name=f"every event consumed exactly once by {consumer}",
                 faults=tuple(str(difference) for difference in differences if difference.is_fault))


def _prove_mirrors(settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> Iterator[Proof]:
    """Where two ledgers keep accounts for each other, they keep opposite amounts, unless an event is under way."""
    with ExitStack() as stack:
        databases = {name: stack.enter_context(opened(settings, definition)) for name, definition in definitions.items()
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
               for source, consumer in ((one, other), (other, one)) if source.name in sources_of(consumer))


@contextmanager
def opened(settings: Settings, definition: ServiceDefinition) -> Iterator[Database]:
    """The database of a service that the settings name, open for as long as the block."""
    database = definition.database(settings.database_url(definition.name), settings.country).open()
    try:
        yield database
    finally:
        database.close()
