"""A message of the RPC queue, read as a call. Knows no broker and never shows a body.

The body is stock nameko's: `{"args": [], "kwargs": {...}}`, JSON in UTF-8. Headers, each also with nameko's prefix
`nameko.`: `auth_token`, `within` (seconds that the caller waits), `deadline` (unix seconds, from callers that tell no
duration), `correlationid`, `traceparent`, `call_id_stack`.
"""

import math
import re
from time import monotonic
from typing import Any

from shared.bus.bodies import CONTENT_TYPE, read
from shared.bus.dispatch import ReceivedCall
from shared.bus.frames import Delivery
from shared.errors import Refusal

_ENCODINGS = {"", "utf-8", "utf8"}
_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_CORRELATION = re.compile(r"[0-9A-Za-z._:-]{1,100}")
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class BodyTooLarge(Refusal):
    """The request is larger than the service takes; it was not read."""

    sentence = "The request has {bytes} bytes, more than the {limit} that are taken; it was not read."


class ContentTypeNotAccepted(Refusal):
    """The request says that it is something else than JSON."""

    sentence = "Requests are taken as application/json in utf-8 only."


class BodyNotReadable(Refusal):
    """The request's bytes are not JSON."""

    sentence = "The request's body is not JSON in UTF-8."


class BodyIsNoCall(Refusal):
    """The request is JSON, but not a call."""

    sentence = 'A request is an object with "args" (a list) and "kwargs" (an object).'


class HeadersNotReadable(Refusal):
    """The broker's envelope of the request cannot be read."""

    sentence = "The request cannot be read: {why}."


class DeadlineNotUnderstood(Refusal):
    """The header `deadline` or `within` is not a number of seconds."""

    sentence = "The header deadline or within is not a number of seconds."


def read_call(delivery: Delivery, service: str, largest_body: int) -> ReceivedCall:
    """The call that a message holds, or a refusal that says what it lacks."""
    if delivery.size > largest_body:
        raise BodyTooLarge(bytes=delivery.size, limit=largest_body)
    if delivery.fault:
        raise HeadersNotReadable(why=delivery.fault)
    args, kwargs = _read_body(delivery)
    headers = delivery.headers
    return ReceivedCall(
        method=method_of(delivery, service), args=args, kwargs=kwargs, token=_header(headers, "auth_token"),
        deadline=_seconds(_header(headers, "deadline")), expires=_expires(delivery),
        correlation=correlation_of(delivery), traceparent=traceparent_of(delivery),
    )


def method_of(delivery: Delivery, service: str) -> str:
    """The method's name: the routing key is `<service>.<method>`."""
    return delivery.routing_key.removeprefix(f"{service}.")


def correlation_of(delivery: Delivery) -> str:
    """The correlation under which the caller follows the call, or nothing."""
    return _matching(_CORRELATION, _header(delivery.headers, "correlationid"))


def traceparent_of(delivery: Delivery) -> str:
    """The W3C trace context of the caller, or nothing."""
    return _matching(_TRACEPARENT, _header(delivery.headers, "traceparent"))


def _read_body(delivery: Delivery) -> tuple[list[Any], dict[str, Any]]:
    kind = delivery.content_type.partition(";")[0].strip().lower()
    if kind != CONTENT_TYPE or delivery.content_encoding.lower() not in _ENCODINGS:
        raise ContentTypeNotAccepted
    try:
        body = read(delivery.body)
    except (ValueError, RecursionError):
        raise BodyNotReadable from None
    if not isinstance(body, dict):
        raise BodyIsNoCall
    args, kwargs = body.get("args"), body.get("kwargs")
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise BodyIsNoCall
    return args, kwargs


def _header(headers: Any, name: str) -> Any:
    value = headers.get(f"nameko.{name}")
    return headers.get(name) if value is None else value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def _expires(delivery: Delivery) -> float | None:
    """The moment on our monotonic clock at which the caller stops waiting, as far as the wait here is known."""
    within = _seconds(_header(delivery.headers, "within"))
    return None if within is None else (delivery.received_at or monotonic()) + within


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, str) and _SECONDS.fullmatch(value):  # not every AMQP client can send a fraction as a number
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DeadlineNotUnderstood
    return float(value)
