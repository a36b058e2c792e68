"""What every file must look like: measures, words, logs, sources, and nothing that belongs to one machine only."""

import ast
import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.architecture.ceilings import above_the_ceiling
from tests.architecture.tree import PRODUCT, Module, Tree, called, dotted, inside, place_of

LONGEST_FILE, MEDIAN, P90, LONGEST_FUNCTION = 400, (4, 8), 25, 70
A_HOUSE = 25  # functions: of fewer a median says nothing
A_PARAGRAPH = 4  # lines below its head: a private helper with fewer and one caller is a paragraph of that caller
UNDONE = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "HA" + "CK")) + r")\b")
MACHINE = re.compile(r"(?<![\w.~$}-])/(" + "work|root|home" + r")/[\w.]")
ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links")
LOG = re.compile(r"(^|\.)_?log(ger)?\.(debug|info|warning|error|exception|critical|bind)$")
ADVISORY = re.compile(r"advisory_(?:xact_)?lock\((\d+)\)|^LOCK = ([\d_]+)")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
PERSONAL = {
    "name",
    "first_name",
    "last_name",
    "given_name",
    "family_name",
    "full_name",
    "email",
    "phone",
    "iban",
    "bic",
    "niss",
    "national_number",
    "birth_date",
    "born_on",
    "address",
    "street",
    "postcode",
    "gender",
    "household",
    "credential",
    "ballot",
    "ballots",
    "choice",
    "token",
    "password",
    "secret",
    "private_key",
    "body",
    "kwargs",
    "payload",
}
HAS_A_LIFE = re.compile(r"(^|\.)(token|signed|sign_token|time|monotonic|perf_counter|now|today|utcnow)$")
PUT_ASIDE = {"pytest.mark.skip", "pytest.mark.xfail", "pytest.xfail"}
READABLE = {
    ".py",
    ".md",
    ".sql",
    ".toml",
    ".json",
    ".yml",
    ".yaml",
    ".txt",
    ".lock",
    ".cfg",
    ".ini",
    ".sh",
    ".xml",
    ".html",
    ".typ",
    ".csv",
    "",
}


def measures_are_kept(tree: Tree) -> Iterator[str]:
    """Functions: median 4 to 8 lines, p90 <= 25, none over 70; files <= 400 lines."""
    sizes: list[int] = []
    for module in tree.modules(*PRODUCT):
        length = len(module.text.splitlines())
        if length > LONGEST_FILE:
            yield f"{module.where}: {length} lines (at most {LONGEST_FILE})"
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                sizes.append(_lines(node))
                if sizes[-1] > LONGEST_FUNCTION:
                    yield module.at(node, f"{node.name} has {sizes[-1]} lines (at most {LONGEST_FUNCTION})")
    yield from _of_all(sizes)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    doc = ast.get_docstring(node, clean=False)
    return (node.end_lineno or node.lineno) - node.lineno + 1 - (len(doc.splitlines()) if doc else 0)


def _of_all(sizes: list[int]) -> Iterator[str]:
    least, largest = MEDIAN
    if len(sizes) > A_HOUSE and not least <= statistics.median(sizes) <= largest:
        yield f"the median function has {statistics.median(sizes)} lines ({least} to {largest})"
    if sizes and (p90 := sorted(sizes)[int(len(sizes) * 0.9)]) > P90:
        yield f"one function in ten has more than {p90} lines (at most {P90})"


def small_helpers_grow_fewer(tree: Tree) -> Iterator[str]:
    """Private helpers with one caller and under four lines are paragraphs of it: their number may only fall.

    One that names a rule of law says so in a docstring.
    """
    yield from above_the_ceiling(tree, "small_helpers", small_helpers(tree))


def small_helpers(tree: Tree) -> dict[str, list[str]]:
    """By place (`services/payroll`, `shared`): each private function under four lines that is named once."""
    found: dict[str, list[str]] = {}
    for module in tree.modules(*PRODUCT):
        named = Counter(name for node in module.nodes if (name := _name_read(node)))
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef) and _is_small_helper(node) and named[node.name] == 1:
                found.setdefault(place_of(module), []).append(module.at(node, node.name))
    return found


def _is_small_helper(node: ast.FunctionDef) -> bool:
    private = node.name.startswith("_") and not node.name.startswith("__")
    lines = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
    return private and not node.decorator_list and not ast.get_docstring(node) and lines < A_PARAGRAPH


def _name_read(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def every_rule_has_its_unit_test(tree: Tree) -> Iterator[str]:
    """Each module of rules is imported by a unit test, itself or a name of it through its package."""
    imported = {name for module in tree.modules("tests/unit") for _, name in module.imports}
    for unit in tree.units:
        countries = [module for module in unit.modules if unit.country_of(module)]
        for module in [*unit.room("rules"), *countries]:
            if _defines_functions(module) and not _is_imported(module, imported, unit.modules):
                yield f"{module.where}: no unit test imports it"


def _defines_functions(module: Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) for node in module.nodes) and not module.where.endswith("errors.py")


def _is_imported(module: Module, imported: set[str], modules: tuple[Module, ...]) -> bool:
    package = next((one for one in modules if one.name == module.name.rpartition(".")[0]), None)
    passed_on = [
        f"{package.name}.{name.rpartition('.')[2]}"
        for _, name in (package.imports if package else ())
        if name.rpartition(".")[0] == module.name
    ]
    own = {module.name, *passed_on}
    return any(inside(name, *own) for name in imported)


