"""How far a reader goes to follow a use case: files opened, and moves between folders and between files.

    python -m tests.architecture.walks [--baseline]      (`make walks`; --baseline: write today's print down)

Ten use cases are followed through the code, which is read and never run. A walk begins at the method or job of this
name, wherever in the service it is defined, and goes depth first, in the order of the source, from each function to
the functions and classes of the same service that it names: through re-exports, through decorators, and through methods
of values, where only one class of the service has such a method and none a field of that name (of a constant, as `Q`,
never). Each is read once in a walk: a reader remembers what stands there and does not go back. Going to another place
is one move, coming back is one more; a folder is the first name below the service, so that `store.py` and
`store/wages.py` are both `store`.

Left out, before and after any move, because a reader need not open them to follow the case:
- `shared/`: the plumbing is known;
- refusals (`errors`), events and the words they may say (`events.py`, classes with an `AGGREGATE`): a raised or
  announced name says what it means; what a country is asked (`protocol.py`): what it answers is read;
- annotations, and protocols, which have no code; of a class what runs when it is made (fields, `__post_init__`);
- SQL, and what happens in another service.
"""

import ast
import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BASELINE = Path(__file__).with_name("walks_baseline.json")
COLUMNS = ("files", "folder_moves", "file_moves")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


class Case(NamedTuple):
    """A use case: where its walk begins. `kind` is `method` (of the service class) or `job` (a function)."""

    title: str
    service: str
    kind: str
    name: str


CASES = (
    Case("accept a registration", "membership", "method", "accept_registration"),
    Case("record and match a bank file", "invoicing", "method", "ingest_bank_statement"),
    Case("consume a share payment", "membership", "method", "on_bank_movement_received"),
    Case("sign an order", "invoicing", "method", "sign_order"),
    Case("declare the work", "payroll", "method", "on_order_signed"),
    Case("complete work", "invoicing", "method", "complete_work"),
    Case("pay wages", "payroll", "job", "pay_wages"),
    Case("issue a credential", "governance", "method", "issue_credential"),
    Case("close a poll", "governance", "method", "close_poll"),
    Case("issue a credit note", "invoicing", "method", "issue_credit_note"),
)


class EntryNotFound(Exception):
    """No definition of the service, or more than one, is the beginning of a use case."""


@dataclass(frozen=True)
class Place:
    """A definition and where it stands; `owner` is the class of a method."""

    module: str
    file: str
    folder: str
    node: Definition
    owner: str = ""


@dataclass(frozen=True)
class Walk:
    """What a reader went through: how many files, and how often from one place to another."""

    files: int
    folder_moves: int
    file_moves: int


@dataclass
class Code:
    """The definitions of one service, and what the names of each of its modules stand for."""

    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    methods: dict[str, list[Place]] = field(default_factory=dict)
    names: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)  # what an attribute of a value may be instead of a method of ours

    def resolve(self, module: str, name: str, depth: int = 0) -> Place | None:
        """The definition that a name of a module stands for, through re-exports."""
        if (module, name) in self.places:
            return self.places[module, name]
        origin = self.names.get(module, {}).get(name)
        return self.resolve(*origin, depth + 1) if origin and depth < 5 else None

    def named_by(self, node: ast.expr, place: Place) -> Place | None:
        """The definition that an expression at a place names."""
        if isinstance(node, ast.Name):
            return self.resolve(place.module, node.id)
        if not isinstance(node, ast.Attribute):
            return None
        if isinstance(node.value, ast.Name) and node.value.id in self.names[place.module]:
            base, name = self.names[place.module][node.value.id]
            if found := self.resolve(f"{base}.{name}", node.attr):
                return found
        return self._method(node, place)

    def _method(self, node: ast.Attribute, place: Place) -> Place | None:
        found = self.methods.get(node.attr, [])
        if owner := self._class_of(node.value, place):
            return next((one for one in found if (one.module, one.owner) == owner), None)
        found = [one for one in found if not _is_marked(one.node)]
        known = len(found) == 1 and node.attr not in self.values
        return found[0] if known and not ast.unparse(node.value).isupper() else None

    def _class_of(self, value: ast.expr, place: Place) -> tuple[str, str] | None:
        if not isinstance(value, ast.Name):
            return None
        if value.id in {"self", "cls"}:
            return place.module, place.owner
        named = self.resolve(place.module, value.id)
        return (named.module, named.node.name) if named and isinstance(named.node, ast.ClassDef) else None


@cache
def read(root: Path, service: str) -> Code:
    """The code of a service, without the services that stand inside its folder; read once."""
    code = Code()
    top = root / "services" / service
    nested = [path.parent for path in top.glob("*/service.py")]
    for path in sorted(top.rglob("*.py")):
        if not any(folder in path.parents for folder in nested):
            _read_file(code, root, top, path)
    for path in (root / "shared").rglob("*.py"):
        code.values |= set(_attributes(ast.parse(path.read_text(encoding="utf-8")), methods=True))
    return code


