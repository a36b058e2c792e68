"""The house rules: each holds for the whole tree, and each check catches the breaches planted for it."""

import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from deploy.local.postgres import EmbeddedPostgres
from tests.architecture import (
    rules_of_countries,
    rules_of_names,
    rules_of_purity,
    rules_of_rooms,
    rules_of_text,
    rules_of_the_database,
    rules_of_the_language,
)
from tests.architecture.breaches import BREACHES
from tests.architecture.plants import CLEAN
from tests.architecture.tree import REAL, Tree

Rule = Callable[[Tree], Iterator[str]]
Plant = Callable[[dict[str, str]], Tree]


def rules_of(module: ModuleType) -> dict[str, Rule]:
    """The rules of a module: its public functions that take a tree and yield breaches."""
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "") == module.__name__
        and not name.startswith("_")
        and getattr(value, "__annotations__", {}) == {"tree": Tree, "return": Iterator[str]}
    }


RULES: dict[str, Rule] = {
    name: rule
    for module in (
        rules_of_rooms,
        rules_of_purity,
        rules_of_countries,
        rules_of_names,
        rules_of_text,
        rules_of_the_language,
        rules_of_the_database,
    )
    for name, rule in rules_of(module).items()
}


@pytest.fixture(scope="module")
def tree(embedded_postgres: EmbeddedPostgres) -> Tree:
    """The real tree, read once."""
    return Tree(REAL, embedded_postgres)


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedded_postgres: EmbeddedPostgres) -> Iterator[Plant]:
    """`plant({path: text})`: the clean house with some files changed; the text `REMOVED` takes a file away."""
    service = f"planted_{uuid.uuid4().hex[:8]}"

    def grow(changes: dict[str, str]) -> Tree:
        for path, text in (CLEAN | changes).items():
            if text != "REMOVED":
                file = tmp_path / path.replace("{n}", service)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text.replace("{n}", service))
        return Tree(tmp_path, embedded_postgres)

    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield grow
    for name in [name for name in sys.modules if name.startswith(f"services.{service}")]:
        del sys.modules[name]


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rule(tree: Tree, rule: str) -> None:
    breaches = list(RULES[rule](tree))
    assert not breaches, "\n".join(["", (RULES[rule].__doc__ or "").strip(), *breaches])


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        pytest.param(rule, changes, id=f"{rule}-{number}")
        for rule, plants in BREACHES.items()
        for number, changes in enumerate(plants, start=1)
    ],
)
def test_a_planted_breach_is_caught(plant: Plant, rule: str, changes: dict[str, str]) -> None:
    assert list(RULES[rule](plant(changes)))


@pytest.mark.parametrize("rule", RULES)
def test_a_house_without_breaches_is_left_in_peace(plant: Plant, rule: str) -> None:
    assert list(RULES[rule](plant({}))) == []


def test_every_rule_has_planted_breaches() -> None:
    assert set(RULES) == set(BREACHES)
