"""Where things stand, and who may know whom."""

import ast
from collections.abc import Iterator

from tests.architecture.ceilings import above_the_ceiling
from tests.architecture.tree import PRODUCT, REAL, Capability, Module, Tree, Unit, dotted, inside, room_named

FRAME = {"README.md", "__init__.py", "service.py", "events.py", "schema.sql", "migrations", "contracts", "countries"}
FRAME_WHERE_NEEDED = {"cli.py", "jobs.py", "checks.py"}
LONGEST_CAPABILITY = 1500
ARROWS = {
    "handlers": {"schemas", "use_cases", "reads", "events"},
    "schemas": {"schemas", "rules", "events"},
    "use_cases": {"rules", "errors", "events", "store", "reads", "postings", "documents", "use_cases", "protocol"},
    "rules": {"rules", "errors", "events", "protocol"},
    "errors": {"errors"},
    "store": {"store", "rules", "errors", "events", "protocol"},
    "reads": {"reads", "rules", "errors", "events", "protocol"},
    "postings": {"postings", "rules", "events", "protocol"},
    "documents": {"documents", "rules", "errors", "events", "protocol"},
    # the frame
    "service": {"handlers"},
    "events": {"events"},
    "cli": {"use_cases", "reads", "rules", "errors", "documents", "protocol"},
    "jobs": {"use_cases", "reads", "rules", "errors", "protocol"},
    "checks": {"use_cases", "reads", "rules", "errors", "protocol"},
    "protocol": {"rules", "errors", "events", "protocol"},
    "country": {"rules", "errors", "events", "protocol"},
}
ROOMS = {"handlers", "schemas", "use_cases", "rules", "errors", "store", "reads", "queries", "postings", "documents"}
OPEN_TO_HIGHER = {"use_cases", "rules", "reads", "errors"}  # a refusal belongs to the rule that raises it
NAMES_VALUES = {"handlers": {"rules"}, "cli": {"rules"}}  # classes only: what a signature takes and returns
BOX = "services/governance/ballot_box"
ONE_CAPABILITY = {BOX: "its own process, right at its size (DESIGN 2 and 6)"}
ARGUED_ARROWS = {("services/governance", "cli", "store"),  # a voter's own folder, on their own device
                 (BOX, "reads", "store"), (BOX, "handlers", "errors")}
ARGUED = {f"{BOX}/commands.py": "the box has one command and no events, jobs or proofs"}


def every_capability_has_the_same_rooms(tree: Tree) -> Iterator[str]:
    """In a capability stand the common rooms and nothing else; in a service its frame and its capabilities."""
    for unit in tree.units:
        if unit.is_one_capability:
            yield from _rooms_of_a_small_service(unit)
        else:
            yield from _frame_of(tree, unit)
            for capability in unit.capabilities:
                yield from _strangers(tree, capability, ROOMS | {"__init__"})
    yield from (f"{where} is argued and not there" for where in _argued_and_gone(tree))


def _argued_and_gone(tree: Tree) -> list[str]:
    return [where for where in (*ONE_CAPABILITY, *ARGUED) if tree.root == REAL and not (tree.root / where).exists()]


def _frame_of(tree: Tree, unit: Unit) -> Iterator[str]:
    there = {path.relative_to(unit.folder).parts[0] for path in tree.files if unit.folder in path.parents}
    yield from (f"{unit.where}: {part} is missing" for part in sorted(FRAME - there))
    yield from (f"{unit.where}: the capability {name} is missing" for name in unit.order if name not in there)
    known = FRAME | FRAME_WHERE_NEEDED | {*unit.order, *unit.nested}
    yield from (f"{unit.where}/{part} is no capability of {unit.name} and no part of the frame"
                for part in sorted(there - known))
    for module in unit.modules:
        in_countries = unit.top_of(module) == "countries" and not unit.country_of(module)
        if in_countries and module.path.stem not in {"__init__", "protocol"}:
            yield f"{module.where}: countries hold a protocol and one folder per country"


def _rooms_of_a_small_service(unit: Unit) -> Iterator[str]:
    if unit.where not in ONE_CAPABILITY:
        yield f"{unit.where}: the class of the service names no capabilities"
    for module in unit.capabilities[0].modules:
        if unit.capabilities[0].room_of(module) not in ROOMS | {"__init__"} and module.where not in ARGUED:
            yield f"{module.where} is no room"


def _strangers(tree: Tree, capability: Capability, known: set[str]) -> Iterator[str]:
    for path in tree.files:
        if capability.folder in path.parents:
            part = path.relative_to(capability.folder).parts[0]
            if room_named(part) not in known or ("." in part and not part.endswith((".py", ".sql"))):
                yield f"{tree.where(path)}: {part} is no room"


def no_capability_is_too_large(tree: Tree) -> Iterator[str]:
    """A capability past 1,500 lines of Python becomes two siblings."""
    for unit in tree.units:
        for capability in unit.capabilities:
            lines = sum(len(module.text.splitlines()) for module in capability.modules)
            if lines > LONGEST_CAPABILITY:
                yield f"{capability.where}: {lines} lines (at most {LONGEST_CAPABILITY})"


def arrows_go_one_way(tree: Tree) -> Iterator[str]:
    """Inside a capability each room knows only the rooms that the matrix gives it; the frame likewise.

    Between capabilities only use cases, rules (with their refusals) and reads of one that stands lower may be known.
    """
    for unit in tree.units:
        for module in unit.modules:
            for node, name in module.imports:
                if inside(name, unit.package) and not inside(name, *_packages_of_nested(unit)):
                    yield from _against_the_matrix(unit, module, node, name)


def _packages_of_nested(unit: Unit) -> list[str]:
    return [f"{unit.package}.{nested}" for nested in unit.nested]


