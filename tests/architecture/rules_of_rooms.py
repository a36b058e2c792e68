"""Who may know whom, and which room does what."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import PRODUCT, REAL, Module, Tree, Unit, called, docstrings, dotted, inside

ROOMS = (
    "README.md",
    "service.py",
    "schemas",
    "use_cases",
    "domain",
    "countries",
    "commands.py",
    "store",
    "reads",
    "queries",
    "schema.sql",
    "migrations",
    "contracts",
)
MAY_BE_THERE = ("documents",)  # papers that leave the house: templates and file formats
ARGUED_ROOMS = {
    "services/governance/ballot_box/entrypoint.py": "an AMQP entrypoint without nameko's context (DESIGN section 6)"
}
NOT_FOR_THE_BOX = {"contracts", "commands.py", "countries"}  # it says no events and has no jobs of its own
VALUE_MODULES = (
    "__future__",
    "abc",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "itertools",
    "json",
    "math",
    "numbers",
    "operator",
    "re",
    "string",
    "textwrap",
    "types",
    "typing",
    "unicodedata",
)
IMPURE = re.compile(
    r"(^|\.)(now|today|utcnow|fromtimestamp|utcfromtimestamp)$|^(open|input|print|exec|eval|__import__|float)$|"
    r"(^|\.)(read_text|write_text|read_bytes|write_bytes|urandom|uuid[1-8]|new_id|new_uuid7)$"
)
CLOCK = re.compile(r"(^|\.)(now|today|utcnow|time_ns)$|^time\.(time|monotonic)$")
SQL_CLOCK = re.compile(r"\b(current_date|current_timestamp|localtimestamp|now\(\))", re.IGNORECASE)
ARGUED_CLOCKS = {
    "services/governance/use_cases/courier.py": "carries messages on its own account and decides nothing by the day"
}
DOOR_MARKS = {f"shared.bus.{name}" for name in ("command", "query", "handles", "allow", "anyone", "Allow", "Event")}
WIRE = ("nameko", "kombu", "amqp", "pika", "eventlet")
CURSOR = re.compile(r"\.(execute|executemany|cursor|fetchone|fetchmany|fetchall|conn|connection)$")
TX = re.compile(r"(^|_|\.)tx\.(one|all|run|run_many)$")
SQL = re.compile(
    r"\bselect\b.+\bfrom\b|^\s*select\s+\S+\(|\binsert\s+into\s+\w|\bupdate\s+\w+\s+(\w+\s+)?set\b|\bdelete\s+from\s+\w|"
    r"\b(create|alter|drop)\s+(unique\s+)?(table|index|function|trigger|role|database|schema|user)\b|\btruncate\s+\w|"
    r"^\s*(begin|commit|rollback|savepoint|lock\s+table)\b",
    re.IGNORECASE | re.DOTALL,
)
SQL_ALLOWED = {
    "shared/postgres.py": "the session's limits, before any named query exists",
    "shared/migrations.py": "the runner's own books, before any file was applied",
    "shared/roles.py": "grants are made once, by the owner of the tables, from the catalogue",
    "deploy/local/": "the embedded stack makes and drops whole databases",
}
NO_NAMES = {"utils", "helpers", "common", "misc", "base", "util", "helper"}
VERBS_THAT_SAY_NOTHING = ("create_", "update_", "process_", "handle_", "manage_", "do_", "set_", "perform_", "execute_")


def services_know_only_themselves(tree: Tree) -> Iterator[str]:
    """No service imports another. The ballot box may use governance's pure rules, and governance not the box's."""
    for unit in tree.units:
        for module in unit.modules:
            for node, name in module.imports:
                if inside(name, "services") and not _own(unit, name):
                    yield module.at(node, f"{unit.name} imports {name}")


def _own(unit: Unit, name: str) -> bool:
    if inside(name, *(f"{unit.package}.{nest}" for nest in unit.nested)):
        return False
    parent = unit.package.rpartition(".")[0]
    return inside(name, unit.package) or (parent != "services" and inside(name, f"{parent}.domain"))


def shared_knows_no_service(tree: Tree) -> Iterator[str]:
    """`shared` imports no service, no deployment and no test."""
    for module in tree.modules("shared"):
        for node, name in module.imports:
            if inside(name, "services", "deploy", "tests"):
                yield module.at(node, f"shared imports {name}")


def domain_is_pure(tree: Tree) -> Iterator[str]:
    """`domain/` imports value modules, itself, money and errors; it reads no clock, no chance, no file, no float."""
    for unit in tree.units:
        for module in unit.room("domain"):
            yield from _foreign_imports(unit, module)
            for node in module.nodes:
                if IMPURE.search(called(node)):
                    yield module.at(node, f"domain calls {called(node)}")
                if isinstance(node, ast.Constant) and isinstance(node.value, float):
                    yield module.at(node, f"domain holds the float {node.value}")


def _foreign_imports(unit: Unit, module: Module) -> Iterator[str]:
    parent = unit.package.rpartition(".")[0]
    family = () if parent == "services" else (f"{parent}.domain",)
    allowed = (*VALUE_MODULES, f"{unit.package}.domain", "shared.money", "shared.errors", *family)
    for node, name in module.imports:
        if not inside(name, *allowed):
            yield module.at(node, f"domain imports {name}")


def days_come_from_outside(tree: Tree) -> Iterator[str]:
    """Only doors, jobs and proofs look at a clock; use cases, stores, reads and queries are told the day."""
    for unit in tree.units:
        for module in unit.modules:
            if unit.room_of(module) in {"service", "commands"} or module.where in {*ARGUED_CLOCKS, *ARGUED_ROOMS}:
                continue
            for node in module.nodes:
                if CLOCK.search(called(node)):
                    yield module.at(node, f"{unit.room_of(module)} reads the clock ({called(node)})")
        for name, query in sorted(unit.queries.items()):
            if match := SQL_CLOCK.search(re.sub(r"--.*", "", query)):
                yield f"{unit.where}: the query {name} reads the clock ({match[0]})"


def domain_values_are_frozen(tree: Tree) -> Iterator[str]:
    """State and events are frozen keyword-only dataclasses."""
    for unit in tree.units:
        for module in unit.room("domain"):
            for node in module.nodes:
                words = _dataclass_words(node) if isinstance(node, ast.ClassDef) else None
                if words is not None and (missing := {"frozen", "kw_only"} - words):
                    yield module.at(node, f"a dataclass is not {' and '.join(sorted(missing))}")


def _dataclass_words(node: ast.ClassDef) -> set[str] | None:
    for decorator in node.decorator_list:
        if dotted(decorator) in {"dataclass", "dataclasses.dataclass"}:
            return set()
        if called(decorator) in {"dataclass", "dataclasses.dataclass"} and isinstance(decorator, ast.Call):
            return {
                word.arg or ""
                for word in decorator.keywords
                if isinstance(word.value, ast.Constant) and word.value.value is True
            }
    return None


def refusals_live_with_the_errors(tree: Tree) -> Iterator[str]:
    """A service's refusals are its broken rules: they stand in `domain/errors.py`."""
    for unit in tree.units:
        for module in unit.modules:
            if not module.where.startswith((f"{unit.where}/domain/errors.py", f"{unit.where}/domain/errors/")):
                for node in module.nodes:
                    if isinstance(node, ast.ClassDef) and any(dotted(base).endswith("Refusal") for base in node.bases):
                        yield module.at(node, f"the refusal {node.name} does not stand in domain/errors.py")


