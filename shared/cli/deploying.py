"""`deploy`: whether a choice of services can do its work in a country."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from shared.bus.handling import Handler, handlers_of
from shared.bus.rights import CALLERS, VOTERS, broker_definitions, password_hash
from shared.countries import countries_of, load_tables
from shared.definitions import NotInstalled, ServiceDefinition, installed_definitions
from shared.settings import SettingsRefused


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """What a service of the choice has to do without, and whether it can."""

    service: str
    sentence: str
    missing: bool


@click.group()
def deploy() -> None:
    """Plan a deployment: which services go together, in which country."""


@deploy.command()
@click.option("--country", required=True, help="The country whose tables are to be there, as two letters.")
@click.option("--services", required=True, help="The services that are to be deployed, with commas between them.")
def check(country: str, services: str) -> None:
    """Name what is missing if only these SERVICES run in COUNTRY; exit code 1 when one could not do its work."""
    definitions = chosen(services.split(","))
    found = [finding for definition in definitions.values() for finding in findings_of(definition, country.upper(),
                                                                                       definitions)]
    for finding in found:
        click.echo(f"{'MISSING' if finding.missing else 'without'}  {finding.service}: {finding.sentence}")
    missing = sum(finding.missing for finding in found)
    click.echo(f"{missing} missing" if missing else f"{', '.join(definitions)} can do their work in {country.upper()}")
    raise SystemExit(1 if missing else 0)


@deploy.command()
@click.option("--passwords", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder with one file per broker user: operator, each service, portal and booth where they are.")
@click.option("--vhost", default="/", show_default=True, help="The virtual host of the country.")
def broker(passwords: Path, vhost: str) -> None:
    """Print what RabbitMQ is to load: a user per service with its rights, every exchange, queue and binding."""
    given = [[name for name in names if (passwords / name).is_file()] for names in (CALLERS, VOTERS)]  # or left out
    found = broker_definitions(installed_definitions(), vhost=vhost, callers=given[0], voters=given[1])
    for user in found["users"]:
        file = passwords / user["name"]
        if not file.is_file():
            raise SettingsRefused(f"{file} is missing: it holds the password of the broker user {user['name']}.")
        user["password_hash"] = password_hash(file.read_text(encoding="utf-8").strip())
    click.echo(json.dumps(found, indent=1))


def chosen(names: Collection[str]) -> dict[str, ServiceDefinition]:
    """The definitions of the services that are named. Refuses with `NotInstalled`."""
    definitions = installed_definitions()
    for name in names:
        if name not in definitions:
            raise NotInstalled(service=name, installed=", ".join(sorted(definitions)) or "none")
    return {name: definitions[name] for name in sorted(names)}


def findings_of(definition: ServiceDefinition, country: str, deployed: Collection[str]) -> Iterator[PlanFinding]:
    """Everything that one service lacks when only these are deployed."""
    for name in definition.requires_services:
        if name not in deployed:
            yield PlanFinding(definition.name, f"goes with {name}", missing=True)
    for sentence in missing_tables(definition.package, country):
        yield PlanFinding(definition.name, sentence, missing=True)
    for handler in _without_source(definition, deployed):
        yield PlanFinding(definition.name, _without(handler), missing=not (handler.replaced_by or handler.lacking))


def missing_tables(package: str, country: str) -> Iterator[str]:
    """Parameters that the service asks: those that it has for another country, and not for this one."""
    countries = countries_of(package)
    if country not in countries:
        if countries:
            yield f"has no tables of {country}, only of {', '.join(countries)}"
        return
    own = {name for name, _ in load_tables(package, country).names()}
    for other in countries:
        tables = load_tables(package, other)
        for name in sorted({name for name, _ in tables.names()} - own - tables.own):
            yield f"has the parameter {name} for {other}, and not for {country}"


def _without_source(definition: ServiceDefinition, deployed: Collection[str]) -> list[Handler]:
    consumed: Mapping[tuple[str, str], Handler] = handlers_of(definition.service)
    return [handler for (source, _), handler in sorted(consumed.items()) if source not in deployed]


def _without(handler: Handler) -> str:
    event = f"{handler.source}.{handler.type}"
    if handler.replaced_by:
        return f"nobody publishes {event}; call {' and '.join(handler.replaced_by)} instead"
    if handler.lacking:
        return f"nobody publishes {event}; {handler.lacking}"
    return f"nobody publishes {event}, and no method takes its place"
