"""The documents: what they show is what there is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from deploy.local.postgres import EmbeddedPostgres
from shared.cli.root import sharedco
from shared.definitions import installed_definitions
from tests.architecture.tree import REAL, Module, Tree, called
from tests.architecture.write_documents import (
    GENERATED,
    OF_A_SERVICE,
    NothingShown,
    answers,
    code_without_a_file,
    event_table,
    excerpt,
    handles,
    publishes,
    rewritten,
)
from tests.architecture.write_documents import documents as documents_with_code

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#\s]+)(#[^)]*)?\)")
COMMAND = re.compile(r"`sharedco ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)")
TARGET = re.compile(r"`make ([a-z-]+)")
SETTING = re.compile(r"^\| `([A-Z_<>]+)` \|", re.MULTILINE)
ASKS = {"read", "require", "whole_number"}
WHERE_SETTINGS_ARE_READ = ("shared", "deploy", "services")
NOT_SETTINGS = {  # variables of the system and of libraries that the house only sets
    "XDG_RUNTIME_DIR",
    "PATH_INFO",
    "TOKEN",  # whoever tries an example of the client package gives it
}


@pytest.fixture(scope="module")
def tree(embedded_postgres: EmbeddedPostgres) -> Tree:
    """The real tree."""
    return Tree(REAL, embedded_postgres)


def documents(tree: Tree) -> Iterator[Path]:
    yield from (path for path in tree.files if path.suffix == ".md")


def broken_links(path: Path) -> list[str]:
    """The relative links of a document that lead nowhere."""
    links = [link for link, _ in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    return [link for link in links if not (path.parent / link).exists()]


def settings_read(module: Module) -> Iterator[str]:
    """The names of the settings that a module asks for."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in ASKS and len(node.args) > 1:
            yield from _names(node.args[1])
        if (
            isinstance(node, ast.Call)
            and called(node).endswith(
                (".variables.get", "environ.get", "environ.setdefault", ".variables", "variables.get")
            )
            and node.args
        ):
            yield from _names(node.args[0])
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in {"environ", "variables"}
        ):
            yield from _names(node.slice)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[A-Z][A-Z_]+", node.value):
        yield node.value
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        prefix = str(node.values[0].value)
        if prefix.isupper() and prefix.endswith("_"):
            yield f"{prefix}<SERVICE>"


def is_documented(name: str, documented: set[str]) -> bool:
    """Whether a setting stands in the table, itself or as one of a family."""
    stem = name.removesuffix("_FILE")
    families = {row.removesuffix("<SERVICE>") for row in documented if row.endswith("<SERVICE>")}
    return (
        name in documented
        or stem in documented
        or f"{name}_FILE" in documented
        or any(name.startswith(family) for family in families)
    )


