"""The published language of the house as files: AsyncAPI 3.0 for each service, and JSON Schema for each event.

Nothing is written by hand twice: what is exported is read from the shapes, methods and handlers themselves.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema

from shared.bus.connection import RPC_EXCHANGE
from shared.bus.contracts_names import with_names
from shared.bus.contracts_schema import DIALECT, JsonSchema, schema_of
from shared.bus.dispatch import Method, methods_of
from shared.bus.handling import Handler, handlers_of
from shared.bus.relay_senders import schema_name
from shared.bus.topology import inbox_queue_name
from shared.definitions import ServiceDefinition

ASYNCAPI = "3.0.0"
VERSION = "1.0.0"
_TEXT, _VERSION = {"type": "string"}, {"type": "integer", "minimum": 1}
ENVELOPE: JsonSchema = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time", "dataschema", "aggregate", "aggregateversion", "on"],
    "properties": {
        "specversion": {"const": "1.0"}, "id": {"type": "string", "format": "uuid"}, "source": _TEXT, "type": _TEXT,
        "time": {"type": "string", "format": "date-time"}, "dataschema": {"type": "string", "format": "uri"},
        "aggregate": _TEXT, "aggregateversion": _VERSION, "on": {"type": "string", "format": "date"},
        "correlationid": _TEXT, "traceparent": _TEXT, "epoch": _VERSION,
    },
}

CALL: JsonSchema = {
    "type": "object",
    "description": "What travels beside a call: a token of the house, for how many seconds its answer is awaited.",
    "required": ["nameko.auth_token"],
    "properties": {"nameko.auth_token": _TEXT, "within": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"},
                   "correlationid": _TEXT, "traceparent": _TEXT,
                   "nameko.call_id_stack": {"type": "array", "items": _TEXT}},
}
REFUSAL: JsonSchema = {
    "type": "object",
    "description": "Why a call was not carried out: exc_type is the stable code, value the sentence for people.",
    "required": ["exc_type", "value"],
    "properties": {"exc_type": _TEXT, "exc_path": _TEXT, "exc_args": {"type": "array", "items": _TEXT}, "value": _TEXT,
                   "details": {"type": "object", "additionalProperties": True}, "retryable": {"type": "boolean"},
                   "correlation": _TEXT},
}
SERVERS: dict[str, Any] = {
    "broker": {"host": "{host}", "protocol": "amqps", "description": "The broker of the house, a user for each caller.",
               "variables": {"host": {"description": "Given by whoever runs the house.", "default": "localhost:5671"}},
               "security": [{"$ref": "#/components/securitySchemes/user"}]},
}


def event_schema(service: str, kind: str, shape: type[Schema]) -> JsonSchema:
    """The JSON Schema of an event as it leaves the house."""
    return {"$schema": DIALECT, "$id": schema_name(service, kind), "title": f"{service}.{kind}",
            **schema_of(shape(), dumped=True)}


def asyncapi(definition: ServiceDefinition) -> dict[str, Any]:
    """The AsyncAPI document of one service: what it publishes, what it consumes, what it answers.

    Every object in it is a schema with a name of its own, so that what is generated from it has names too.
    """
    return with_names(whole_asyncapi(definition))


def whole_asyncapi(definition: ServiceDefinition) -> dict[str, Any]:
    """The same document with every schema in its place."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for part in (_publishing(definition), _consuming(definition), _answering(definition)):
        channels |= part["channels"]
        operations |= part["operations"]
    return {
        "asyncapi": ASYNCAPI,
        "info": {"title": definition.name, "version": VERSION, "description": _sentence(definition.service)},
        "defaultContentType": "application/json",
        "servers": SERVERS,
        "channels": channels,
        "operations": operations,
        "components": {"schemas": {"envelope": ENVELOPE, "CallHeaders": CALL, "Refusal": REFUSAL},
                       "securitySchemes": {"user": {"type": "userPassword"}}},
    }


def _publishing(definition: ServiceDefinition) -> dict[str, Any]:
    if not definition.published:
        return {"channels": {}, "operations": {}}
    messages = {kind: _event_message(kind, event_schema(definition.name, kind, shape))
                for kind, shape in sorted(definition.published.items())}
    name = f"{definition.name}.events"
    return {
        "channels": {name: _channel(name, messages, exchange=name)},
        "operations": {f"say_{kind}": _operation("send", name, [kind]) for kind in messages},
    }


