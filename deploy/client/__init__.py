"""The client package for partners, made from the services' own shapes: one class per service, one method per method.

python -m deploy.client FOLDER        writes the package `sharedco-client`, ready for pip

What is written by hand is the connections and the examples; nothing of the house is needed to use it. Each service is
there twice: `sharedco_client.Membership` waits for its answer, `sharedco_client.aio.Membership` is awaited.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.bus.contracts import whole_asyncapi
from shared.definitions import ServiceDefinition

HERE = Path(__file__).parent
KINDS = {"string": "str", "integer": "int", "boolean": "bool", "object": "Mapping[str, Any]", "array": "Sequence[Any]"}
PROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "sharedco-client"
version = "{version}"
description = "Calls to Shared Company, for partners: explicit methods, deadlines, refusals"
license = "AGPL-3.0-or-later"
requires-python = ">=3.11"
dependencies = ["pika>=1.4,<2"]

[project.optional-dependencies]
aio = ["aio-pika>=9,<11"]

[tool.setuptools]
packages = ["sharedco_client", "sharedco_client.aio"]
package-data = {{sharedco_client = ["py.typed"]}}
"""
HEAD = '''"""{title}: its methods, made from its contract. {sentence}"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from {package}.connection import Connection

Money = Mapping[str, str]  # {{"amount": "30.00", "currency": "EUR"}}


class {name}:
    """Calls to `{title}` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
'''


def write_client(folder: Path, definitions: Mapping[str, ServiceDefinition], *, version: str = "0.1.0") -> Path:
    """Write the package below a folder; where its code lies."""
    package = folder / "sharedco_client"
    shutil.copytree(HERE / "sharedco_client", package, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HERE / "examples", folder / "examples", dirs_exist_ok=True)
    (folder / "pyproject.toml").write_text(PROJECT.format(version=version), encoding="utf-8")
    (package / "py.typed").touch()
    documents = {name: whole_asyncapi(definition) for name, definition in definitions.items()}
    answering = {name: document for name, document in documents.items()
                 if any(operation.startswith("answer_") for operation in document["operations"])}
    for room, what, extra in ((package, "Calls", ", NoAnswer, Refusal, UnknownService, new_request_id"),
                              (package / "aio", "Calls from asyncio", "")):
        home = ".".join(room.relative_to(folder).parts)
        exported = [f"from {home}.connection import Connection{extra}"]
        for name, document in answering.items():
            (room / f"{name}.py").write_text("".join(_service(document, home)), encoding="utf-8")
            exported.append(f"from {home}.{name} import {_class(name)}")
        names = sorted(name.strip() for line in exported for name in line.partition(" import ")[2].split(","))
        listed = "".join(f'    "{name}",\n' for name in names)
        (room / "__init__.py").write_text(
            f'"""{what} to Shared Company, for partners."""\n\n' + "\n".join(exported)
            + f"\n\n__all__ = [\n{listed}]\n", encoding="utf-8")
    return package


def _service(document: Mapping[str, Any], home: str) -> Iterator[str]:
    title = document["info"]["title"]
    yield HEAD.format(title=title, name=_class(title), sentence=document["info"]["description"], package=home)
    for operation, found in sorted(document["operations"].items()):
        if operation.startswith("answer_"):
            address = f"{title}.{operation.removeprefix('answer_')}"
            kwargs = document["channels"][address]["messages"]["request"]["payload"]["properties"]["kwargs"]
            yield _method(address, kwargs, found["summary"], awaited=home.endswith(".aio"))


def _class(title: str) -> str:
    return title.title().replace("_", "")


def _method(address: str, kwargs: Mapping[str, Any], sentence: str, *, awaited: bool) -> str:
    """One method: what must be given first, what may be left out after it; a command's key is never made up here."""
    required = set(kwargs.get("required", ()))
    named = sorted(kwargs["properties"].items(), key=lambda item: (item[0] not in required, item[0]))
    given = [f"{name}: {_kind(schema)}" + ("" if name in required else " | None = None") for name, schema in named]
    signature = "".join(f"        {one},\n" for one in given)
    arguments = ", ".join(f'"{name}": {name}' for name, _ in named)
    define, wait = ("async def", "await ") if awaited else ("def", "")
    return (f"\n    {define} {address.partition('.')[2]}(\n        self,{' *,' if given else ''}\n{signature}"
            f"        {'' if given else '*, '}within: float | None = None,\n    ) -> Any:\n"
            f'        """{sentence}"""\n'
            f'        arguments: dict[str, Any] = {{{arguments}}}\n'
            f'        return {wait}self._connection.call("{address}", arguments, within=within)\n')


def _kind(schema: Mapping[str, Any]) -> str:
    """The Python type of a field on its way to a service."""
    if options := [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]:
        return f"{_kind(options[0])} | None"
    if set(schema.get("properties", ())) == {"amount", "currency"}:
        return "Money"
    if schema.get("format") == "date":
        return "date"
    return KINDS.get(schema.get("type", ""), "Any")
