"""Writes again what documents show of the code: excerpts, the table of events, and the tables of each service's README.

python -m tests.architecture.write_documents

A table stands between `<!-- generated:NAME -->` and `<!-- /generated -->`; an excerpt is a block of code below a line
that names its file, and shows the function, class, query, constraint or dated row that its first lines name.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from shared.bus.dispatch import Allow, methods_of
from shared.bus.event_shapes import type_of
from shared.bus.handling import Handler, handlers_of
from shared.definitions import ServiceDefinition, installed_definitions

ROOT = Path(__file__).resolve().parents[2]
EXCERPT = re.compile(r"^`([\w/.-]+\.\w+)`\n```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(.*)\n```(python|sql|toml)\n", re.MULTILINE)
GENERATED = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- /generated -->)", re.DOTALL)
NAMED = re.compile(
    r"^\s*(?:async )?(?:def|class) (?P<definition>\w+)|^-- name: (?P<query>\w+)|\bconstraint (?P<constraint>\w+)|"
    r"^\[\[(?P<row>\w+)\]\]",
    re.MULTILINE,
)
Definitions = dict[str, ServiceDefinition]


class NothingShown(LookupError):
    """An excerpt names nothing that its file still holds."""


def excerpt(root: Path, file: str, shown: str) -> str:
    """What a file says now of the thing that an excerpt shows."""
    text, found = (root / file).read_text(encoding="utf-8"), NAMED.search(shown)
    if found is None or found.lastgroup is None:
        raise NothingShown(f"the excerpt of {file} names no function, class, query, constraint or row")
    kind, name = found.lastgroup, found[found.lastgroup]
    if part := FINDERS[kind](text, name):
        return part
    raise NothingShown(f"{file} holds no {kind} {name}")


def _definition(text: str, name: str) -> str:
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            return "".join(lines[first - 1 : node.end_lineno])
    return ""


def _paragraph(head: str) -> Callable[[str, str], str]:
    """Finds what begins with this head and ends with an empty line."""

    def find(text: str, name: str) -> str:
        found = re.search(rf"^{re.escape(head.format(name))}$.*?(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
        return f"{found[0].rstrip()}\n" if found else ""

    return find


def _constraint(text: str, name: str) -> str:
    """The line of a constraint, and the lines below that stand deeper."""
    found = re.search(rf"^( *)constraint {name}\b.*(?:\n\1 +\S.*)*", text, re.MULTILINE)
    return inspect.cleandoc(found[0].rstrip(",")) + "\n" if found else ""


FINDERS: dict[str, Callable[[str, str], str]] = {
    "definition": _definition,
    "query": _paragraph("-- name: {}"),
    "row": _paragraph("[[{}]]"),
    "constraint": _constraint,
}


def sentence(documented: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(documented) or "").split("\n\n")[0].split())


def event_table(definitions: Definitions) -> Iterator[str]:
    """Every event of every service: what it says, its stream, and who handles it."""
    yield from ("| event | what happened | stream | handled by |", "|---|---|---|---|")
    consumers: dict[str, list[str]] = {}
    for name, definition in sorted(definitions.items()):
        for source, kind in handlers_of(definition.service):
            consumers.setdefault(f"{source}.{kind}", []).append(name)
    for name, definition in sorted(definitions.items()):
        for event in _published(definition):
            kind = f"{name}.{type_of(event)}"
            handled = ", ".join(consumers.get(kind, []))
            yield f"| `{kind}` | {sentence(event)} | `{event.AGGREGATE}` | {handled} |"


def _published(definition: ServiceDefinition) -> tuple[type, ...]:
    return getattr(definition.module("events"), "PUBLISHED", ())


def answers(definition: ServiceDefinition) -> Iterator[str]:
    """The methods of a service, capability by capability: names, roles, sentence."""
    yield from ("| capability | ask | who may | what |", "|---|---|---|---|")
    before = ""
    for method in sorted(methods_of(definition.service).values(), key=lambda one: _place(definition, one.name)):
        capability = _capability(definition, method.name)
        row = f"`{method.name}` | {_who(method.allow)} | {sentence(getattr(definition.service, method.name))}"
        yield f"| {'' if capability == before else capability} | {row} |"
        before = capability


def _place(definition: ServiceDefinition, method: str) -> tuple[int, int]:
    """Where a method stands: its capability's place in the order, then its line."""
    capability = _capability(definition, method)
    order = definition.capabilities.index(capability) if capability in definition.capabilities else -1
    return order, inspect.unwrap(getattr(definition.service, method)).__code__.co_firstlineno


def _capability(definition: ServiceDefinition, method: str) -> str:
    module: str = getattr(definition.service, method).__module__
    return module.removeprefix(f"{definition.package}.").partition(".")[0]


def _who(allowed: Allow) -> str:
    if allowed.public:
        return "anyone"
    return ", ".join([*sorted(allowed.roles), *(["the member"] if allowed.self_by else [])])


def publishes(definition: ServiceDefinition) -> Iterator[str]:
    """The events of a service, with the stream in which each comes."""
    yield from ("| event | what happened | stream |", "|---|---|---|")
    for event in _published(definition):
        yield f"| `{type_of(event)}` | {sentence(event)} | `{event.AGGREGATE}` |"  # type: ignore[attr-defined]


def handles(definition: ServiceDefinition) -> Iterator[str]:
    """The events that a service consumes: why, and what takes their place where their source is not deployed."""
    yield from ("| event | why | where its source is not deployed |", "|---|---|---|")
    for event, handler in sorted(handlers_of(definition.service).items()):
        why = sentence(getattr(definition.service, handler.method))
        yield f"| `{'.'.join(event)}` | {why} | {_instead(handler)} |"


def _instead(handler: Handler) -> str:
    methods = ", ".join(f"`{name}`" for name in handler.replaced_by)
    return methods or handler.lacking or "nothing takes its place"


OF_A_SERVICE: dict[str, Callable[[ServiceDefinition], Iterator[str]]] = {
    "answers": answers,
    "publishes": publishes,
    "handles": handles,
}


def rewritten(root: Path, text: str, definitions: Definitions, service: str = "") -> str:
    """A document with every excerpt and every table as they are now; `service` names the one whose README it is."""

    def table(found: re.Match[str]) -> str:
        rows = event_table(definitions) if found[2] == "events" else OF_A_SERVICE[found[2]](definitions[service])
        return found[1] + "".join(f"{row}\n" for row in rows) + found[3]

    text = GENERATED.sub(table, text)
    return EXCERPT.sub(lambda one: f"`{one[1]}`\n```{one[2]}\n{excerpt(root, one[1], one[3])}```", text)


def code_without_a_file(text: str) -> list[str]:
    """Blocks of code that show something nobody can compare: the line above each."""
    return [above for above, _ in CODE.findall(text) if not re.fullmatch(r"`[\w/.-]+\.\w+`", above)]


def documents(root: Path, definitions: Definitions) -> Iterator[tuple[Path, str]]:
    """The documents that show code, each with the service whose README it is."""
    yield from ((path, "") for path in (root / "docs" / "architecture.md", root / "CONTRIBUTING.md"))
    for name, definition in sorted(definitions.items()):
        yield root.joinpath(*definition.package.split(".")) / "README.md", name


def main() -> None:
    """Write every document again that shows something else than the code."""
    definitions = installed_definitions()
    for path, service in documents(ROOT, definitions):
        before = path.read_text(encoding="utf-8")
        if (after := rewritten(ROOT, before, definitions, service)) != before:
            path.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