def _consuming(definition: ServiceDefinition) -> dict[str, Any]:
    by_source: dict[str, dict[str, Handler]] = {}
    for (source, kind), handler in sorted(handlers_of(definition.service).items()):
        by_source.setdefault(source, {})[kind] = handler
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for source, handlers in by_source.items():
        name = inbox_queue_name(definition.name, source)
        messages = {kind: _event_message(kind, schema_of(handler.shape())) for kind, handler in handlers.items()}
        channels[name] = _channel(name, messages, queue=name)
        operations |= {f"hear_{source}_{kind}": _operation("receive", name, [kind]) for kind in handlers}
    return {"channels": channels, "operations": operations}


def _answering(definition: ServiceDefinition) -> dict[str, Any]:
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for name, method in sorted(methods_of(definition.service).items()):
        address = f"{definition.name}.{name}"
        messages = {"request": {"name": f"{address} request", "payload": _request(method),
                                "headers": {"$ref": "#/components/schemas/CallHeaders"}},
                    "reply": {"name": f"{address} reply", "payload": _reply(method)}}
        channels[address] = _channel(address, messages, exchange=RPC_EXCHANGE)
        operations[f"answer_{name}"] = {
            **_operation("receive", address, ["request"]), "summary": _sentence(getattr(definition.service, name)),
            "x-kind": method.kind, "x-roles": sorted(method.allow.roles), "x-self": method.allow.self_by is not None,
            "reply": {"channel": _ref("channels", address), "messages": [_message_ref(address, "reply")]},
        }
    return {"channels": channels, "operations": operations}


def _request(method: Method) -> JsonSchema:
    kwargs = schema_of(method.request)
    if method.kind == "command":
        kwargs["properties"] = {**kwargs["properties"],
                                "request_id": {"type": "string", "minLength": 1, "maxLength": 100}}
        kwargs["required"] = sorted([*kwargs.get("required", []), "request_id"])
    return {"type": "object", "required": ["args", "kwargs"],
            "properties": {"args": {"type": "array", "maxItems": 0}, "kwargs": kwargs}}


def _reply(method: Method) -> JsonSchema:
    response = schema_of(method.response, dumped=True) if method.response else {"type": "null"}
    if method.many and response.get("type") != "array":
        response = {"type": "array", "items": response}
    nothing = {"type": "null"}
    refusal = _ref("components/schemas", "Refusal")
    return {"type": "object", "required": ["result", "error"],
            "properties": {"result": {"anyOf": [response, nothing]}, "error": {"anyOf": [refusal, nothing]}}}


def _event_message(kind: str, payload: JsonSchema) -> dict[str, Any]:
    return {"name": kind, "headers": {"$ref": "#/components/schemas/envelope"}, "payload": payload}


def _channel(address: str, messages: Mapping[str, Any], *, exchange: str = "", queue: str = "") -> dict[str, Any]:
    binding: dict[str, Any] = {"bindingVersion": "0.3.0", "is": "queue" if queue else "routingKey"}
    if queue:
        binding["queue"] = {"name": queue, "durable": True}
    else:
        binding["exchange"] = {"name": exchange, "type": "topic", "durable": True}
    return {"address": address, "messages": dict(messages), "bindings": {"amqp": binding}}


def _operation(action: str, channel: str, messages: list[str]) -> dict[str, Any]:
    return {"action": action, "channel": _ref("channels", channel),
            "messages": [_message_ref(channel, message) for message in messages]}


def _ref(room: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/{room}/{name}"}


def _message_ref(channel: str, message: str) -> dict[str, str]:
    return {"$ref": f"#/channels/{channel}/messages/{message}"}


def _sentence(thing: Any) -> str:
    return (thing.__doc__ or "").strip().partition("\n")[0]


def export(folder: Path, definitions: Mapping[str, ServiceDefinition]) -> list[Path]:
    """Write every contract below a folder: `<service>/asyncapi.json` and `<service>/<event>.v1.json`."""
    return [_write(folder / path, content) for definition in definitions.values() for path,
            content in _files(definition)]


def _files(definition: ServiceDefinition) -> Iterator[tuple[str, Any]]:
    yield f"{definition.name}/asyncapi.json", asyncapi(definition)
    for kind, shape in sorted(definition.published.items()):
        yield f"{definition.name}/{kind}.v1.json", event_schema(definition.name, kind, shape)


def _write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
