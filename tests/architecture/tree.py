"""The code as its rules see it: a tree of files, read without running them, and the services that can be imported."""

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
ROOMS_OF_THE_BOX = {"domain": "rules", "service": "handlers", "entrypoint": "handlers"}
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
    def for_types_only(self) -> set[ast.AST]:
        """What stands under `if TYPE_CHECKING`: it is never imported."""
        guarded = (node for node in self.nodes if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        return {inner for node in guarded for statement in node.body for inner in ast.walk(statement)}

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
class Capability:
    """A folder that a user can name, with the rooms in it: the same ones in each."""

    name: str
    folder: Path
    where: str
    modules: tuple[Module, ...]

    @property
    def package(self) -> str:
        """The package of the capability."""
        return self.where.replace("/", ".")

    def room_of(self, module: Module) -> str:
        """The room in which a module stands: `rules` for `rules.py` and for `rules/withholding.py`."""
        path = Path(module.where).relative_to(self.where)
        return "errors" if path.stem == "errors" else room_named(path.parts[0])

    def room(self, *names: str) -> list[Module]:
        """The modules of these rooms."""
        return [module for module in self.modules if self.room_of(module) in names]

    @cached_property
    def queries(self) -> dict[str, str]:
        """Every named query and its text."""
        return queries_below(self.folder)


@dataclass(frozen=True)
class Unit:
    """A service: its frame, its capabilities in their order, and its countries. The ballot box is one capability."""

    name: str
    folder: Path
    where: str
    modules: tuple[Module, ...]
    order: tuple[str, ...]
    nested: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """The package of the service."""
        return self.where.replace("/", ".")

    @property
    def is_one_capability(self) -> bool:
        """Whether the service is small enough to be one capability, its rooms directly in its folder."""
        return not self.order

    @cached_property
    def capabilities(self) -> tuple[Capability, ...]:
        """The capabilities, low to high."""
        if self.is_one_capability:
            outside = (f"{self.where}/countries/", f"{self.where}/migrations/")
            own = tuple(module for module in self.modules if not module.where.startswith(outside))
            return (Capability(self.name, self.folder, self.where, own),)
        return tuple(self._capability(name) for name in self.order if (self.folder / name).is_dir())

    def _capability(self, name: str) -> Capability:
        where = f"{self.where}/{name}"
        modules = tuple(module for module in self.modules if module.where.startswith(f"{where}/"))
        return Capability(name, self.folder / name, where, modules)

    def top_of(self, module: Module) -> str:
        """The first name below the service: a capability, or a part of the frame."""
        return Path(module.where).relative_to(self.where).parts[0].removesuffix(".py")

    @cached_property
    def frame(self) -> list[Module]:
        """What stands in no capability: service, events, command line, countries."""
        return [] if self.is_one_capability else [one for one in self.modules if self.top_of(one) not in self.order]

    def country_of(self, module: Module) -> str:
        """The country whose code a module is (`be`), or nothing."""
        parts = Path(module.where).relative_to(self.where).parts
        return parts[1] if parts[0] == "countries" and len(parts) > 2 else ""

    def room(self, *names: str) -> list[Module]:
        """The modules of these rooms, of every capability."""
        return [module for capability in self.capabilities for module in capability.room(*names)]

    @cached_property
    def queries(self) -> dict[str, str]:
        """Every named query of the service, as `capability.name`, and its text."""
        return {f"{one.name}.{name}": text for one in self.capabilities for name, text in one.queries.items()}

    def contracts(self, kind: str) -> dict[str, Any]:
        """The contracts of a kind (`published`, `consumed`), by file name without its ending."""
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
        if (self.root / ".git").exists():
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
        """Every service: a folder with a `service.py`."""
        folders = {path.parent for path in self.files if path.name == "service.py" and "services" in path.parts}
        return [self._unit(folder, sorted(folders)) for folder in sorted(folders)]

    def _unit(self, folder: Path, folders: list[Path]) -> Unit:
        where = self.where(folder)
        nested = tuple(other.name for other in folders if folder in other.parents)
        others = tuple(f"{where}/{name}/" for name in nested)
        modules = tuple(m for m in self.modules(where) if not (others and m.where.startswith(others)))
        service = next(module for module in modules if module.where == f"{where}/service.py")
        return Unit(folder.name, folder, where, modules, _order(service), nested)

    @cached_property
    def definitions(self) -> dict[str, tuple[Unit, ServiceDefinition]]:
        """Every service that can be imported, by name."""
        found: dict[str, tuple[Unit, ServiceDefinition]] = {}
        for unit in self.units:
            module = importlib.import_module(f"{unit.package}.service")
            for value in vars(module).values():
                if isinstance(value, type) and value.__module__ == module.__name__ and "name" in vars(value):
                    found[value.name] = unit, definition_of(value)  # type: ignore[attr-defined]
        return found


def room_named(part: str) -> str:
    """The room that a file or folder of a capability is; the ballot box keeps the names of its own."""
    name = part.partition(".")[0]
    return ROOMS_OF_THE_BOX.get(name, name)


def _order(service: Module) -> tuple[str, ...]:
    """The capabilities that a service class names, low to high, read without running it."""
    for node in service.nodes:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(
            node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == "capabilities" and isinstance(node.value, ast.Tuple):
            return tuple(str(one.value) for one in node.value.elts if isinstance(one, ast.Constant))
    return ()


def queries_below(folder: Path) -> dict[str, str]:
    """Every named query in a folder's files, and its text."""
    found: dict[str, str] = {}
    for path in folder.rglob("*.sql"):
        if "migrations" not in path.parts and not path.name.startswith("schema"):
            pieces = _QUERY.split(path.read_text(encoding="utf-8"))[1:]
            found |= dict(zip(pieces[::2], pieces[1::2], strict=True))
    return found


def place_of(module: Module) -> str:
    """The service in which a module stands (`services/payroll`), or its top folder (`shared`)."""
    parts = Path(module.where).parts
    return "/".join(parts[:2]) if parts[0] == "services" else parts[0]


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
