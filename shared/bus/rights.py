"""Who may do what at the broker: one user per service, whose rights follow from what it publishes and consumes.

A service may write only to its own exchange (and to where answers go), read only its own queues, and bind them only to
the exchanges of the sources that it consumes. It can neither make nor delete anything of another's. Exchanges, queues
and bindings are made beforehand by the topology job, which comes as the operator.
"""

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.bus.connection import RPC_EXCHANGE
from shared.bus.dispatch import methods_of
from shared.bus.topology import DEAD_LETTERS, bindings, exchanges, inbox_queue_name, sources_of
from shared.definitions import ServiceDefinition

DEFAULT_EXCHANGE = "amq.default"
ANONYMOUS_REPLIES = r"reply-[0-9a-f]{32}"
NOTHING = "^$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a user may configure, write to and read from: patterns over the names of exchanges and queues."""

    configure: str
    write: str
    read: str


def rights_of(definition: ServiceDefinition) -> Rights:
    """The rights of one service's user."""
    name = definition.name
    sources = sources_of(definition)
    own = [inbox_queue_name(name, source) for source in sources]
    answers = bool(methods_of(definition.service))
    speaks = [f"{name}.events"] if definition.published else []
    alone = getattr(definition.service, "reads_alone", "")
    asks = [ANONYMOUS_REPLIES] if definition.requires_services else []  # it asks them over their own queues
    anonymous = [DEFAULT_EXCHANGE] if alone or asks else []
    return Rights(
        configure=_pattern([*own, *speaks, *([f"rpc-{name}"] if answers else []), *([alone] if alone else [])], asks),
        write=_pattern([*speaks, *own, *([DEAD_LETTERS] if own else []), *([RPC_EXCHANGE] if answers else []),
                        *anonymous]),
        read=_pattern([*own, *(f"{source}.events" for source in sources), *([f"rpc-{name}"] if answers else []),
                       *([alone] if alone else [])], asks),
    )


def _pattern(names: Iterable[str], patterns: Iterable[str] = ()) -> str:
    parts = [*sorted({re.escape(name) for name in names}), *patterns]
    return f"^({'|'.join(parts)})$" if parts else NOTHING


def broker_definitions(definitions: Mapping[str, ServiceDefinition], *, vhost: str = "/") -> dict[str, Any]:
    """Users, rights, exchanges, queues and bindings as RabbitMQ loads them; each password is a mark to replace."""
    queues = list(bindings(definitions))
    return {
        "vhosts": [{"name": vhost}],
        "users": [{"name": "operator", "password_hash": mark("operator"), "tags": "administrator"},
                  *({"name": name, "password_hash": mark(name), "tags": ""} for name in sorted(definitions))],
        "permissions": [
            {"user": "operator", "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"},
            *({"user": name, "vhost": vhost, "configure": rights.configure, "write": rights.write, "read": rights.read}
              for name, definition in sorted(definitions.items()) for rights in (rights_of(definition),))],
        "exchanges": [{"name": name, "vhost": vhost, "type": kind, "durable": True, "auto_delete": False,
                       "internal": False, "arguments": {}} for name, kind in exchanges(definitions).items()],
        "queues": [{"name": queue.queue, "vhost": vhost, "durable": True, "auto_delete": False,
                    "arguments": dict(queue.arguments)} for queue in queues],
        "bindings": [{"source": queue.exchange, "vhost": vhost, "destination": queue.queue,
                      "destination_type": "queue", "routing_key": queue.key, "arguments": {}}
                     for queue in queues if queue.exchange],
    }


def password_hash(password: str) -> str:
    """A password as RabbitMQ keeps it: four random bytes, and SHA-256 over them and the password."""
    salt = os.urandom(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def mark(user: str) -> str:
    """What stands in the place of a user's password hash until a deployment fills it in."""
    return f"@{user}@"