def nothing_is_left_undone(tree: Tree) -> Iterator[str]:
    """What is not done yet stands in an issue, not in a comment."""
    for where, number, line in _lines_of(tree):
        if match := UNDONE.search(line):
            yield f"{where}:{number}: {match[0]}"


def text_belongs_to_no_machine(tree: Tree) -> Iterator[str]:
    """No committed text names a path of one machine; lock files carry hashes and no addresses."""
    for where, number, line in _lines_of(tree):
        if match := MACHINE.search(line):
            yield f"{where}:{number}: a path of one machine ({match[0]}...)"
        if where.endswith(".lock") and ADDRESS.search(line):
            yield f"{where}:{number}: an address in a lock file"


def advisory_locks_have_their_own_numbers(tree: Tree) -> Iterator[str]:
    """No two places take an advisory lock of the same number: one would keep the other out of its database."""
    taken: dict[int, str] = {}
    for where, number, line in _lines_of(tree):
        if match := ADVISORY.search(line):
            lock, place = int(match[1] or match[2]), f"{where}:{number}"
            if lock in taken:
                yield f"{place}: the lock {lock} is taken at {taken[lock]}"
            taken[lock] = place


def _lines_of(tree: Tree) -> Iterator[tuple[str, int, str]]:
    for path in tree.files:
        if path.suffix in READABLE and path.name != "LICENSE":
            text = path.read_text(encoding="utf-8", errors="replace")
            yield from ((tree.where(path), number, line) for number, line in enumerate(text.splitlines(), start=1))


def what_is_public_is_explained(tree: Tree) -> Iterator[str]:
    """Every module, public class and public function has a docstring."""
    for module in tree.modules(*PRODUCT):
        if module.text.strip() and not ast.get_docstring(module.tree):
            yield module.at(module.tree, "the module says nothing about itself")
        yield from _unexplained(module, module.tree)


def _unexplained(module: Module, parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node) and node.name != "Meta":
                yield module.at(node, f"{node.name} says nothing about itself")
            if isinstance(node, ast.ClassDef):
                yield from _unexplained(module, node)


def log_lines_are_constant_and_impersonal(tree: Tree) -> Iterator[str]:
    """One constant snake_case event per line, ids as fields; never names, accounts, ballots or whole bodies."""
    for module in tree.modules("services", "shared"):
        for node in module.nodes:
            if isinstance(node, ast.Call) and LOG.search(called(node)):
                yield from _log_line(module, node)


def _log_line(module: Module, node: ast.Call) -> Iterator[str]:
    if not called(node).endswith(".bind"):
        event = node.args[0] if node.args else None
        if not isinstance(event, ast.Constant) or not SNAKE.fullmatch(str(event.value)) or len(node.args) > 1:
            yield module.at(node, "a log line's event is one constant in snake_case")
    for word in node.keywords:
        if word.arg is None:
            yield module.at(node, "a log line names each of its fields")
        elif word.arg in PERSONAL:
            yield module.at(node, f"{word.arg} does not belong in a log")


def parameters_have_sources(tree: Tree) -> Iterator[str]:
    """Each dated row names its source and the day from which it holds; figures are text or whole numbers.

    The words of papers (`countries/<cc>/words/`) are no figures.
    """
    for path in tree.files:
        in_a_country = "countries" in path.parts and "services" in path.parts and path.parent.name != "words"
        if path.suffix == ".toml" and in_a_country:
            for name, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
                for place, row in enumerate(rows if isinstance(rows, list) else [rows]):
                    for wrong in _wrong_in_row(row):
                        yield f"{tree.where(path)}: {name}[{place}] {wrong}"


def _wrong_in_row(row: dict[str, Any]) -> Iterator[str]:
    if not isinstance(row.get("source"), str) or not row["source"].strip():
        yield "has no source"
    if not isinstance(row.get("valid_from"), date):
        yield "has no day from which it holds"
    if _has_float(row):
        yield "holds a float: rates and amounts are written as text"


def _has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_float(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_has_float(inner) for inner in value)
    return isinstance(value, float)


def nothing_with_a_life_is_made_at_import(tree: Tree) -> Iterator[str]:
    """A test signs its tokens and looks at the clock when it runs: what was made before may have expired by then."""
    for module in tree.modules("tests"):
        for node in _run_at_import(module.tree):
            if isinstance(node, ast.Call) and (match := HAS_A_LIFE.search(called(node))):
                yield module.at(node, f"{match[0].strip('.')} is called when the file is imported")


def _run_at_import(parent: ast.AST) -> Iterator[ast.AST]:
    """What runs when a file is imported: everything but the bodies of functions."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
                yield from (part, *_run_at_import(part))
        elif not isinstance(node, ast.Lambda):
            yield from (node, *_run_at_import(node))


def tests_are_sentences(tree: Tree) -> Iterator[str]:
    """A test's name is a sentence of at least four words; none is put aside."""
    for module in tree.modules("tests"):
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 4:
                yield module.at(node, f"{node.name} is no sentence")
            if isinstance(node, ast.Attribute) and dotted(node) in PUT_ASIDE:
                yield module.at(node, "a test that is not run proves nothing")
