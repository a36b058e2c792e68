"""The names that others rely upon: what is pinned, and what the code says today.

Services, partners and stored rows know the house by these names, so a name that is gone breaks somebody. `pins.json`
holds them as `kind -> place -> names`; its table `renamed` (`kind -> old -> new`) holds those that were given another
name on purpose. Most of it is read from what `sharedco contracts export` writes, which is the published language
itself; the few lines that know where the code keeps something stand in `from_the_code`.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.governance.ballot_box.handlers import OPERATIONS
from shared.bus.calling import make_request
from shared.bus.contracts import export, whole_asyncapi
from shared.bus.contracts_schema import schema_of
from shared.bus.relay_senders import event_headers
from shared.bus.topology import bindings, exchanges
from shared.definitions import installed_definitions
from shared.errors import snake_case

ROOT = Path(__file__).resolve().parents[2]
PINS = Path(__file__).with_name("pins.json")
Names = dict[str, dict[str, list[str]]]
EVENT = {
    "id": "",
    "type": "",
    "recorded_at": datetime(2026, 9, 1, tzinfo=UTC),
    "aggregate": "",
    "version": 1,
    "event_on": "",
    "correlation": "c",
    "traceparent": "t",
}
_STATES = re.compile(r"\b(?!not\b)(\w+) in\s*\(\s*('[^()]*')\s*\)")
_TABLE = re.compile(r"^create table (\w+)", re.MULTILINE)


def present() -> Names:
    """Every name as the code has it now."""
    found: Names = {}
    for kind, place, names in (*from_the_contracts(), *from_the_code(), *refusals(ROOT), *stored_states(ROOT)):
        found.setdefault(kind, {})[place] = sorted({*found.get(kind, {}).get(place, []), *names})
    return {kind: dict(sorted(places.items())) for kind, places in found.items()}


Found = Iterator[tuple[str, str, list[str]]]


def from_the_contracts() -> Found:
    """Methods, events and their fields, from the exported contracts."""
    with TemporaryDirectory() as folder:
        export(Path(folder), installed_definitions())
        for path in sorted(Path(folder).rglob("*.json")):
            contract = json.loads(path.read_text(encoding="utf-8"))
            yield from (_of_an_event(contract) if path.name != "asyncapi.json" else ())
    for definition in installed_definitions().values():
        yield from _of_a_service(whole_asyncapi(definition))


def _of_an_event(schema: Mapping[str, Any]) -> Found:
    yield "event fields", schema["title"], list(fields(schema))
    yield "dataschema", schema["title"], [schema["$id"]]


def _of_a_service(contract: Mapping[str, Any]) -> Found:
    yield "event headers", "contract", list(contract["components"]["schemas"]["envelope"]["properties"])
    for address, channel in contract["channels"].items():
        messages = channel["messages"]
        if set(messages) == {"request", "reply"}:
            yield "request fields", address, list(fields(messages["request"]["payload"]["properties"]["kwargs"]))
            yield "answer fields", address, list(fields(messages["reply"]["payload"]["properties"]["result"]))
        elif channel["bindings"]["amqp"]["is"] == "queue":
            yield "events consumed", address, list(messages)


def fields(schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Each field by its path, and each word that it may say: `lines.kind`, `lines.kind=fee`."""
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}{name}"
        yield from fields(inner, f"{path}{name}.")
    for inner in (*schema.get("anyOf", []), *(schema[key] for key in ("items",) if key in schema)):
        yield from fields(inner, path)
    yield from (f"{path.removesuffix('.')}={word}" for word in schema.get("enum", []))


