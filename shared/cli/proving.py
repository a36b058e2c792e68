"""`verify`: every proof that the house has of itself, and the name of every fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click

from shared.bus.hearing import handlers_of
from shared.bus.reconcile import check_chain, compare
from shared.cli.settings import here
from shared.homes import Check, Home, installed_homes
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
            if any(source == name for source, _ in handlers_of(consumer.service)):
                yield _prove_heard(settings, name, consumer.name)


def _prove_home(settings: Settings, home: Home) -> Iterator[Proof]:
    url = settings.database_url(home.name)
    checks = [*home.checks]
    if "shared.bus" in home.migrations:
        checks.append(Check("the chain of events", lambda _: check_chain(url)))
    database = home.database(url, settings.country).open()
    try:
        for check in checks:
            yield Proof(subject=home.name, name=check.name, faults=_faults(check, database))
    finally:
        database.close()


def _faults(check: Check, database: Database) -> tuple[str, ...]:
    return tuple(check.run(database))


def _prove_heard(settings: Settings, source: str, consumer: str) -> Proof:
    differences = compare(source, settings.database_url(source), consumer, settings.database_url(consumer))
    return Proof(subject=source, name=f"every event heard exactly once by {consumer}",
                 faults=tuple(str(difference) for difference in differences if difference.is_fault))
