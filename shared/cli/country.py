"""`country`: what is known of a country, service by service, and what nobody knows."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from textwrap import fill, shorten
from typing import Any

import click

from shared.cli.tables import table
from shared.countries import countries_of, load_tables
from shared.definitions import ServiceDefinition, installed_definitions
from shared.errors import Refusal
from shared.parameters import Tables

LONGEST = 70  # of a value on a line


class Certainty(StrEnum):
    """How far a value may be relied upon."""

    KNOWN = "known"
    PROVISIONAL = "provisional"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class NothingKnown(Refusal):
    """No installed service has heard of the country."""

    sentence = "Nothing is known of {country}; there is something about {known}."


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryFact:
    """One thing that is known of a country, or is not: from when it holds, where it was found, how sure that is."""

    service: str
    key: str
    value: str
    standing: Certainty
    confidence: str
    source: str
    valid_from: date

    @property
    def stops(self) -> bool:
        """Whether the service cannot work there for this reason."""
        return self.standing is Certainty.REFUSED or (self.key == "state" and self.value != "open")

    def columns(self) -> tuple[str, ...]:
        """The fact on one line."""
        return (self.standing, self.key, shorten(self.value, LONGEST), self.valid_from.isoformat(), self.confidence)


@click.group()
def country() -> None:
    """What is known of a country: enough to work there, or not yet."""


@country.command("check")
@click.argument("code")
@click.option("--sources", is_flag=True, help="Say of each value where it was found.")
@click.option("--all", "everything", is_flag=True, help="List every known value, too, where the law is installed.")
def check(code: str, sources: bool, everything: bool) -> None:  # noqa: FBT001 - click's own
    """List what the installed services know of country CODE: known, provisional, refused, unknown.

    Where the law is installed only what is not certain is listed. Exit code 1 while a service could not work there: its
    law is not installed, its state is not open, or something is refused.
    """
    definitions, able = installed_definitions(), True
    found = {name: list(findings(definition, code.upper())) for name, definition in definitions.items()}
    if not any(found.values()):
        raise NothingKnown(country=code.upper(), known=", ".join(sorted(known_codes(definitions.values()))))
    for name, definition in sorted(definitions.items()):
        installed = code.upper() in countries_of(definition.package)
        stops = "; ".join(sorted({f"{one.key} is {one.value}" for one in found[name] if one.stops}))
        able = able and installed and not stops
        here = "its tables and law are installed" if installed else "its law is not installed: it refuses to start"
        click.echo(f"{name}: {f'cannot work there: {stops}' if stops else here}")
        listed = [one for one in found[name]
                  if everything or not installed or one.standing is not Certainty.KNOWN]
        _print(listed, sources=sources)
        if hidden := len(found[name]) - len(listed):
            click.echo(f"  {hidden} values are known (--all lists them)")
        if not installed and (lacking := _lacking(definition, found[name])):
            click.echo(fill(", ".join(lacking), 100, initial_indent="  unknown: ", subsequent_indent="    "))
    raise SystemExit(0 if able else 1)


def _print(listed: list[CountryFact], *, sources: bool) -> None:
    rows = [one.columns() for one in listed]
    for line in table(("standing", "what", "value", "since", "sure"), rows) if rows else ():
        click.echo(f"  {line}")
    for one in listed if sources else ():
        click.echo(f"  {one.key}: {one.source}")


def findings(definition: ServiceDefinition, code: str) -> Iterator[CountryFact]:
    """What a service knows of a country: the tables of one that is installed, and what else was found out about it."""
    tables = load_tables(definition.package, code) if code in countries_of(definition.package) else Tables(code, {})
    yield from _of_tables(definition, tables)
    there = {name for name, _ in tables.names()}
    for row in _known(definition).get(code, []):
        if row["key"] not in there:
            yield CountryFact(service=definition.name, **{**row, "standing": Certainty(row["standing"])})


def known_codes(definitions: Iterable[ServiceDefinition]) -> set[str]:
    """Every country of which some service knows something."""
    return {code for definition in definitions
            for code in (*countries_of(definition.package), *_known(definition))}


def _known(definition: ServiceDefinition) -> dict[str, list[dict[str, Any]]]:
    """The service's `countries/known.toml`: what was found out, or not, that stands in no country's tables."""
    file = resources.files(definition.package) / "countries" / "known.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _of_tables(definition: ServiceDefinition, tables: Tables) -> Iterator[CountryFact]:
    """The newest row of each parameter; an estimate, or what its source calls provisional, is provisional."""
    for name, key in tables.names():
        row = tables.history(name, key)[-1]
        provisional = row.fields.get("estimate") or "provisional" in row.source.lower()
        yield CountryFact(
            service=definition.name, key=f"{name}.{key}" if key else name, value=str(row.fields.get("value", "...")),
            standing=Certainty.PROVISIONAL if provisional else Certainty.KNOWN,
            confidence=str(row.fields.get("confidence", "-")), source=row.source, valid_from=row.valid_from)


def _lacking(definition: ServiceDefinition, found: list[CountryFact]) -> list[str]:
    """What the service has for some country, and nobody has found out for this one."""
    wanted = {name for code in countries_of(definition.package)
              for name, _ in load_tables(definition.package, code).names()}
    return sorted(wanted - {one.key.partition(".")[0] for one in found})
