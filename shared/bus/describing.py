"""What every service answers without being asked to write it: `describe` and `health`."""

import hashlib
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from marshmallow import Schema, fields

from shared.bus.dispatch import Method, methods_of
from shared.bus.event_log import canonical
from shared.bus.handling import handlers_of
from shared.definitions import ServiceDefinition
from shared.health import Health


def plumbing(definition: ServiceDefinition, health: Health) -> Mapping[str, Callable[[], Any]]:
    """The methods that the bus answers for every service, without a token: they tell nothing about anybody."""
    described = describe(definition)
    return {"describe": lambda: described, "health": lambda: _health(definition, health)}


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
                                                                                      "health": "query"},
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


def _version() -> str:
    try:
        return version("sharedco")
    except PackageNotFoundError:
        return "unreleased"
