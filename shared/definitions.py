"""What makes a service: its class, its package and the modules that plumbing looks into.

- `events.PUBLISHED`: the classes of the events that it publishes
- `store.CONSTRAINTS` of the package and of each capability: name of a database constraint -> refusal
- `migrations/` of the service and of each package in the class attribute `requires_schemas`
- the class attribute `capabilities`: the folders of the service, each may use those before it
- the class attribute `requires_services`: services without which it cannot do its work, whatever else is deployed
- `jobs.JOBS`, `checks.CHECKS`: long work and proofs, processes of their own
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from marshmallow import Schema

from shared.bus.event_log import EventWriter
from shared.bus.event_shapes import shapes_of
from shared.countries import load_country
from shared.errors import Refusal
from shared.installed import is_here
from shared.postgres import Database
from shared.schedule import Schedule

Advance = Callable[[int, int], None]


class NotInstalled(Refusal):
    """A service was named that is not installed here."""

    sentence = "No service {service} is installed here; there are: {installed}."


@dataclass(frozen=True, slots=True)
class Job:
    """Long work, run as a process of its own: `run(database, on, advance)` returns its closing sentence.

    `advance(done, all)` shows progress. A job may be killed at any moment and run again: it repeats nothing.
    One with a `schedule` is run by the house itself.
    `assert_may_run(database, on, today)` refuses a day that a person typed and that needs another's approval.
    """

    name: str
    sentence: str
    run: Callable[[Database, date, Advance], str]
    schedule: Schedule | None = None
    assert_may_run: Callable[[Database, date, date], None] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A proof of `sharedco verify`: yields one sentence per fault, nothing when all is well."""

    name: str
    run: Callable[[Database], Iterator[str]]


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """A service as its plumbing sees it."""

    name: str
    service: type
    package: str

    def module(self, name: str) -> Any:
        """A module of the service's package, or nothing."""
        full = f"{self.package}.{name}"
        return import_module(full) if is_here(full) else None

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The service's capabilities in their order: each may use those before it."""
        return tuple(getattr(self.service, "capabilities", ()))

    @property
    def published(self) -> Mapping[str, type[Schema]]:
        """Every event that the service publishes, with the shape that its class gives it."""
        if module := self.module("events"):
            return shapes_of(getattr(module, "PUBLISHED", ()))
        return getattr(self.module("schemas"), "PUBLISHED", {})  # until every service has its events.py

    @property
    def constraints(self) -> Mapping[str, type[Refusal]]:
        """The refusal of each constraint of the database, those of the packages it requires included."""
        stores = ["store", *(f"{capability}.store" for capability in self.capabilities)]
        modules = [*map(import_module, self.migrations[:-1]), *map(self.module, stores)]
        constraints: dict[str, type[Refusal]] = {}
        for module in modules:
            constraints |= getattr(module, "CONSTRAINTS", {})
        return constraints

    @property
    def migrations(self) -> tuple[str, ...]:
        """The packages whose migrations make the service's database, in order."""
        return (*getattr(self.service, "requires_schemas", ("shared.bus",)), self.package)

    @property
    def requires_services(self) -> tuple[str, ...]:
        """The services without which this one cannot do its work."""
        return tuple(getattr(self.service, "requires_services", ()))

    @property
    def jobs(self) -> Mapping[str, Job]:
        """The service's long work, by name."""
        return getattr(self.module("jobs") or self.module("commands"), "JOBS", {})

    @property
    def checks(self) -> list[Check]:
        """The service's own proofs."""
        return list(getattr(self.module("checks") or self.module("commands"), "CHECKS", []))

    def database(self, url: str, country: str, **options: Any) -> Database:
        """The service's database, not yet open."""
        return Database(
            url, country=load_country(self.package, country), constraints=self.constraints,
            write_events=EventWriter(self.published).write, application=f"sharedco-{self.name}", **options,
        )


def definition_of(service: type) -> ServiceDefinition:
    """The definition of a service class."""
    return ServiceDefinition(service.name, service, service.__module__.rpartition(".")[0])  # type: ignore[attr-defined]


def installed_definitions() -> dict[str, ServiceDefinition]:
    """Every service that is installed here: a partner may deploy a subset."""
    return {name: definition_of(point.load()) for name, point in _entry_points().items()}


def installed_names() -> list[str]:
    """The names of the services that are installed here; none of them is loaded."""
    return sorted(_entry_points())


def installed_definition(name: str) -> ServiceDefinition:
    """One service that is installed here, without loading the others. Refuses with `NotInstalled`."""
    if name not in (dispatchers := _entry_points()):
        raise NotInstalled(service=name, installed=", ".join(sorted(dispatchers)) or "none")
    return definition_of(dispatchers[name].load())


def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="sharedco.services") if is_here(point.module)}
