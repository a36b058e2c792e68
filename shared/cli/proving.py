"""`verify`: every proof that the house has of itself, and the name of every fault."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import combinations

import click

from shared.bus.hearing import handlers_of
from shared.bus.reconcile import check_chain, compare
from shared.cli.settings import here
from shared.homes import Check, Home, installed_homes
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
    homes = named_homes(settings, services)
    for proof in prove(settings, homes):
        click.echo(f"{'  ok  ' if not proof.faults else 'FAULT '} {proof.subject}: {proof.name}")
        for fault in proof.faults:
            click.echo(f"         {fault}")
        found += len(proof.faults)
    click.echo(f"{found} faults" if found else f"all is well in {', '.join(homes)}")
    raise SystemExit(1 if found else 0)


def named_homes(settings: Settings, services: tuple[str, ...]) -> dict[str, Home]:
    """The installed services whose database the settings name; all of those asked for must be among them."""
    homes = {name: home for name, home in installed_homes().items()
             if read(settings.variables, f"DATABASE_URL_{name.upper()}")}
    for name in services:
        if name not in homes:
            raise SettingsRefused(f"{name} is not installed here, or DATABASE_URL_{name.upper()} is missing.")
    chosen = {name: home for name, home in homes.items() if not services or name in services}
    if not chosen:
        raise SettingsRefused("No DATABASE_URL_<SERVICE> of an installed service is given.")
    return chosen


def prove(settings: Settings, homes: Mapping[str, Home]) -> Iterator[Proof]:
    """Every proof, one after the other: each service's own, its chain of events, and what each consumer heard of it."""
    for name, home in homes.items():
        yield from _prove_home(settings, home)
        for consumer in homes.values():
            if _hears(consumer, name):
                yield _prove_heard(settings, name, consumer.name)
    yield from _prove_mirrors(settings, homes)


def _prove_home(settings: Settings, home: Home) -> Iterator[Proof]:
    url = settings.database_url(home.name)
    checks = [*home.checks]
    if "shared.bus" in home.migrations:
        checks.append(Check("the chain of events", lambda _: check_chain(url)))
    with _open(settings, home) as database:
        for check in checks:
            yield Proof(subject=home.name, name=check.name, faults=tuple(check.run(database)))


def _prove_heard(settings: Settings, source: str, consumer: str) -> Proof:
    differences = compare(source, settings.database_url(source), consumer, settings.database_url(consumer))
    return Proof(subject=source, name=f"every event heard exactly once by {consumer}",
                 faults=tuple(str(difference) for difference in differences if difference.is_fault))


def _prove_mirrors(settings: Settings, homes: Mapping[str, Home]) -> Iterator[Proof]:
    """Where two ledgers keep accounts for each other, they keep opposite amounts, unless an event is under way."""
    with ExitStack() as opened:
        databases = {name: opened.enter_context(_open(settings, home)) for name, home in homes.items()
                     if "shared.ledger" in home.migrations}
        for one, other in combinations(databases, 2):
            if other in mirrored_services(databases[one].tables):
                faults = _mirror_faults(databases[one], one, databases[other], other)
                if faults and _under_way(settings, homes[one], homes[other]):
                    continue
                yield Proof(subject=one, name=f"mirror accounts agree with {other}", faults=faults)


def _mirror_faults(first: Database, one: str, second: Database, other: str) -> tuple[str, ...]:
    here_kept, there_kept = kept_for(first, other), kept_for(second, one)
    return tuple(
        f"{one} keeps {here_kept.get(currency, 0)} cents of {currency} for {other}, which keeps "
        f"{there_kept.get(currency, 0)} for {one}: they should be opposite"
        for currency in sorted({*here_kept, *there_kept})
        if here_kept.get(currency, 0) + there_kept.get(currency, 0))


def _under_way(settings: Settings, one: Home, other: Home) -> bool:
    return any(next(compare(source.name, settings.database_url(source.name), consumer.name,
                            settings.database_url(consumer.name)), None)
               for source, consumer in ((one, other), (other, one)) if _hears(consumer, source.name))


def _hears(consumer: Home, source: str) -> bool:
    return any(heard == source for heard, _ in handlers_of(consumer.service))


@contextmanager
def _open(settings: Settings, home: Home) -> Iterator[Database]:
    database = home.database(settings.database_url(home.name), settings.country).open()
    try:
        yield database
    finally:
        database.close()
