"""What a call looks like from the caller's side, whichever client makes it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.bus.bodies import CONTENT_TYPE, read, write
from shared.bus.frames import PERSISTENT, TRANSIENT
from shared.errors import Refusal
from shared.identifiers import new_uuid7

DEADLINE_S = 10.0  # seconds that a caller waits unless it says otherwise


class RemoteRefusal(Refusal):
    """The service said no. `code`, `message`, `details`, `retryable` and `correlation` are the service's own words."""

    sentence = "{message}"

    def __init__(self, *, code: str, message: str, details: Mapping[str, Any], retryable: bool,
                 correlation: str) -> None:
        Exception.__init__(self, message)
        self._code = code
        self.details = dict(details)
        self.retryable = retryable  # type: ignore[misc]
        self.correlation = correlation

    @property
    def code(self) -> str:
        """The stable name of the rule that the service's refusal bears."""
        return self._code


class UnknownService(Refusal):
    """No service of this name has ever been started on this broker."""

    sentence = "There is no service {service} here."


class NoAnswer(Refusal):
    """The deadline passed; a command may have been carried out: send it again with the same request_id."""

    sentence = "{method} did not answer within {seconds} seconds."
    retryable = True


class BrokerAway(Refusal):
    """The broker cannot be reached or hung up; a command may have been carried out."""

    sentence = "The broker is away ({why}); send the request again, a command with the same request_id."
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A call about to be sent; its `deadline` is on our monotonic clock."""

    target: str
    body: bytes
    headers: Mapping[str, Any]
    correlation_id: str
    deadline: float
    persistent: bool

    @property
    def service(self) -> str:
        """The service that is called."""
        return self.target.partition(".")[0]

    def properties(self, reply_to: str) -> dict[str, Any]:
        """The message's properties; it vanishes from the queue when its deadline passes."""
        return {
            "content_type": CONTENT_TYPE, "content_encoding": "utf-8", "headers": dict(self.headers),
            "delivery_mode": PERSISTENT if self.persistent else TRANSIENT,
            "correlation_id": self.correlation_id, "message_id": self.correlation_id, "reply_to": reply_to,
            "expiration": str(max(1, int((self.deadline - time.monotonic()) * 1000))),
        }


def new_request_id() -> str:
    """A key for one command, to be sent again unchanged when no answer came."""
    return new_uuid7().hex


def make_request(target: str, kwargs: Mapping[str, Any], *, token: str | None, seconds: float, correlation: str = "",
                 traceparent: str = "", caller: str = "client", persistent: bool = False) -> Request:
    """A call of `service.method`, as stock nameko sends it, with our deadline and correlation beside.

    A command (it has a `request_id`) is persistent, so that the broker's word that it has it outlives a restart.
    """
    correlation_id = new_uuid7().hex
    headers: dict[str, Any] = {
        "deadline": time.time() + seconds, "within": str(seconds), "correlationid": correlation or correlation_id,
        "nameko.call_id_stack": [f"{caller}.{correlation_id}"],
    }
    if token:
        headers["nameko.auth_token"] = token
    if traceparent:
        headers["traceparent"] = traceparent
    return Request(target=target, body=write({"args": [], "kwargs": dict(kwargs)}), headers=headers,
                   correlation_id=correlation_id, deadline=time.monotonic() + seconds,
                   persistent=persistent or "request_id" in kwargs)


def result_of(body: bytes) -> Any:
    """What the service answered, or its refusal, raised."""
    reply = read(body)
    error = reply.get("error")
    if not error:
        return reply.get("result")
    raise RemoteRefusal(
        code=str(error.get("exc_type")), message=str(error.get("value")), details=error.get("details") or {},
        retryable=bool(error.get("retryable")), correlation=str(error.get("correlation") or ""))
