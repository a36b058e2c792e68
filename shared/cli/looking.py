"""Commands that look: `status` of what runs here, `methods` that can be called, and `explain` of one."""

import json
from collections.abc import Iterator
from typing import Any

import click
import psycopg
from psycopg.rows import dict_row

from shared.bus.calling import BrokerAway, NoAnswer, UnknownService
from shared.bus.client import BusClient
from shared.bus.contracts_schema import schema_of
from shared.bus.dispatch import Method, methods_of
from shared.bus.event_log import Q
from shared.cli.settings import here
from shared.cli.tables import table
from shared.definitions import ServiceDefinition, installed_definition, installed_definitions
from shared.errors import Refusal
from shared.settings import Settings, read

PATIENCE_S = 2.0
OLD_S = 60.0  # seconds after which an event that was not sent is trouble
EXAMPLES = {"date": "2026-11-23", "date-time": "2026-11-23T10:00:00+01:00"}


class MethodUnknown(Refusal):
    """The service has no such method."""

    sentence = "{service} has no method {method}; `sharedco methods {service}` lists them."


@click.command()
@click.argument("services", nargs=-1)
def status(services: tuple[str, ...]) -> None:
    """Show what runs, whether it is ready, and what waits for whom; exit code 1 when something needs a person."""
    settings = here()
    found = [_status(settings, definition) for name, definition in sorted(installed_definitions().items())
             if not services or name in services]
    head = ("service", "answers", "relay", "pending", "parked", "held", "trouble")
    for line in table(head, [tuple(row[name] for name in head) for row in found]):
        click.echo(line)
    troubled = [row["service"] for row in found if row["trouble"]]
    click.echo(f"next: look at {', '.join(troubled)}" if troubled else "all is well")
    raise SystemExit(1 if troubled else 0)


def _status(settings: Settings, definition: ServiceDefinition) -> dict[str, str]:
    row = dict.fromkeys(("answers", "relay", "pending", "parked", "held"), "-") | {"service": definition.name}
    trouble = []
    if methods_of(definition.service):
        row["answers"] = _answers(settings, definition.name)
        trouble += [] if row["answers"] == "ready" else [f"it is {row['answers']}"]
    if "shared.bus" in definition.migrations and read(settings.variables, f"DATABASE_URL_{definition.name.upper()}"):
        figures = _figures(settings.database_url(definition.name))
        row |= {name: str(figures[name]) for name in ("pending", "parked", "held")}
        row["relay"] = "leads" if figures["leads"] else "none"
        trouble += _troubles(definition.name, figures)
    return row | {"trouble": "; ".join(trouble)}


def _troubles(service: str, figures: dict[str, Any]) -> Iterator[str]:
    if figures["oldest_seconds"] > OLD_S:
        yield f"an event waits for {figures['oldest_seconds']:.0f} s to be sent"
    if figures["parked"]:
        yield f"sharedco parked list {service}"
    if figures["paused"]:
        yield f"paused: {', '.join(figures['paused'])}; sharedco parked resume {service}"
    if figures["failed"]:
        yield f"{figures['failed']} jobs failed: sharedco jobs {service}"


def _figures(url: str) -> dict[str, Any]:
    with psycopg.connect(url, row_factory=dict_row, application_name="sharedco-status") as conn:
        found: dict[str, Any] = {}
        for statement in (Q.pending_now, Q.set_aside, Q.standing):
            found |= conn.execute(statement).fetchone() or {}
        return found


def _answers(settings: Settings, service: str) -> str:
    try:
        with BusClient(settings.amqp_uri, seconds=PATIENCE_S, name="sharedco") as client:
            return "ready" if client.call(f"{service}.health")["ready"] else "not ready"
    except (UnknownService, NoAnswer, BrokerAway) as refusal:
        return {"unknown_service": "never started", "no_answer": "silent"}.get(refusal.code, "without a broker")


@click.command()
@click.argument("services", nargs=-1)
def methods(services: tuple[str, ...]) -> None:
    """List what can be called of SERVICES (else: of all): its kind, who may call it, and what it does."""
    rows = [(f"{name}.{method.name}", method.kind, _roles(method), _sentence(definition, method))
            for name, definition in sorted(installed_definitions().items()) if not services or name in services
            for method in methods_of(definition.service).values()]
    for line in table(("method", "kind", "roles", "what it does"), rows):
        click.echo(line)


@click.command()
@click.argument("target", metavar="SERVICE.METHOD")
def explain(target: str) -> None:
    """Explain SERVICE.METHOD: its fields with their kinds, who may call it, and a call to copy."""
    service, _, name = target.partition(".")
    definition = installed_definition(service)
    method = methods_of(definition.service).get(name)
    if method is None:
        raise MethodUnknown(service=service, method=name)
    schema = schema_of(method.request)
    fields: dict[str, Any] = schema.get("properties", {})
    click.echo(f"{target} ({method.kind}): {_sentence(definition, method)}")
    click.echo(f"may call: {_roles(method)}")
    rows = [(field, _kind(shape), "needed" if field in schema.get("required", []) else "may be left out")
            for field, shape in fields.items()]
    for line in table(("field", "kind", ""), rows):
        click.echo(line)
    example = {field: _example(shape) for field, shape in fields.items() if field in schema.get("required", [])}
    click.echo(f"try: sharedco call {target} '{json.dumps(example)}'")


def _roles(method: Method) -> str:
    if method.allow.public:
        return "anyone"
    return ", ".join([*sorted(method.allow.roles), *(["the member"] if method.allow.self_by else [])])


def _sentence(definition: ServiceDefinition, method: Method) -> str:
    return (getattr(definition.service, method.name).__doc__ or "").strip().partition("\n")[0]


def _kind(shape: dict[str, Any]) -> str:
    if words := shape.get("enum"):
        return f"one of {', '.join(map(str, words))}"
    kind = shape.get("format") or shape.get("type", "object")
    return " or ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _example(shape: dict[str, Any]) -> Any:
    """A value of the shape, to be replaced by a true one."""
    if "enum" in shape:
        return shape["enum"][0]
    kind = shape.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: _example(inner) for name, inner in shape.get("properties", {}).items()}
    if kind == "array":
        return [_example(shape.get("items", {"type": "string"}))]
    plain = {"integer": 1, "boolean": True, "number": 1}
    return plain.get(str(kind), EXAMPLES.get(shape.get("format", ""), "..."))