def _read_file(code: Code, root: Path, top: Path, path: Path) -> None:
    parts = path.relative_to(root).with_suffix("").parts
    module = ".".join(parts[:-1] if path.name == "__init__.py" else parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    code.names[module] = dict(_imported(tree, package))
    file, folder = path.relative_to(root).as_posix(), path.relative_to(top).parts[0].removesuffix(".py")
    code.values |= set(_attributes(tree, methods=False))
    for node in tree.body:
        if isinstance(node, Definition) and not _is_left_out(node, file):
            code.places[module, node.name] = Place(module, file, folder, node)
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, Function):
                    code.methods.setdefault(inner.name, []).append(Place(module, file, folder, inner, node.name))


def _imported(tree: ast.Module, package: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((alias.asname or alias.name, (base, alias.name)) for alias in node.names)


def _attributes(tree: ast.Module, *, methods: bool) -> Iterator[str]:
    """The fields, and if wanted the methods, of every class of a module."""
    for node in (inner for cls in ast.walk(tree) if isinstance(cls, ast.ClassDef) for inner in cls.body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif methods and isinstance(node, Function):
            yield node.name


def _is_marked(node: Definition) -> bool:
    """Whether a method is called by the bus: it carries a decorator that is called itself, as `@command(...)`."""
    return any(isinstance(mark, ast.Call) for mark in node.decorator_list)


def _is_left_out(node: Definition, file: str) -> bool:
    if Path(file).name in {"events.py", "protocol.py"} or not isinstance(node, ast.ClassDef):
        return Path(file).name in {"events.py", "protocol.py"}
    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    fields = {
        inner.target.id
        for inner in node.body
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name)
    }
    return "AGGREGATE" in fields or "Protocol" in bases or "errors" in Path(file).with_suffix("").parts


def entry(code: Code, case: Case) -> Place:
    """Where a use case begins: a marked method of a class, or a function of a module."""
    if case.kind == "method":
        found = [place for place in code.methods.get(case.name, []) if _is_marked(place.node)]
    else:
        found = [place for (_, name), place in code.places.items() if name == case.name]
    if len(found) != 1:
        raise EntryNotFound(f"{case.title}: {case.service} has {len(found)} times the {case.kind} {case.name}")
    return found[0]


def trace(code: Code, place: Place) -> Iterator[Place]:
    """Every place where the reader stands, one after the other."""
    yield from _trace(code, place, {id(place.node)})


def _trace(code: Code, place: Place, seen: set[int]) -> Iterator[Place]:
    yield place
    for node in _expressions(place.node):
        target = code.named_by(node, place)
        if target and id(target.node) not in seen:
            seen.add(id(target.node))
            yield from _trace(code, target, seen)
            yield place


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Names and attributes that are read, in the order of the source."""
    if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node
    for inner in _read_parts(node):
        yield from _expressions(inner)


def _read_parts(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, Function):
        yield from (*node.decorator_list, node.args, *node.body)
    elif isinstance(node, ast.ClassDef):
        bodies = [inner for inner in node.body if not isinstance(inner, Function) or inner.name == "__post_init__"]
        yield from (*node.decorator_list, *node.bases, *bodies)
    else:
        left_out = {getattr(node, "annotation", None)}
        yield from (inner for inner in ast.iter_child_nodes(node) if inner not in left_out)


def walk(root: Path, case: Case) -> Walk:
    """Follow one use case."""
    code = read(root, case.service)
    places = list(trace(code, entry(code, case)))
    files, folders = ([getattr(place, what) for place in places] for what in ("file", "folder"))
    return Walk(len(set(files)), _moves(folders), _moves(files))


def _moves(stops: list[str]) -> int:
    return sum(before != after for before, after in itertools.pairwise(stops))


def measure(root: Path) -> dict[str, dict[str, int]]:
    """Every use case, and their sum as `total`."""
    found = {case.title: vars(walk(root, case)) for case in CASES}
    return found | {"total": {column: sum(one[column] for one in found.values()) for column in COLUMNS}}


def baseline() -> dict[str, dict[str, int]]:
    """What was measured before anything moved."""
    found: dict[str, dict[str, int]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return found


def table(found: dict[str, dict[str, int]], before: dict[str, dict[str, int]]) -> str:
    """The print: each figure with its share of the baseline."""
    lines = [f"{'use case':30}" + "".join(f"{column.replace('_', ' '):>22}" for column in COLUMNS)]
    for title, figures in found.items():
        shares = [
            f"{figures[name]} of {before[title][name]} ({100 * figures[name] / before[title][name]:3.0f} %)"
            for name in COLUMNS
        ]
        lines.append(f"{title:30}" + "".join(f"{share:>22}" for share in shares))
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Measure and print; with `--baseline` write it down first."""
    found = measure(ROOT)
    if arguments == ["--baseline"]:
        BASELINE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found, baseline()))  # noqa: T201 - its purpose
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
