"""The house as its rules see it: a tree of files, read without running them, and the homes that can be imported."""

import ast
import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from deploy.local.postgres import PostgresServer
from shared.definitions import ServiceDefinition, definition_of

REAL = Path(__file__).resolve().parents[2]
PRODUCT = ("services", "shared", "deploy")
_QUERY = re.compile(r"^-- name: ([a-z][a-z0-9_]*)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """One Python file: where it is and what it says."""

    path: Path
    where: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file as a syntax tree."""
        return ast.parse(self.text, self.where)

    @cached_property
    def name(self) -> str:
        """The name under which it is imported."""
        return ".".join(Path(self.where).with_suffix("").parts).removesuffix(".__init__")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the syntax tree."""
        return list(ast.walk(self.tree))

    def at(self, node: ast.AST, sentence: str) -> str:
        """A breach, with its place."""
        return f"{self.where}:{getattr(node, 'lineno', 1)}: {sentence}"

    @cached_property
    def imports(self) -> list[tuple[ast.stmt, str]]:
        """Every imported name, in full: `from a import b` is `a.b`."""
        found: list[tuple[ast.stmt, str]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [(node, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                found += [(node, f"{origin}.{alias.name}") for alias in node.names]
        return found

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        base = package.split(".")[: len(package.split(".")) - node.level + 1]
        return ".".join([*base, *([node.module] if node.module else [])])


@dataclass(frozen=True)
class Unit:
    """One service (the ballot box is one): its folder and its rooms."""

    name: str
    folder: Path
    where: str
    modules: tuple[Module, ...]
    nested: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """The package of the service."""
        return self.where.replace("/", ".")

    def room_of(self, module: Module) -> str:
        """The room in which a module stands: `store` for `store.py` and for `store/members.py`."""
        return Path(module.where).relative_to(self.where).parts[0].removesuffix(".py")

    def room(self, *names: str) -> list[Module]:
        """The modules of these rooms."""
        return [module for module in self.modules if self.room_of(module) in names]

    def has_room(self, name: str) -> bool:
        """Whether a room is there, as a file or as a package."""
        return (self.folder / name).exists() or (self.folder / f"{name}.py").exists()

    @cached_property
    def query_files(self) -> list[Path]:
        """The files of named queries, wherever the room keeps them."""
        found = [path for path in self.folder.rglob("*.sql") if "migrations" not in path.parts]
        found = [path for path in found if not any(nest in path.parts for nest in self.nested)]
        return [path for path in found if not path.name.startswith("schema")]

    @cached_property
    def queries(self) -> dict[str, str]:
        """Every named query and its text."""
        found: dict[str, str] = {}
        for path in self.query_files:
            pieces = _QUERY.split(path.read_text(encoding="utf-8"))[1:]
            found |= dict(zip(pieces[::2], pieces[1::2], strict=True))
        return found

    def contracts(self, kind: str) -> dict[str, Any]:
        """The contracts of a kind (`said`, `heard`), by file name without its ending."""
        folder = self.folder / "contracts" / kind
        return {
            path.name.removesuffix(".json"): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.json"))
        }


@dataclass
class Tree:
    """A tree that must keep the rules, real or planted."""

    root: Path
    postgres: PostgresServer
    _modules: dict[str, Module] = field(default_factory=dict)

    @cached_property
    def files(self) -> list[Path]:
        """Every file that is, or would be, committed."""
        if self.root == REAL:
            listed = subprocess.run(
                ["git", "ls-files", "-co", "--exclude-standard", "-z"],
                cwd=self.root,
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split("\0")
            return [self.root / name for name in sorted(set(listed)) if name and (self.root / name).is_file()]
        return sorted(path for path in self.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)

    def where(self, path: Path) -> str:
        """A path as seen from the root."""
        return path.relative_to(self.root).as_posix()

    def modules(self, *tops: str) -> Iterator[Module]:
        """The Python files below these folders."""
        for path in self.files:
            where = self.where(path)
            if path.suffix == ".py" and where.startswith(tuple(f"{top}/" for top in tops)):
                if where not in self._modules:
                    self._modules[where] = Module(path, where, path.read_text(encoding="utf-8"))
                yield self._modules[where]

    @cached_property
    def units(self) -> list[Unit]:
        """Every service: a folder of `services/`, and each folder inside it that has a `domain` of its own."""
        folders = {path.parent for path in (self.root / "services").rglob("domain") if path.is_dir()}
        folders |= {path.parent for path in (self.root / "services").rglob("service.py")}
        return [self._unit(folder, sorted(folders)) for folder in sorted(folders)]

    def _unit(self, folder: Path, folders: list[Path]) -> Unit:
        where = self.where(folder)
        nested = tuple(other.name for other in folders if folder in other.parents)
        inside = tuple(f"{where}/{name}/" for name in nested)
        modules = [m for m in self.modules(where) if not (inside and m.where.startswith(inside))]
        return Unit(folder.name, folder, where, tuple(modules), nested)

    @cached_property
    def definitions(self) -> dict[str, tuple[Unit, ServiceDefinition]]:
        """Every service that can be imported, by name."""
        found: dict[str, tuple[Unit, ServiceDefinition]] = {}
        for unit in self.units:
            if unit.has_room("service"):
                module = importlib.import_module(f"{unit.package}.service")
                for value in vars(module).values():
                    if isinstance(value, type) and value.__module__ == module.__name__ and "name" in vars(value):
                        found[value.name] = unit, definition_of(value)  # type: ignore[attr-defined]
        return found


def called(node: ast.AST) -> str:
    """The dotted name of what a call calls, as far as it is a name: `tx.one`, `log.info`, `open`."""
    if not isinstance(node, ast.Call):
        return ""
    return dotted(node.func)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for nested attributes of a name; an unnamed beginning is `?`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def docstrings(module: Module) -> set[ast.AST]:
    """The nodes that are docstrings."""
    found: set[ast.AST] = set()
    for node in module.nodes:
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            found.add(body[0].value)
    return found


def inside(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of these packages or stands inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)