def only_store_and_reads_touch_the_database(tree: Tree) -> Iterator[str]:
    """Cursors, connections and `tx.one/all/run/run_many` belong to `store` and `reads`."""
    for unit in tree.units:
        for module in unit.modules:
            if unit.room_of(module) in {"store", "reads"}:
                continue
            for node in module.nodes:
                if isinstance(node, ast.Attribute) and (CURSOR.search(dotted(node)) or TX.search(dotted(node))):
                    yield module.at(node, f"{dotted(node)} outside store and reads")
            for node, name in module.imports:
                if inside(name, "psycopg", "psycopg_pool"):
                    yield module.at(node, f"imports {name} outside store and reads")


def only_the_door_knows_the_bus(tree: Tree) -> Iterator[str]:
    """Only `service` knows nameko and the door's marks; the ballot box's entrypoint is argued."""
    for unit in tree.units:
        for module in unit.modules:
            if unit.room_of(module) == "service" or module.where in ARGUED_ROOMS:
                continue
            for node, name in module.imports:
                if inside(name, *WIRE) or name in DOOR_MARKS or inside(name, "shared.bus.dispatch",
                                                                       "shared.bus.handling"):
                    yield module.at(node, f"{unit.room_of(module)} imports {name}")


def sql_stands_in_sql_files(tree: Tree) -> Iterator[str]:
    """No SQL outside `queries`, `schema.sql` and `migrations`."""
    for module in tree.modules(*PRODUCT):
        if module.where.startswith(tuple(SQL_ALLOWED)):
            continue
        for node, text in _texts(module):
            if SQL.search(text) and not _is_sentence(text):
                yield module.at(node, f"SQL outside the SQL files: {text[:60]!r}")