def _against_the_matrix(unit: Unit, module: Module, node: ast.stmt, name: str) -> Iterator[str]:
    (mine, room), (theirs, other) = _place(unit, module.name), _place(unit, name)
    argued = module.where in ARGUED or (unit.where, room, other) in ARGUED_ARROWS
    if argued or other in {"", "__init__"} or (theirs == mine and room == other):
        return
    if mine == theirs or not mine or not theirs:
        if other not in ARROWS.get(room, set()) and not _names_a_value(room, other, name):
            yield module.at(node, f"{room} may not know {other} ({name})")
    elif unit.order.index(theirs) > unit.order.index(mine):
        yield module.at(node, f"{mine} stands below {theirs} and may not know it ({name})")
    elif other not in OPEN_TO_HIGHER or (other not in ARROWS[room] and not _names_a_value(room, other, name)):
        yield module.at(node, f"{room} of {mine} may not know {other} of {theirs} ({name})")


def _place(unit: Unit, name: str) -> tuple[str, str]:
    """The capability (nothing for the frame) and the room of a dotted name of the service."""
    parts = name.removeprefix(f"{unit.package}").strip(".").split(".")
    if parts[0] in unit.order:
        return parts[0], _room(parts[1:])
    if parts[0] == "countries":
        return ("", "protocol") if parts[1:2] == ["protocol"] else ("", "country") if parts[1:] else ("", "")
    if unit.is_one_capability:
        return unit.name, _room(parts)
    return "", parts[0]


def _room(parts: list[str]) -> str:
    if "errors" in parts[:2]:
        return "errors"
    return room_named(parts[0]) if parts else ""


def _names_a_value(room: str, other: str, name: str) -> bool:
    last = name.rpartition(".")[2]
    return other in NAMES_VALUES.get(room, set()) and last[:1].isupper() and not last.isupper()


def no_circle_of_imports(tree: Tree) -> Iterator[str]:
    """No module is imported, by whatever way round, by one that it imports."""
    modules = {module.name: module for module in tree.modules(*PRODUCT)}
    graph = {name: _imported_modules(module, modules) for name, module in modules.items()}
    for name in sorted(graph):
        if (way := _way_back(graph, name)) and name == min(way):
            yield f"{modules[name].where}: a circle of imports: {' -> '.join([*way, way[0]])}"


def _imported_modules(module: Module, modules: dict[str, Module]) -> set[str]:
    found = {_module_of(name, modules) for node, name in module.imports if node not in module.for_types_only}
    return found - {"", module.name}


def _module_of(name: str, modules: dict[str, Module]) -> str:
    if name in modules:
        return name
    parent = name.rpartition(".")[0]
    return parent if parent in modules else ""


def _way_back(graph: dict[str, set[str]], start: str) -> list[str]:
    """The shortest way from a module back to itself, or nothing."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in sorted(graph[way[-1]]):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def services_know_only_themselves(tree: Tree) -> Iterator[str]:
    """No service imports another. The ballot box may use its parent's pure rules, and the parent nothing of the box."""
    for unit in tree.units:
        for module in unit.modules:
            for node, name in module.imports:
                if inside(name, "services") and not _own(unit, name):
                    yield module.at(node, f"{unit.name} imports {name}")


def _own(unit: Unit, name: str) -> bool:
    if inside(name, *_packages_of_nested(unit)):
        return False
    parent = unit.package.rpartition(".")[0]
    of_parent = parent != "services" and inside(name, parent) and {"rules", "errors"} & set(name.split("."))
    return inside(name, unit.package) or bool(of_parent)


def shared_knows_no_service(tree: Tree) -> Iterator[str]:
    """`shared` imports no service, no deployment and no test."""
    for module in tree.modules("shared"):
        for node, name in module.imports:
            if inside(name, "services", "deploy", "tests"):
                yield module.at(node, f"shared imports {name}")


def use_cases_help_nobody(tree: Tree) -> Iterator[str]:
    """A public function of `use_cases` is a use case: a handler, a job, a proof or a higher capability calls it.

    What several use cases share is a rule, a posting, a read or a function of a lower capability. Those that are still
    there are counted, and their number may only fall.
    """
    yield from above_the_ceiling(tree, "use_cases_that_help_others", helping_use_cases(tree))


def helping_use_cases(tree: Tree) -> dict[str, list[str]]:
    """By service: the public functions of `use_cases` that only other use cases of their capability call."""
    found: dict[str, list[str]] = {}
    names = {module.where: _names_in(module) for module in tree.modules("services", "deploy")}
    for unit in tree.units:
        for capability in unit.capabilities:
            own = {module.where for module in capability.room("use_cases")}
            called_from_outside = set().union(*(known for where, known in names.items() if where not in own))
            for module in capability.room("use_cases"):
                for node in module.tree.body:
                    public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
                    if public and node.name not in called_from_outside:
                        found.setdefault(unit.where, []).append(module.at(node, node.name))
    return found


def _names_in(module: Module) -> set[str]:
    names = {node.id for node in module.nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in module.nodes if isinstance(node, ast.Attribute)}
    return names | attributes | {name.rpartition(".")[2] for _, name in module.imports}


def refusals_live_with_the_errors(tree: Tree) -> Iterator[str]:
    """A service's refusals are its broken rules: they stand in `errors`."""
    for unit in tree.units:
        for module in unit.modules:
            if module.path.stem != "errors" and "/errors/" not in module.where:
                for node in module.nodes:
                    if isinstance(node, ast.ClassDef) and any(dotted(base).endswith("Refusal") for base in node.bases):
                        yield module.at(node, f"the refusal {node.name} does not stand with the errors")
