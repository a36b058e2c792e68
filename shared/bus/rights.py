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

from shared.bus.connection import RPC_EXCHANGE, repeats_name, reports_name
from shared.bus.dispatch import methods_of
from shared.bus.topology import DEAD_LETTERS, bindings, exchanges, inbox_queue_name, sources_of
from shared.definitions import ServiceDefinition

DEFAULT_EXCHANGE = "amq.default"
ANONYMOUS_REPLIES = r"reply-[0-9a-f]{32}"
NOTHING = "^$"
CALLERS = ("portal",)  # who asks services, and neither answers nor says anything
VOTERS = ("booth",)  # who carries ballots to the box and its replies back, and calls nobody
CALLERS_REPLIES = r"rpc\.reply\.[0-9a-f]{32}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a user may configure, write to and read from: patterns over the names of exchanges and queues."""

    configure: str
    write: str
    read: str


def rights_of(definition: ServiceDefinition) -> Rights:
    """The rights of one service's user."""
    name, sources, service = definition.name, sources_of(definition), definition.service
    own = [inbox_queue_name(name, source) for source in sources]
    published = [f"{name}.events", repeats_name(name), reports_name(name)] if definition.published else []
    requests = [f"rpc-{name}"] if methods_of(service) else []
    alone = list(getattr(service, "reads_alone", ()))
    asks = [ANONYMOUS_REPLIES] if definition.requires_services else []  # it asks them over their own queues
    write = [*published, *own, *map(reports_name, sources), *([RPC_EXCHANGE] if requests else []),
             *([DEAD_LETTERS] if own else []), *([DEFAULT_EXCHANGE] if alone or asks else [])]
    read = [*own, *requests, *alone, *published[2:], *(f"{source}.events" for source in sources),
            *map(repeats_name, sources)]
    return Rights(configure=_pattern([*own, *published, *requests, *alone], asks), write=_pattern(write),
                  read=_pattern(read, asks))


def rights_of_caller() -> Rights:
    """The rights of somebody who only asks: a queue for replies of their own, and the exchange of all calls."""
    both = _pattern([RPC_EXCHANGE], [CALLERS_REPLIES])
    return Rights(configure=_pattern([], [CALLERS_REPLIES]), write=both, read=both)


def rights_of_voter() -> Rights:
    """The rights of whoever speaks to the ballot box: its queue by name, and a queue for one reply, thrown away."""
    return Rights(configure=_pattern([], [ANONYMOUS_REPLIES]), write=_pattern([DEFAULT_EXCHANGE], [ANONYMOUS_REPLIES]),
                  read=_pattern([], [ANONYMOUS_REPLIES]))


def _pattern(names: Iterable[str], patterns: Iterable[str] = ()) -> str:
    parts = [*sorted({re.escape(name) for name in names}), *patterns]
    return f"^({'|'.join(parts)})$" if parts else NOTHING


def broker_definitions(
    definitions: Mapping[str, ServiceDefinition], *, vhost: str = "/", callers: Iterable[str] = CALLERS,
    voters: Iterable[str] = VOTERS,
) -> dict[str, Any]:
    """Users, rights, exchanges, queues and bindings as RabbitMQ loads them; each password is a mark to replace."""
    queues = list(bindings(definitions))
    unique = {queue.queue: queue for queue in queues}.values()
    rights = {name: rights_of(definition) for name, definition in definitions.items()} | dict.fromkeys(
        callers, rights_of_caller()) | dict.fromkeys(voters, rights_of_voter())
    return {
        "vhosts": [{"name": vhost}],
        "users": [{"name": "operator", "password_hash": mark("operator"), "tags": "administrator"},
                  *({"name": name, "password_hash": mark(name), "tags": ""} for name in sorted(rights))],
        "permissions": [
            {"user": "operator", "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"},
            *({"user": name, "vhost": vhost, "configure": one.configure, "write": one.write, "read": one.read}
              for name, one in sorted(rights.items()))],
        "exchanges": [{"name": name, "vhost": vhost, "type": kind, "durable": True, "auto_delete": False,
                       "internal": False, "arguments": {}} for name, kind in exchanges(definitions).items()],
        "queues": [{"name": queue.queue, "vhost": vhost, "durable": True, "auto_delete": False,
                    "arguments": dict(queue.arguments)} for queue in unique],
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
