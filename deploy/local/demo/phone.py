"""How the demo speaks with the services: over the bus only, each call with a token of whoever makes it."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from deploy.local.keys import DevelopmentKeys
from shared.bus.calling import RemoteRefusal, new_request_id
from shared.bus.client import BusClient
from shared.errors import Refusal

PATIENCE_S = 20.0
COMMAND = "command"


class NothingHappened(Refusal):
    """What the story waits for did not come."""

    sentence = "Waited {seconds} seconds in vain until {what}."


class Phone:
    """Calls services as somebody, on a business day."""

    def __init__(self, client: BusClient, keys: DevelopmentKeys, *, patience: float = PATIENCE_S) -> None:
        self._client = client
        self._keys = keys
        self._patience = patience
        self._tokens: dict[tuple[str, ...], str] = {}
        self._kinds: dict[str, Mapping[str, str]] = {}

    def tell(self, target: str, *, on: date, by: str, who: str = "", **fields: Any) -> Any:
        """Call `service.method` as the role `by` (and, where it matters, as the person `who`) on a day."""
        kwargs: dict[str, Any] = {**fields, "on": on.isoformat()}
        if self._kind(target) == COMMAND:
            kwargs["request_id"] = new_request_id()
        return self._call(target, token=self._token(who or by, by, "clock"), **kwargs)

    def tell_once_known(self, not_yet: str, target: str, *, on: date, by: str, who: str = "", **fields: Any) -> Any:
        """Call again while the refusal `not_yet` says that an event of another service has not arrived."""

        def call() -> Any:
            try:
                return self.tell(target, on=on, by=by, who=who, **fields)
            except RemoteRefusal as refusal:
                if refusal.code != not_yet:
                    raise
                return None

        return self.until(f"{target} is possible ({not_yet})", call)

    def until(self, what: str, look: Callable[[], Any]) -> Any:
        """Look again and again until something is seen: what one service said takes a moment to reach the others."""
        end = time.monotonic() + self._patience
        while not (seen := look()):
            if time.monotonic() > end:
                raise NothingHappened(seconds=self._patience, what=what)
            time.sleep(0.01)
        return seen

    def _call(self, target: str, **kwargs: Any) -> Any:
        """Call again while the refusal may pass: a command that comes again with its request_id is carried out once."""
        end = time.monotonic() + self._patience
        while True:
            try:
                return self._client.call(target, **kwargs)
            except Refusal as refusal:
                if not refusal.retryable or time.monotonic() > end:
                    raise

    def _kind(self, target: str) -> str:
        service, _, method = target.partition(".")
        if service not in self._kinds:
            self._kinds[service] = self._call(f"{service}.describe")["methods"]
        return self._kinds[service].get(method, "")

    def _token(self, subject: str, *roles: str) -> str:
        who = (subject, *roles)
        if who not in self._tokens:
            self._tokens[who] = self._keys.token(subject, *roles)
        return self._tokens[who]
