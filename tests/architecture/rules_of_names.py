"""Names: the field's words, one class name once, nothing that says nothing."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from tests.architecture.rules_of_countries import identifiers
from tests.architecture.tree import PRODUCT, Module, Tree, called, dotted

NO_NAMES = {"utils", "helpers", "common", "misc", "base", "util", "helper"}
VERBS_THAT_SAY_NOTHING = ("create_", "update_", "process_", "handle_", "manage_", "do_", "set_", "perform_", "execute_")
QUESTIONS = ("get_", "list_", "count_", "find_", "preview_", "quote_", "explain_")
WORDS_OF_THE_FIELD = {"set_off"}  # a claim is set off against another
OLD_WORDS = frozenset({
    "door", "doors", "house", "said", "saying", "heard", "hear", "hears", "voice", "promise", "promises",
    "errand", "loner", "fate", "stands_on", "goes_with", "instead", "leaves_trace", "keeps_answer",
})
OLD_CLASSES = re.compile(r"^Which[A-Z]|(Shown|View|Brief|InFull)$")
OLD_KEYWORDS = {"takes", "gives"}
OLD_IN_STORES = re.compile(
    r"^(note|hear|receive|take|put|keep|mark|move|write|make_again|bring_in_line|stand_in_line)(_|$)(?!off)"
)
WHERE_WORDS_COUNT = ("services", "shared", "deploy")
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def names_are_the_fields(tree: Tree) -> Iterator[str]:
    """No identifier is one of the words that we once made up ourselves (DESIGN 9, left column)."""
    for module in tree.modules(*WHERE_WORDS_COUNT):
        for node in module.nodes:
            for name in identifiers(node):
                if old := _old_word(node, name):
                    yield module.at(node, f"{name}: {old} is a word of ours, not the field's")
    for unit in tree.units:
        for query in sorted(unit.queries):
            if old := _old_word(None, query.rpartition(".")[2]):
                yield f"{unit.where}: the query {query}: {old} is a word of ours, not the field's"


def _old_word(node: ast.AST | None, name: str) -> str:
    pieces = [piece.lower() for piece in _PIECES.findall(name)]
    phrase = f"_{'_'.join(pieces)}_"
    if found := [word for word in sorted(OLD_WORDS) if f"_{word}_" in phrase]:
        return found[0]
    if isinstance(node, ast.ClassDef) and OLD_CLASSES.search(name):
        return name
    return name if isinstance(node, ast.keyword) and name in OLD_KEYWORDS else ""


def stores_get_find_lock_save_and_add(tree: Tree) -> Iterator[str]:
    """A store gets, finds, locks, saves and adds; or it says with a plain verb what it does."""
    for unit in tree.units:
        for module in unit.room("store"):
            for node in module.nodes:
                if isinstance(node, ast.FunctionDef) and OLD_IN_STORES.search(node.name):
                    yield module.at(node, f"{node.name}: a store gets, finds, locks, saves or adds")


def a_class_name_is_there_once(tree: Tree) -> Iterator[str]:
    """One class name once in a service and what it can see of shared: who searches for it finds it.

    Two services may each have an `Invoice`: to one it is what it issues, to the other what it knows of it, and they
    never meet. Consumed shapes bear the name of the event.
    """
    shared = list(tree.modules("shared"))
    yield from _repeated_names(shared)
    for unit in tree.units:
        yield from _repeated_names(unit.modules, beside=shared)


def _repeated_names(modules: Iterable[Module], *, beside: Sequence[Module] = ()) -> Iterator[str]:
    known = {node.name: f"{module.where}:{node.lineno}" for module in beside for node in _own_classes(module)}
    for module in modules:
        for node in _own_classes(module):
            if node.name in known:
                yield module.at(node, f"{node.name} stands at {known[node.name]} too")
            known[node.name] = f"{module.where}:{node.lineno}"


def _own_classes(module: Module) -> Iterator[ast.ClassDef]:
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _is_consumed(node):
            yield node


def _is_consumed(node: ast.ClassDef) -> bool:
    return any(dotted(base).endswith("EventShape") for base in node.bases)


def names_say_something(tree: Tree) -> Iterator[str]:
    """No module is a drawer for odds and ends; no RPC creates, updates, processes or handles; handlers are `on_...`."""
    for module in tree.modules(*PRODUCT):
        if module.path.stem in NO_NAMES:
            yield module.at(module.tree, f"{module.path.stem} says nothing")
    for unit in tree.units:
        for module in unit.room("handlers"):
            for node in module.nodes:
                if isinstance(node, ast.FunctionDef):
                    yield from _method_names(module, node)


def _method_names(module: Module, node: ast.FunctionDef) -> Iterator[str]:
    marks = {called(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    says_nothing = node.name.startswith(VERBS_THAT_SAY_NOTHING) and node.name not in WORDS_OF_THE_FIELD
    if marks & {"command", "query"} and says_nothing:
        yield module.at(node, f"{node.name} does not say what it does in the cooperative's words")
    if "query" in marks and not node.name.startswith(QUESTIONS):
        yield module.at(node, f"the question {node.name} does not begin with get_, list_ or count_")
    if "handles" in marks and not node.name.startswith("on_"):
        yield module.at(node, f"the handler {node.name} is not called on_<event>")
