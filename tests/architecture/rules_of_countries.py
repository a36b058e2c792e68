"""What belongs to one country stands in its folder: its numbers, its forms, its accounts, its name."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.architecture.rules_of_purity import texts
from tests.architecture.tree import Module, Tree, Unit

_CODES = "AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LT LU LV MT NL PL PT RO RS SE SI SK TR UK US XX"
COUNTRY_CODES = frozenset(_CODES.split())  # without those that are also a word in a code of ours (IN, IS, NO)
NUMBERS_OF_A_COUNTRY = re.compile(r"stdnum\.(?!eu\b)[a-z]{2}\b|holidays\.(countries|[A-Z][a-z]+)\b")
FORMS = re.compile(
    r"dimona|dmfa|intervat|belcotax|finprof|pcmn|(?<![a-z])(niss|insz|bce|kbo|onss|rsz|urssaf|ogm)(?![a-z])",
    re.IGNORECASE,
)
QUOTED = re.compile(r"'([^']*)'")
ACCOUNT_PATTERN = re.compile(r"\baccount\s+(?:not\s+)?(?:like|similar\s+to|~)", re.IGNORECASE)
ON_THE_WIRE = {"onss_number"}  # fields that callers know by a name that is pinned


def _neutral(tree: Tree) -> Iterator[tuple[Unit, Module]]:
    for unit in tree.units:
        for module in unit.modules:
            if not unit.country_of(module):
                yield unit, module


def only_a_country_knows_its_numbers(tree: Tree) -> Iterator[str]:
    """Only `countries/<cc>` imports `stdnum.<cc>`, the calendar of one country, or the code of a country."""
    for unit, module in _neutral(tree):
        for node, name in module.imports:
            if NUMBERS_OF_A_COUNTRY.match(name) or re.match(
                    rf"{re.escape(unit.package)}\.countries\.(?!protocol\b)\w", name):
                yield module.at(node, f"a neutral room imports {name}")


def only_a_country_names_itself(tree: Tree) -> Iterator[str]:
    """No neutral room holds the code of a country, and none decides by one."""
    for _, module in _neutral(tree):
        for node, text in texts(module):
            if text in COUNTRY_CODES:
                yield module.at(node, f"a neutral room names {text}")
    for unit in tree.units:
        for name, query in unit.queries.items():
            if found := sorted(COUNTRY_CODES & set(QUOTED.findall(query))):
                yield f"{unit.where}: the query {name} names {', '.join(found)}"


def only_a_country_names_its_forms(tree: Tree) -> Iterator[str]:
    """An authority's forms and number schemes are named in the country's code, and in sentences for people."""
    for _, module in _neutral(tree):
        for node in module.nodes:
            for name in identifiers(node):
                if name not in ON_THE_WIRE and (match := FORMS.search(name)):
                    yield module.at(node, f"a neutral room names {match[0]} ({name})")
        for constant, text in texts(module):
            if " " not in text and text not in ON_THE_WIRE and (match := FORMS.search(text)):
                yield module.at(constant, f"a neutral room names {match[0]} ({text})")


def identifiers(node: Any) -> Iterator[str]:
    """The names that a node of a syntax tree gives or uses."""
    for field in ("id", "attr", "arg", "name", "asname"):
        if isinstance(value := getattr(node, field, None), str):
            yield value


def accounts_are_named_by_role(tree: Tree) -> Iterator[str]:
    """No account number in a Python file or a query: code names the role, the country gives the number."""
    numbers = {row["number"] for _, row in _accounts(tree) if "number" in row}
    for _, module in _neutral(tree):
        for node, text in texts(module):
            if text in numbers:
                yield module.at(node, f"a neutral room names the account {text}")
    for unit in tree.units:
        for name, query in unit.queries.items():
            statement = re.sub(r"--.*", "", query)
            if found := sorted(numbers & set(QUOTED.findall(statement))):
                yield f"{unit.where}: the query {name} names the account {', '.join(found)}"
            if ACCOUNT_PATTERN.search(statement):
                yield f"{unit.where}: the query {name} compares accounts by the shape of their numbers"


def an_account_number_has_one_meaning(tree: Tree) -> Iterator[str]:
    """In a country one number is one account over all services, so that its ledgers can be added up."""
    roles: dict[tuple[str, str], dict[str, str]] = {}
    for path, row in _accounts(tree):
        if {"key", "number"} <= set(row):
            roles.setdefault((path.parent.name, row["number"]), {}).setdefault(row["key"], tree.where(path))
    for (country, number), meanings in sorted(roles.items()):
        if len(meanings) > 1:
            told = " and ".join(f"{key} ({where})" for key, where in meanings.items())
            yield f"{country}: the account {number} means {told}"


def money_is_asked_for_where_it_is_seen(tree: Tree) -> Iterator[str]:
    """The bank account that a country's tables name is one whose statements are taken in."""
    rows = [(path.parent.name, name, row, path) for path, tables in _tables(tree) for name, found in tables.items()
            for row in (found if isinstance(found, list) else [])]
    seen = {(country, row["key"]) for country, name, row, _ in rows if name == "bank_account"}
    for country, name, row, path in rows:
        if "iban" in row and (country, row["iban"]) not in seen:
            yield f"{tree.where(path)}: no statement is taken in of the account {row['iban']} ({name})"


def _tables(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in tree.files:
        if path.suffix == ".toml" and "countries" in path.parts:
            yield path, tomllib.loads(path.read_text(encoding="utf-8"))


def _accounts(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, tables in _tables(tree):
        if path.name == "accounts.toml":
            for row in tables.get("account", []):
                yield path, row


def every_service_says_what_a_country_must_do(tree: Tree) -> Iterator[str]:
    """A service that asks its country for more than tables does so by `countries/protocol.py`; each country answers."""
    for unit in (unit for unit in tree.units if not unit.is_one_capability):
        protocol = any(module.where == f"{unit.where}/countries/protocol.py" for module in unit.modules)
        codes = {unit.country_of(module) for module in unit.modules} - {""}
        if codes and not protocol:
            yield f"{unit.where}: countries/protocol.py is missing"
        for code in sorted(codes if protocol else ()):
            package = f"{unit.where}/countries/{code}/__init__.py"
            text = next((module.text for module in unit.modules if module.where == package), "")
            if not re.search(r"^LAW\b", text, re.MULTILINE):
                yield f"{package}: the country sets no LAW"
        for module in unit.modules:
            if not module.where.startswith(f"{unit.where}/countries/") and any(
                    isinstance(name := next(iter(identifiers(node)), ""), str) and name == "law"
                    and getattr(getattr(node, "value", None), "id", "") == "tx" for node in module.nodes):
                yield f"{module.where}: tx.law is asked by countries/protocol.py alone"
