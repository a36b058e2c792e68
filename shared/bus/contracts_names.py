"""Names for the schemas of a document: every object stands once among its components, and is referred to.

A name follows from where the object stands: the event or the method, then the field. What is the same has one name:
the first place at which it is met. Money is `Money` everywhere.
"""

import json
from collections.abc import Mapping
from typing import Any

MONEY = {"amount", "currency"}
PARTS = {"request": "Request", "reply": "Reply"}


def with_names(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the objects of its messages among its components; what it refers to already stays."""
    named = _Named(document["components"]["schemas"])
    channels = {address: {**channel, "messages": {
        part: message | {"payload": named.lift(message["payload"], _stem(address, part))}
        for part, message in channel["messages"].items()}} for address, channel in document["channels"].items()}
    return {**document, "channels": channels,
            "components": {**document["components"], "schemas": dict(sorted(named.schemas.items()))}}


def _stem(address: str, part: str) -> str:
    """`invoicing.issue_invoice`, `request`: IssueInvoiceRequest; an event's message bears the event's own name."""
    return camel(address.rpartition(".")[2]) + PARTS[part] if part in PARTS else camel(part)


def camel(words: str) -> str:
    """`wage_paid`: WagePaid."""
    return "".join(word[:1].upper() + word[1:] for word in words.split("_"))


class _Named:
    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self.schemas = dict(schemas)
        self._known: dict[str, str] = {}

    def lift(self, schema: Any, name: str) -> Any:
        """The schema, or a reference to it when it is an object with fields of its own."""
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        inner = {key: self._inner(key, value, name) for key, value in schema.items()}
        if not schema.get("properties"):
            return inner
        if set(schema["properties"]) == MONEY:
            name = "SignedMoney" if "-?" in schema["properties"]["amount"].get("pattern", "") else "Money"
        return {"$ref": f"#/components/schemas/{self._name_for(inner, name)}"}

    def _inner(self, key: str, value: Any, name: str) -> Any:
        if key == "properties":
            return {field: self.lift(one, name + camel(field)) for field, one in value.items()}
        if key == "anyOf":
            return [self.lift(one, name) for one in value]
        return self.lift(value, name) if key in {"items", "additionalProperties"} else value

    def _name_for(self, schema: Mapping[str, Any], name: str) -> str:
        content = json.dumps(schema, sort_keys=True)
        if content not in self._known:
            free = next(one for one in (name, *(f"{name}{count}" for count in range(2, 1_000)))
                        if one not in self.schemas)
            self.schemas[free], self._known[content] = schema, free
        return self._known[content]