def commands_of(group: click.Command, path: str = "") -> Iterator[str]:
    """Every command and group, by its words."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                yield f"{path}{name}"
                yield from commands_of(command, f"{path}{name} ")


def test_every_link_inside_the_house_leads_somewhere(tree: Tree) -> None:
    assert {str(path): broken for path in documents(tree) if (broken := broken_links(path))} == {}


DOCUMENTS = [
    pytest.param(path, service, id=str(path.relative_to(REAL)))
    for path, service in documents_with_code(REAL, installed_definitions())
]


@pytest.mark.parametrize(("path", "service"), DOCUMENTS)
def test_what_a_document_shows_is_what_the_code_says(path: Path, service: str) -> None:
    text = path.read_text(encoding="utf-8")
    again = rewritten(REAL, text, installed_definitions(), service)
    assert text == again, "run: python -m tests.architecture.write_documents"
    assert code_without_a_file(text) == []


@pytest.mark.parametrize("name", installed_definitions())
def test_the_readme_of_a_service_has_its_tables(name: str) -> None:
    definition = installed_definitions()[name]
    readme = (REAL / definition.package.replace(".", "/") / "README.md").read_text(encoding="utf-8")
    tables = {found[1] for found in GENERATED.findall(readme)}
    assert tables == {table for table, rows in OF_A_SERVICE.items() if len(list(rows(definition))) > 2}


def test_every_setting_that_is_read_stands_in_the_table_of_settings(tree: Tree) -> None:
    documented = set(SETTING.findall((REAL / "docs" / "operations.md").read_text("utf-8")))
    asked = {name for module in tree.modules(*WHERE_SETTINGS_ARE_READ) for name in settings_read(module)}
    assert {name for name in asked - NOT_SETTINGS if not is_documented(name, documented)} == set()


def test_every_command_that_is_named_exists(tree: Tree) -> None:
    known = set(commands_of(sharedco))
    named = {(path.name, words) for path in documents(tree) for words in COMMAND.findall(path.read_text("utf-8"))}
    assert {(path, words) for path, words in named if words not in known and words.split()[0] not in known} == set()


def test_every_target_that_is_named_exists(tree: Tree) -> None:
    known = set(re.findall(r"^([a-z-]+):", (REAL / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {target for path in documents(tree) for target in TARGET.findall(path.read_text("utf-8"))}
    assert named - known == set()


def test_every_decision_has_its_number_once_and_a_state_with_a_day() -> None:
    files = sorted((REAL / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text("utf-8")
        assert re.match(rf"# {int(path.name[:4])}\. ", text)
        assert re.search(r"^Accepted, \d{4}-\d{2}-\d{2}", text, re.MULTILINE)


SHOWN = {
    "a.py": "def f():\n    return 1\n",
    "a.sql": "-- name: turn\n-- Turn it.\nselect 1;\n",
    "b.sql": "constraint once unique (a,\n        b)\n",
    "a.toml": '[[rate]]\nvalue = "1"\n',
}
FILES = SHOWN | {"b.sql": f"create table a (\n    {SHOWN['b.sql'].rstrip()},\n    c text\n);\n"}


@pytest.mark.parametrize("file", SHOWN)
def test_a_planted_excerpt_is_written_again(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_text(f"\n\n{FILES[file]}\n\n")
    right = f"`{file}`\n```\n{excerpt(tmp_path, file, SHOWN[file])}```\n"
    old = right.replace("1", "2").replace("b)", "c)")
    assert rewritten(tmp_path, old, {}) == right == rewritten(tmp_path, right, {})
    assert excerpt(tmp_path, file, SHOWN[file]).split() == SHOWN[file].split()


def test_an_excerpt_of_what_is_gone_is_caught(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    return 1\n")
    for shown in ("def g():\n", "x = 1\n"):
        with pytest.raises(NothingShown):
            excerpt(tmp_path, "a.py", shown)


def test_code_that_nobody_can_compare_is_caught() -> None:
    assert code_without_a_file("So:\n```python\nx = 1\n```\n`a.py`\n```python\ny = 1\n```\n") == ["So:"]


def test_a_planted_table_is_written_again() -> None:
    definitions = installed_definitions()
    tables = {"answers": answers, "publishes": publishes, "handles": handles}
    for name, rows in tables.items():
        old = f"<!-- generated:{name} -->\n| an old row |\n<!-- /generated -->\n"
        table = "\n".join(rows(definitions["payroll"]))
        right = f"<!-- generated:{name} -->\n{table}\n<!-- /generated -->\n"
        assert rewritten(REAL, old, definitions, "payroll") == right == rewritten(REAL, right, definitions, "payroll")


def test_the_tables_name_methods_roles_and_events() -> None:
    definitions = installed_definitions()
    assert any("`register_worker` | payroll_clerk, the member |" in row for row in answers(definitions["payroll"]))
    assert any(row.startswith("| `invoicing.order_signed` |") for row in handles(definitions["payroll"]))
    assert any(row.startswith("| `payroll.wage_paid` |") for row in event_table(definitions))


def test_a_planted_link_and_setting_are_caught(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[here](a.py) and [there](b.py)")
    (tmp_path / "a.py").touch()
    assert broken_links(tmp_path / "a.md") == ["b.py"]
    module = Module(tmp_path / "b.py", "b.py", 'require(v, "NEW_THING")\nread(v, f"OF_{x}")\nos.environ["OTHER"]\n')
    assert sorted(settings_read(module)) == ["NEW_THING", "OF_<SERVICE>", "OTHER"]
    assert not is_documented("NEW_THING", {"OLD_THING"})
