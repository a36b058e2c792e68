"""What rules may touch (values only), and which room touches the clock, the database and the wire."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import PRODUCT, Module, Tree, called, docstrings, dotted, inside

PURE = ("rules", "errors")
VALUE_MODULES = (
    "__future__",
    "abc",
    "base64",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "gmpy2",  # arithmetic of large numbers
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
VALUES_OF_OURS = ("shared.money", "shared.errors", "shared.chain", "shared.content", "shared.ledger.MAIN_ENTITY",
                  "shared.ledger.BooksYearClosed")
FIELDS = ("shared.fields",)  # the event classes name a field where a type says too little
IMPURE = re.compile(
    r"(^|\.)(now|today|utcnow|fromtimestamp|utcfromtimestamp)$|^(open|input|print|exec|eval|__import__|float)$|"
    r"(^|\.)(read_text|write_text|read_bytes|write_bytes|urandom|uuid[1-8]|new_id|new_uuid7|getenv)$"
)
ROW_LIKE = re.compile(r"\b(?:dict|Mapping|MutableMapping|Dict)\[str, Any\]|\bRow\b")
CLOCK = re.compile(r"(^|\.)(now|today|utcnow|time_ns)$|^time\.(time|monotonic)$")
SQL_CLOCK = re.compile(r"\b(current_date|current_timestamp|localtimestamp|now\(\))", re.IGNORECASE)
MAY_LOOK_AT_A_CLOCK = {"handlers", "cli", "jobs", "checks", "commands"}
MARKS = {f"shared.bus.{name}" for name in ("command", "query", "handles", "allow", "anyone", "Allow", "Event")}
WIRE = ("nameko", "kombu", "amqp", "pika", "eventlet")
ON_THE_WIRE = {
    "services/governance/ballot_box/entrypoint.py": "an AMQP entrypoint without nameko's context (DESIGN 6)",
    "services/governance/ballot_box/handlers.py": "an AMQP entrypoint without nameko's context (DESIGN 6)",
    "services/governance/boards/handlers.py": "speaks to the ballot box from a thread of its own",
}
CURSOR = re.compile(r"\.(execute|executemany|cursor|fetchone|fetchmany|fetchall|conn|connection)$")
TX = re.compile(r"(^|_|\.)tx\.(one|single|require|all|run|run_many|copy)$")
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
    "deploy/drill/": "a drill counts the events of two databases, whichever service's they are",
}
QUERIES = re.compile(r"_?Q([A-Z]|_[A-Z]+)?|_?[A-Z]+_Q")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _pure_modules(tree: Tree) -> Iterator[tuple[tuple[str, ...], Module]]:
    """Every module of rules, refusals and events, with the packages that it may import."""
    for unit in tree.units:
        own = (f"{unit.package}.events", f"{unit.package}.countries.protocol")
        parent = unit.package.rpartition(".")[0]
        for module in unit.room(*PURE):
            yield (*own, unit.package, *(() if parent == "services" else (parent,))), module
        for module in unit.frame:
            if unit.top_of(module) == "events":
                yield (*own, *FIELDS), module


def rules_are_pure(tree: Tree) -> Iterator[str]:
    """Rules import value modules, money, refusals and each other; they read no clock, no chance, no file, no float."""
    for own, module in _pure_modules(tree):
        for node, name in module.imports:
            if not inside(name, *VALUE_MODULES, *VALUES_OF_OURS, *own):
                yield module.at(node, f"a rule imports {name}")
        for node in module.nodes:
            if IMPURE.search(called(node)):
                yield module.at(node, f"a rule calls {called(node)}")
            if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "sys.argv"}:
                yield module.at(node, f"a rule reads {dotted(node)}")
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield module.at(node, f"a rule holds the float {node.value}")


def rules_see_no_rows(tree: Tree) -> Iterator[str]:
    """A rule takes frozen values: no row, no event body, no parameter of which it reads fields by their names.

    Only `from_...` makes a value of what came in.
    """
    for unit in tree.units:
        for module in unit.room("rules"):
            for function in (node for node in module.nodes if isinstance(node, Function)):
                if not function.name.startswith("from_"):
                    yield from _rows_of(module, function)


def _rows_of(module: Module, function: Function) -> Iterator[str]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    for argument in arguments:
        if argument.annotation and ROW_LIKE.search(ast.unparse(argument.annotation)):
            yield module.at(argument, f"{function.name} takes {argument.arg}, which may hold anything")
    names = {argument.arg for argument in arguments} - {"self"}
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id in names
            and isinstance(node.slice, ast.Constant)
            and isinstance(node.slice.value, str)
        ):
            yield module.at(node, f"{function.name} reads {node.slice.value!r} out of {node.value.id}")


def values_are_made_at_the_edge(tree: Tree) -> Iterator[str]:
    """A consumed event becomes a value where it enters: its body is neither copied nor spread over a function.

    Methods that the bus calls name each of their fields.
    """
    for unit in tree.units:
        for module in unit.room("handlers", "use_cases", "store", "postings"):
            for node in (node for node in module.nodes if isinstance(node, ast.Call)):
                yield from _spread(module, node)
        for module in unit.room("handlers"):
            for method in (node for node in module.nodes if isinstance(node, Function)):
                if method.args.kwarg and method.decorator_list:
                    yield module.at(method, f"{method.name} takes fields that it does not name")


def _spread(module: Module, node: ast.Call) -> Iterator[str]:
    words = [word.value for word in node.keywords if word.arg is None]
    is_value = called(node).rpartition(".")[2][:1].isupper() or called(node).rpartition(".")[2].startswith("from_")
    if any(_is_body(value) for value in words) and not is_value:
        yield module.at(node, f"{called(node)} takes the whole body of an event")
    if called(node) == "dict" and any(_is_body(value) for value in node.args):
        yield module.at(node, "an event's body is copied")


def _is_body(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "data"


def values_are_frozen(tree: Tree) -> Iterator[str]:
    """State and events are frozen keyword-only dataclasses."""
    for _, module in _pure_modules(tree):
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


def days_come_from_outside(tree: Tree) -> Iterator[str]:
    """Only handlers and the command line look at a clock; use cases, stores, reads and queries are told the day."""
    for unit in tree.units:
        rooms = {module: capability.room_of(module) for capability in unit.capabilities
                 for module in capability.modules}
        for module in unit.modules:
            room = rooms.get(module) or unit.top_of(module)
            for node in module.nodes if room not in MAY_LOOK_AT_A_CLOCK else ():
                if CLOCK.search(called(node)):
                    yield module.at(node, f"{room} reads the clock ({called(node)})")
        for name, query in sorted(unit.queries.items()):
            if match := SQL_CLOCK.search(re.sub(r"--.*", "", query)):
                yield f"{unit.where}: the query {name} reads the clock ({match[0]})"


def only_store_and_reads_touch_the_database(tree: Tree) -> Iterator[str]:
    """Cursors, connections and the transaction's `one`, `all`, `run` and their kin belong to `store` and `reads`."""
    for unit in tree.units:
        asking = set(unit.room("store", "reads"))
        for module in (module for module in unit.modules if module not in asking):
            for node in module.nodes:
                if isinstance(node, ast.Attribute) and (CURSOR.search(dotted(node)) or TX.search(dotted(node))):
                    yield module.at(node, f"{dotted(node)} outside store and reads")
            for node, name in module.imports:
                if inside(name, "psycopg", "psycopg_pool"):
                    yield module.at(node, f"imports {name} outside store and reads")