def _texts(module: Module) -> Iterator[tuple[ast.Constant, str]]:
    skipped = docstrings(module)
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node, node.value


def _is_sentence(text: str) -> bool:
    """People's sentences begin with a capital and end with a full stop; statements do neither here."""
    return text[:1].isupper() and text.rstrip().endswith((".", ":", "?"))


def every_query_is_used(tree: Tree) -> Iterator[str]:
    """Each named query is asked by `store` or `reads`, and what they ask exists."""
    for unit in tree.units:
        asked = {
            node.attr
            for module in unit.room("store", "reads")
            for node in module.nodes
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and _is_queries(node.value.id)
        }
        for name in sorted(set(unit.queries) - asked):
            yield f"{unit.where}: nobody asks the query {name}"
        for name in sorted(asked - set(unit.queries)):
            yield f"{unit.where}: there is no query {name}"


def _is_queries(name: str) -> bool:
    return re.fullmatch(r"_?Q([A-Z]|_[A-Z]+)?|_?[A-Z]+_Q", name) is not None


def shared_queries_are_used(tree: Tree) -> Iterator[str]:
    """The plumbing's named queries are asked by the plumbing."""
    for folder in sorted((tree.root / "shared").iterdir()):
        if folder.is_dir() and (files := [p for p in folder.glob("*.sql") if not p.name.startswith("schema")]):
            names = {name for path in files for name in re.findall(r"^-- name: (\w+)", path.read_text(), re.MULTILINE)}
            asked = {
                node.attr
                for module in tree.modules(tree.where(folder))
                for node in module.nodes
                if isinstance(node, ast.Attribute)
            }
            yield from (f"{tree.where(folder)}: nobody asks the query {name}" for name in sorted(names - asked))


def every_room_is_there(tree: Tree) -> Iterator[str]:
    """Each service has the rooms of the plan; another one is argued by name."""
    known = {room.removesuffix(".py") for room in (*ROOMS, *MAY_BE_THERE)} | {"__init__"}
    for unit in tree.units:
        nested = unit.package.rpartition(".")[0] != "services"
        for room in ROOMS:
            if (
                not unit.has_room(room.removesuffix(".py"))
                and not unit.has_room(room)
                and not ((room == "queries" and unit.query_files) or (nested and room in NOT_FOR_THE_BOX))
            ):
                yield f"{unit.where}: the room {room} is missing"
        for module in unit.modules:
            if unit.room_of(module) not in {*known, *unit.nested} and module.where not in ARGUED_ROOMS:
                yield f"{module.where}: {unit.room_of(module)} is no room of the plan"
    for where in [*ARGUED_ROOMS, *ARGUED_CLOCKS] if tree.root == REAL else ():
        if not (tree.root / where).exists():
            yield f"{where} is argued and not there"


def names_say_something(tree: Tree) -> Iterator[str]:
    """No module is a drawer for odds and ends; no RPC creates, updates, processes or handles; handlers are `on_...`."""
    for module in tree.modules(*PRODUCT):
        if module.path.stem in NO_NAMES:
            yield module.at(module.tree, f"{module.path.stem} says nothing")
    for unit in tree.units:
        for module in unit.room("service"):
            for node in module.nodes:
                if isinstance(node, ast.FunctionDef):
                    yield from _method_names(module, node)


def _method_names(module: Module, node: ast.FunctionDef) -> Iterator[str]:
    marks = {called(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    if marks & {"command", "query"} and node.name.startswith(VERBS_THAT_SAY_NOTHING):
        yield module.at(node, f"{node.name} does not say what it does in the cooperative's words")
    if "query" in marks and not node.name.startswith(
        ("get_", "list_", "count_", "find_", "preview_", "quote_", "explain_")
    ):
        yield module.at(node, f"the question {node.name} does not begin with get_, list_ or count_")
    if "handles" in marks and not node.name.startswith("on_"):
        yield module.at(node, f"the handler {node.name} is not called on_<event>")
