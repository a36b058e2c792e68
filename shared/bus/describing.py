"""What every service answers without being asked to write it: `describe`, `health` and `standing`."""

import hashlib
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from marshmallow import Schema, fields

from shared.bus.dispatch import Method, methods_of
from shared.bus.event_log import Q, canonical
from shared.bus.handling import handlers_of
from shared.definitions import ServiceDefinition
from shared.health import Health
from shared.postgres import Database


def plumbing(definition: ServiceDefinition, health: Health, database: Database) -> Mapping[str, Callable[[], Any]]:
    """The methods that the bus answers for every service, without a token: they tell nothing about anybody."""
    described = describe(definition)
    return {"describe": lambda: described, "health": lambda: _health(definition, health),
            "standing": lambda: standing(definition, database)}


def describe(definition: ServiceDefinition) -> dict[str, Any]:
    """A service's language: methods with their kinds, events on both sides, and a hash over all their shapes."""
    methods = methods_of(definition.service)
    consumed = handlers_of(definition.service)
    shapes = {
        "methods": {name: _method(method) for name, method in methods.items()},
        "says": {name: shape_of(schema()) for name, schema in definition.published.items()},
        "hears": {".".join(key): shape_of(handler.shape()) for key, handler in consumed.items()},
    }
    return {
        "service": definition.name, "version": _version(),
        "methods": {name: method.kind for name, method in sorted(methods.items())} | {"describe": "query",
                                                                                      "health": "query",
                                                                                      "standing": "query"},
        "says": sorted(definition.published), "hears": sorted(".".join(key) for key in consumed),
        "contract": hashlib.sha256(canonical(shapes).encode()).hexdigest(),
    }


def shape_of(schema: Schema) -> dict[str, Any]:
    """A shape as plain data: every field with its kind and whether it must be there."""
    return {name: _field(field) for name, field in sorted(schema.fields.items())}


def _method(method: Method) -> dict[str, Any]:
    response = shape_of(method.response) if method.response else None
    return {"kind": method.kind, "takes": shape_of(method.request), "gives": response, "many": method.many}


def _field(field: fields.Field[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": type(field).__name__, "required": field.required, "nullable": field.allow_none}
    if isinstance(field, fields.Nested):
        found |= {"many": bool(field.many), "shape": shape_of(field.schema)}
    elif isinstance(field, fields.List):
        found["items"] = _field(field.inner)
    for detail in ("prefix", "words", "signed", "positive"):
        if hasattr(field, detail):
            found[detail] = getattr(field, detail)
    return found


def _health(definition: ServiceDefinition, health: Health) -> dict[str, Any]:
    report = health.report()
    return {"service": definition.name, "ready": all(report.values()), "checks": report}


def standing(definition: ServiceDefinition, database: Database) -> dict[str, Any]:
    """What is parked, by cause, and the last run of each job: counts and instants, no bodies, nobody's name."""
    keeps = "shared.bus" in definition.migrations
    with database.connection() as conn:
        parked, runs = [conn.execute(asked).fetchall() if keeps else [] for asked in (Q.parked_by_cause, Q.last_runs)]
    return {
        "service": definition.name,
        "parked": [{"event": f"{row['source']}.{row['type']}", "code": row["code"], "count": row["count"],
                    "first": row["first"].isoformat(), "last": row["last"].isoformat()} for row in parked],
        "jobs": [{"job": row["job"], "business_on": row["business_on"].isoformat(), "state": row["state"],
                  "done": row["done"], "total": row["total"],
                  "last_done_on": row["last_done"] and row["last_done"].isoformat()} for row in runs],
    }


def _version() -> str:
    try:
        return version("sharedco")
    except PackageNotFoundError:
        return "unreleased"