def from_the_code() -> Found:
    """What is in no contract: the broker's names, the headers as they are really sent, the ballot box's messages."""
    definitions = installed_definitions()
    for name, kind in exchanges(definitions).items():
        yield "exchanges", name, [kind]
    for binding in bindings(definitions):
        arguments = [f"{name}={value}" for name, value in binding.arguments.items()]
        bound = [f"{binding.exchange} {binding.key}".strip()] if binding.exchange else []
        yield "queues", binding.queue, [*bound, *arguments]
    yield "event headers", "sent", list(event_headers("", EVENT))
    request = make_request("a.b", {}, token="t", seconds=1, traceparent="t")
    yield "call headers", "sent", list(request.headers)
    for name, message in OPERATIONS.items():
        yield "ballot box", name, list(fields(schema_of(message.shape())))


def refusals(root: Path) -> Found:
    """The code of every class that descends from `Refusal`, read without running anything."""
    bases: dict[str, set[str]] = {}
    codes: dict[str, str] = {}
    for path in (file for top in ("services", "shared") for file in (root / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(ast.unparse(base).rpartition(".")[2] for base in node.bases)
                codes[node.name] = _code_of(node)
    known: set[str] = {"Refusal"}
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    yield "refusals", "codes", [codes[name] for name in known - {"Refusal"}]


def _code_of(node: ast.ClassDef) -> str:
    """The code that a refusal gives itself (`named = "..."`: its class was renamed), else its class's name."""
    for inner in node.body:
        if (
            isinstance(inner, ast.Assign)
            and isinstance(inner.value, ast.Constant)
            and ast.unparse(inner.targets[0]) == "named"
        ):
            return str(ast.literal_eval(inner.value))
    return snake_case(node.name)


def stored_states(root: Path) -> Found:
    """The words that a column may hold, from each `column in ('...')` of each `schema.sql`."""
    for path in sorted((*(root / "services").rglob("schema.sql"), *(root / "shared").rglob("schema.sql"))):
        schema = path.read_text(encoding="utf-8")
        owner = path.parent.relative_to(root).as_posix().partition("/")[2]
        for match in _STATES.finditer(schema):
            table = [found.group(1) for found in _TABLE.finditer(schema, 0, match.start())][-1]
            words = [word.strip().strip("'") for word in match.group(2).split(",")]
            yield "stored states", f"{owner} {table}.{match.group(1)}", words


def read_pins() -> dict[str, Any]:
    """The pinned names, and the table `renamed` among them."""
    pins: dict[str, Any] = json.loads(PINS.read_text(encoding="utf-8")) if PINS.exists() else {"renamed": {}}
    return pins


def lost(pins: Mapping[str, Any], now: Names) -> list[str]:
    """A sentence for every pinned name that is not there any more, neither as it was nor as it was renamed."""
    found = []
    for kind, places in pins.items():
        renamed, here = pins["renamed"].get(kind, {}), now.get(kind, {})
        for place, names in places.items() if kind != "renamed" else ():
            there = here.get(place, here.get(renamed.get(place, "")))
            if there is None:
                found.append(f"{kind}: {place} is gone; whoever uses it is broken.")
            else:
                gone = [name for name in names if not {name, _renamed(name, renamed)} & set(there)]
                found += [f"{kind}: {place} has lost {name}; whoever uses it is broken." for name in gone]
    return found


def _renamed(name: str, renamed: Mapping[str, str]) -> str:
    return ".".join(renamed.get(part, part) for part in name.split("."))


def with_what_is_new(pins: Mapping[str, Any], now: Names) -> dict[str, Any]:
    """The pins and whatever was added since; nothing is taken away, but for names that were renamed and are gone."""
    merged: dict[str, Any] = {"renamed": pins["renamed"]}
    for kind in sorted({*pins, *now} - {"renamed"}):
        renamed = pins["renamed"].get(kind, {})
        old, new = pins.get(kind, {}), now.get(kind, {})
        places = {place for place in {*old, *new} if place in new or renamed.get(place) not in new}
        merged[kind] = {
            place: sorted({*_kept(old.get(place, []), new.get(place, []), renamed), *new.get(place, [])})
            for place in sorted(places)
        }
    return merged


def _kept(old: list[str], new: list[str], renamed: Mapping[str, str]) -> list[str]:
    return [name for name in old if name in new or _renamed(name, renamed) not in new]