def only_handlers_know_the_bus(tree: Tree) -> Iterator[str]:
    """Only `handlers` carry the bus's marks, and no room of a service knows nameko or the wire.

    `schemas` may know the envelope of an event, of which they make a value.
    """
    for unit in tree.units:
        handlers, schemas = set(unit.room("handlers")), set(unit.room("schemas"))
        for module in unit.modules:
            for node, name in module.imports:
                marks = name in MARKS or inside(name, "shared.bus.dispatch", "shared.bus.handling")
                wire = inside(name, *WIRE) and module.where not in ON_THE_WIRE
                envelope = module in schemas and name == "shared.bus.Event"
                if wire or (marks and module not in handlers and not envelope):
                    yield module.at(node, f"{module.path.stem} imports {name}")


def sql_stands_in_sql_files(tree: Tree) -> Iterator[str]:
    """No SQL outside `queries`, `schema.sql` and `migrations`."""
    for module in tree.modules(*PRODUCT):
        if module.where.startswith(tuple(SQL_ALLOWED)):
            continue
        for node, text in texts(module):
            if SQL.search(text) and not _is_sentence(text):
                yield module.at(node, f"SQL outside the SQL files: {text[:60]!r}")


def texts(module: Module) -> Iterator[tuple[ast.Constant, str]]:
    """Every text constant of a module that is no docstring."""
    skipped = docstrings(module)
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node, node.value


def _is_sentence(text: str) -> bool:
    """People's sentences begin with a capital and end with a full stop; statements do neither here."""
    return text[:1].isupper() and text.rstrip().endswith((".", ":", "?"))


def every_query_is_used(tree: Tree) -> Iterator[str]:
    """Each named query is asked by `store` or `reads` of its capability, and what they ask exists."""
    for unit in tree.units:
        for capability in unit.capabilities:
            asked = {
                node.attr
                for module in capability.room("store", "reads")
                for node in module.nodes
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and QUERIES.fullmatch(node.value.id)
            }
            for name in sorted(set(capability.queries) - asked):
                yield f"{capability.where}: nobody asks the query {name}"
            for name in sorted(asked - set(capability.queries)):
                yield f"{capability.where}: there is no query {name}"


def shared_queries_are_used(tree: Tree) -> Iterator[str]:
    """The plumbing's named queries are asked by the plumbing."""
    for folder in sorted((tree.root / "shared").iterdir()):
        if folder.is_dir() and (files := [p for p in folder.glob("*.sql") if not p.name.startswith("schema")]):
            names = {name for path in files for name in re.findall(r"^-- name: (\w+)", path.read_text(), re.MULTILINE)}
            asked = {
                node.attr
                for module in tree.modules("shared")
                for node in module.nodes
                if isinstance(node, ast.Attribute)
            }
            yield from (f"{tree.where(folder)}: nobody asks the query {name}" for name in sorted(names - asked))
