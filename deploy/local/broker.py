"""What tests and the local stack ask of a broker beside messages: virtual hosts, and faults on purpose."""

import base64
import json
import os
import re
import urllib.error
import urllib.request
from dataclasses import asdict
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from shared.bus.rights import Rights
from shared.errors import Refusal

GONE = 404


class BrokerSilent(Refusal):
    """The broker, or its management door, does not answer."""

    sentence = "{why}"


class Broker:
    """A RabbitMQ by its two addresses: AMQP, and HTTP management."""

    def __init__(self, uri: str, management: str) -> None:
        self.uri = uri
        parts = urlsplit(management)
        self._base = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))
        secret = f"{parts.username or 'guest'}:{parts.password or 'guest'}".encode()
        self._key = "Basic " + base64.b64encode(secret).decode()
        self._user = urlsplit(uri).username or "guest"

    def answers(self) -> bool:
        """Whether the broker takes connections and its management answers."""
        try:
            return bool(self._ask("GET", "/api/vhosts"))
        except BrokerSilent:
            return False

    def open_vhost(self, name: str) -> str:
        """A virtual host of its own for one test or one stack; its AMQP URI. Joins it when it exists."""
        self._ask("PUT", f"/api/vhosts/{quote(name, safe='')}", {})
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self._ask("PUT", f"/api/permissions/{quote(name, safe='')}/{quote(self._user, safe='')}", everything)
        return self.vhost_uri(name)

    def let_in(self, user: str, password: str, vhost: str, rights: Rights) -> str:
        """Make a user who may do so much in a virtual host, or give them these rights anew; their AMQP URI there."""
        self._ask("PUT", f"/api/users/{quote(user, safe='')}", {"password": password, "tags": ""})
        self._ask("PUT", f"/api/permissions/{quote(vhost, safe='')}/{quote(user, safe='')}", asdict(rights))
        parts = urlsplit(self.vhost_uri(vhost))
        return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{parts.netloc.rpartition('@')[2]}"))

    def shut_out(self, user: str) -> None:
        """Forget a user."""
        self._ask("DELETE", f"/api/users/{quote(user, safe='')}")

    def close_vhost(self, name: str) -> None:
        """Delete a virtual host with all its queues."""
        self._ask("DELETE", f"/api/vhosts/{quote(name, safe='')}")

    def vhost_uri(self, name: str) -> str:
        """The AMQP URI of a virtual host."""
        parts = urlsplit(self.uri)
        return urlunsplit((parts.scheme, parts.netloc, "/" + quote(name, safe=""), parts.query, ""))

    def queues(self, vhost: str) -> list[dict[str, Any]]:
        """Every queue of a virtual host as the management sees it (figures lag by about a second)."""
        found: list[dict[str, Any]] = self._ask("GET", f"/api/queues/{quote(vhost, safe='')}")
        return found

    def limit_queue(self, vhost: str, queue: str, most: int | None) -> None:
        """Have a queue refuse messages while it holds so many; `None` ends that."""
        path = f"/api/policies/{quote(vhost, safe='')}/limit"
        if most is None:
            self._ask("DELETE", path)
        else:
            self._ask("PUT", path, {"pattern": f"^{re.escape(queue)}$", "apply-to": "queues",
                                    "definition": {"max-length": most, "overflow": "reject-publish"}})

    def cut_connections(self, vhost: str) -> int:
        """Cut every connection of a virtual host, as a failing network would; how many."""
        names = [found["name"] for found in self._ask("GET", f"/api/vhosts/{quote(vhost, safe='')}/connections")]
        for name in names:
            self._ask("DELETE", f"/api/connections/{quote(name, safe='')}")
        return len(names)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - an address of ours
            self._base + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": self._key, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - an address of ours
                text = answer.read()
        except urllib.error.HTTPError as error:
            if error.code == GONE and method == "DELETE":
                return None
            raise BrokerSilent(why=f"the broker's management refused {method} {path}: {error.code}") from None
        except OSError as error:
            raise BrokerSilent(why=f"the broker's management does not answer: {error}") from None
        return json.loads(text) if text else None


def broker_at(uri: str) -> Broker:
    """A broker that somebody else runs: `AMQP_URI`, with its management at `AMQP_MANAGEMENT_URL` (else port 15672)."""
    parts = urlsplit(uri)
    guessed = f"http://{parts.username or 'guest'}:{parts.password or 'guest'}@{parts.hostname}:15672"
    return Broker(uri, os.environ.get("AMQP_MANAGEMENT_URL", guessed))
