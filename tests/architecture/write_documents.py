"""Writes again what `docs/architecture.md` shows of the code: its excerpts and the table of events.

python -m tests.architecture.write_documents
"""

import ast
import re
from pathlib import Path

from shared.bus.handling import handlers_of
from shared.definitions import ServiceDefinition, installed_definitions
from shared.errors import snake_case

ARCHITECTURE = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"
EXCERPT = re.compile(r"^`([\w/.]+\.\w+)`\n```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^\| event \| says .*?\n(?=\n)", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"^\s*(?:def|class) (\w+)|^-- name: (\w+)", re.MULTILINE)


def excerpt(root: Path, file: str, shown: str) -> str:
    """What a file says now of the function, class or query that an excerpt shows."""
    found = NAMED.search(shown)
    text = (root / file).read_text(encoding="utf-8")
    if found is None:
        raise LookupError(f"the excerpt of {file} names no function, class or query")
    return _query(text, found[2]) if found[2] else _definition(text, found[1])


def _query(text: str, name: str) -> str:
    return text[text.index(f"-- name: {name}\n") :].split("\n\n", maxsplit=1)[0].rstrip() + "\n"


def _definition(text: str, name: str) -> str:
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            return "".join(lines[first - 1 : node.end_lineno])
    raise LookupError(f"there is no {name}")


def event_table(definitions: dict[str, ServiceDefinition]) -> str:
    """The table of events as the code has it."""
    rows = ["| event | says | line | heard by |", "|---|---|---|---|"]
    hearers: dict[str, list[str]] = {}
    for name, definition in sorted(definitions.items()):
        for source, kind in handlers_of(definition.service):
            hearers.setdefault(f"{source}.{kind}", []).append(name)
    for name, definition in sorted(definitions.items()):
        events = definition.module("domain.events") if definition.published else None
        classes = {snake_case(key): value for key, value in vars(events).items()} if events else {}
        for kind in definition.published:
            sentence = " ".join((classes[kind].__doc__ or "").strip().split("\n\n")[0].split())
            consumed = ", ".join(hearers.get(f"{name}.{kind}", []))
            rows.append(f"| `{name}.{kind}` | {sentence} | `{classes[kind].AGGREGATE}` | {consumed} |")
    return "\n".join(rows) + "\n"


def rewritten(root: Path, text: str, definitions: dict[str, ServiceDefinition]) -> str:
    """The document with every excerpt and the table as they are now."""
    text = TABLE.sub(lambda _: event_table(definitions), text)
    return EXCERPT.sub(lambda m: f"`{m[1]}`\n```{m[2]}\n{excerpt(root, m[1], m[3])}```", text)


if __name__ == "__main__":
    ARCHITECTURE.write_text(
        rewritten(ARCHITECTURE.parents[1], ARCHITECTURE.read_text(encoding="utf-8"), installed_definitions()),
        encoding="utf-8",
    )
