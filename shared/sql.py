"""Named queries: every statement of a service lives in a `queries.sql`, has a name and one sentence.

    -- name: get_member
    -- The member with this id, or nothing.
    select ... where id = %(member_id)s;
"""

import re
from importlib import resources
from types import SimpleNamespace
from typing import Any

_HEAD = re.compile(r"^-- name: ([a-z][a-z0-9_]*)\s*$", re.MULTILINE)


class QueriesBroken(Exception):
    """A queries file that cannot be trusted: a doubled name or a query without its sentence."""


class Queries(SimpleNamespace):
    """The queries of one file as attributes: `Q.get_member` is the statement's text."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"there is no query named {name!r}")


def load_queries(package: str, file: str = "queries.sql") -> Queries:
    """Read `<package>/<file>`."""
    return parse_queries((resources.files(package) / file).read_text(encoding="utf-8"))


def parse_queries(text: str) -> Queries:
    """Split a queries file at its `-- name:` lines."""
    pieces = _HEAD.split(text)[1:]
    found: dict[str, str] = {}
    for name, body in zip(pieces[::2], pieces[1::2], strict=True):
        sentence, _, statement = body.strip().partition("\n")
        if name in found:
            raise QueriesBroken(f"two queries are named {name}")
        if not sentence.startswith("-- ") or not statement.strip():
            raise QueriesBroken(f"{name} needs one sentence (a comment) and then a statement")
        found[name] = statement.strip().rstrip(";")
    return Queries(**found)
