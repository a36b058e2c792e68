"""Countries: code and dated tables that a partner adds without editing a service.

A country of a service is a package: its `.toml` files are the dated tables, its `LAW`, if it has one, is the object
that answers what the service's `countries/protocol.py` asks. It stands in the service as `countries/<code>`, or is
installed beside it and found by its entry point:

    [project.entry-points."sharedco.countries.payroll"]
    xx = "cooperative_of_xx.payroll"
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

from shared.errors import Refusal
from shared.parameters import Tables, read_tables


class CountryUnknown(Refusal):
    """The service knows nothing of this country."""

    sentence = "{package} has no tables for country {country}."


@dataclass(frozen=True, slots=True)
class Country:
    """What one service knows of one country: its dated tables and its law."""

    tables: Tables
    law: Any = None

    @property
    def code(self) -> str:
        """The country, as two capital letters."""
        return self.tables.country


def load_country(package: str, code: str) -> Country:
    """A country of a service's package (`services.payroll`, `BE`). Refuses with `CountryUnknown`."""
    module = _modules(package).get(code.lower())
    if module is None:
        raise CountryUnknown(package=package, country=code.upper())
    found = import_module(module)
    return Country(read_tables(resources.files(found), code.upper()), getattr(found, "LAW", None))


def load_tables(package: str, code: str) -> Tables:
    """The dated tables of a country of a service's package."""
    return load_country(package, code).tables


def countries_of(package: str) -> list[str]:
    """The countries that a service knows."""
    return sorted(code.upper() for code in _modules(package))


def _modules(package: str) -> dict[str, str]:
    points = entry_points(group=f"sharedco.countries.{package.rpartition('.')[2]}")
    beside = {point.name.lower(): point.value for point in points if _is_here(point.value)}
    return beside | {code: f"{package}.countries.{code}" for code in _inside(package)}


def _inside(package: str) -> Iterator[str]:
    folder = resources.files(package) / "countries"
    for country in folder.iterdir() if folder.is_dir() else ():
        if country.is_dir() and any(file.name.endswith(".toml") for file in country.iterdir()):
            yield country.name


def _is_here(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
