"""The dispatcher of a service: who may call, what the call must bring, and one transaction for what it asks.

This module knows no broker. `Dispatcher.answer` takes a call and gives the reply's body; the transports carry both.

- A query runs in a read-only transaction. A command runs in one writing transaction together with its `request_id`:
  key, request hash, effect and answer commit together, and the same key gets the first answer again. After thirty days
  housekeeping forgets the answer; the same key is then refused, and still not carried out again.
- A refusal crosses as data: `exc_type` (the code), `value` (the sentence), `details`, `retryable`, `correlation`.
- Anything else that goes wrong crosses as an opaque `internal_error`; its text stays in the log.
"""

import hashlib
import inspect
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import structlog
from marshmallow import Schema, ValidationError
from psycopg.errors import ReadOnlySqlTransaction

from shared import clock
from shared.auth import Caller, NotAllowed, Tokens
from shared.bus.attempts import begin_again, forget_attempts
from shared.bus.event_log import Q, canonical
from shared.bus.refusals import (
    AnswerNotKept,
    DatabaseIsAway,
    DeadlinePassed,
    InternalError,
    MethodNotFound,
    NotYourClock,
    PositionalArguments,
    RequestIdMissing,
    RequestIdReused,
)
from shared.errors import Refusal
from shared.fields import Day, Shape, ShapeNotMet, dump_exactly, load_shape
from shared.identifiers import new_uuid7
from shared.money import Money
from shared.postgres import Busy, Cause, Database, Tx, is_away

log = structlog.get_logger()

RESPONSES_KEPT = timedelta(days=30)  # longer than anybody tries again; an answer may hold what is personal
RESPONSES_AT_ONCE = 1_000
TRIES = 3  # a transaction that met another is begun again this often before the caller is told to
CLOCKS_DIFFER_S = 60.0  # seconds by which the clocks of two machines may differ
LONGEST_KEY = 100  # characters of a request_id or a correlation
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_DAY = Day()

SelfBy = str | Callable[..., str | None] | None


@dataclass(frozen=True, slots=True)
class Allow:
    """Who may call: any of the roles, or the member to whom the row belongs."""

    roles: frozenset[str]
    self_by: SelfBy = None
    public: bool = False


def allow(*roles: str, self_by: SelfBy = None) -> Allow:
    """Roles that may call. `self_by` names the argument that holds the member's id, or finds it: `f(tx, **data)`."""
    return Allow(frozenset(roles), self_by)


anyone = Allow(frozenset(), public=True)


@dataclass(frozen=True, slots=True)
class Method:
    """What a mark says about a method of a service."""

    kind: str
    name: str
    request: Schema
    response: Schema | None
    allow: Allow
    stores_response: bool = True
    many: bool = False
    audited: bool = False


def command(
    request: type[Shape], *, allow: Allow, response: type[Schema] | None = None, stores_response: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a method that changes something: `def admit_member(self, tx, *, member_id)`."""

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        _assert_owner_is_given(method, allow.self_by)
        method.__rpc__ = Method(  # type: ignore[attr-defined]
            "command", method.__name__, request(), response() if response else None, allow, stores_response)
        return method

    return mark


def query(
    request: type[Shape], *, allow: Allow, response: type[Schema], many: bool = False, audited: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a method that answers a question and changes nothing; `many` answers with a list.

    One that is `audited` keeps who asked (a legal register): its transaction writes, and commits before the reply.
    Where the service has a `keep_refused_read(tx, *, method, member_id, code)`, who was refused is kept as well.
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        _assert_owner_is_given(method, allow.self_by)
        method.__rpc__ = Method(  # type: ignore[attr-defined]
            "query", method.__name__, request(), response(many=many), allow, many=many, audited=audited)
        return method

    return mark


def _assert_owner_is_given(method: Callable[..., Any], self_by: SelfBy) -> None:
    """The owner is found in what the method is given; a mark that looks elsewhere would refuse every member."""
    given = {name: None for name, one in inspect.signature(method).parameters.items() if one.kind is one.KEYWORD_ONLY}
    if isinstance(self_by, str) and self_by not in given:
        raise TypeError(f"{method.__name__} is given no {self_by}, by which its member is known")
    if callable(self_by):
        inspect.signature(self_by).bind(None, **given)


def methods_of(service: type) -> dict[str, Method]:
    """Every marked method of a service class, by name."""
    marks = (getattr(getattr(service, name), "__rpc__", None) for name in dir(service))
    return {mark.name: mark for mark in marks if isinstance(mark, Method)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedCall:
    """One call as the transport brings it.

    `expires` is on our own monotonic clock; `deadline` on the caller's wall clock, for callers that tell no duration.
    """

    method: str
    args: list[Any] = field(default_factory=list)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    token: str | None = None
    deadline: float | None = None
    expires: float | None = None
    correlation: str = ""
    traceparent: str = ""


class Dispatcher:
    """One service's dispatcher."""

    def __init__(
        self, service: Any, database: Database, tokens: Tokens, *, zone: str, now: Callable[[], Any] = clock.now,
    ) -> None:
        self.service = service
        self.name: str = service.name
        self.database = database
        self.tokens = tokens
        self.methods = methods_of(type(service))
        self._zone = zone
        self._now = now

    def answer(self, call: ReceivedCall) -> dict[str, Any]:
        """The reply's body: `{"result": ..., "error": ...}`, as stock nameko replies. Never raises."""
        correlation = call.correlation if _is_plain(call.correlation) else new_uuid7().hex
        try:
            return {"result": self._carry_out(call, correlation), "error": None}
        except Refusal as refusal:
            log.info("call_refused", service=self.name, method=_shown(call.method), code=refusal.code,
                     correlation=correlation)
            return refused(refusal, correlation)
        except Exception as error:
            log.exception("call_failed", service=self.name, method=_shown(call.method), correlation=correlation)
            return refused(self._of_ours(error, correlation), correlation)

    def answer_again(self, call: ReceivedCall, call_id: str) -> dict[str, Any]:
        """The reply to a call that came back after its process ended: each attempt is counted before it is begun."""
        today = clock.day_of(self._now(), self._zone)
        try:
            begin_again(self.database, call_id, on=today)
        except Refusal as refusal:
            log.warning("call_ends_its_process", service=self.name, method=_shown(call.method))
            return refused(refusal, call.correlation)
        except Exception as error:
            log.exception("call_failed", service=self.name, method=_shown(call.method))
            return refused(self._of_ours(error, call.correlation), call.correlation)
        reply = self.answer(call)
        forget_attempts(self.database, call_id, on=today)
        return reply

    def _of_ours(self, error: Exception, correlation: str) -> Refusal:
        """What a caller is told of an error that is not his: a query that writes is a fault of ours."""
        if is_away(error) and not isinstance(error, ReadOnlySqlTransaction):
            return DatabaseIsAway(service=self.name)
        return InternalError(correlation=correlation)

    def _carry_out(self, call: ReceivedCall, correlation: str) -> Any:
        method = self.methods.get(call.method)
        if method is None:
            raise MethodNotFound(service=self.name, method=_shown(call.method))
        if _is_late(call):
            raise DeadlinePassed
        if method.allow.public:
            return self._visit(method, call)
        caller = self.tokens.caller(call.token)
        if method.audited:
            return self._ask_audited(method, call, caller)
        order = self._read(method, call, caller)
        if method.kind == "query":
            return self._ask(method, caller, order)
        traceparent = call.traceparent if _TRACEPARENT.fullmatch(call.traceparent) else ""
        return self._change(method, caller, order, Cause(correlation=correlation, traceparent=traceparent))

    def _visit(self, method: Method, call: ReceivedCall) -> Any:
        data = load_shape(method.request, _named(call))
        today = clock.day_of(self._now(), self._zone)
        with self.database.reading(on=today, actor="anyone") as tx:
            return _dump(method, getattr(self.service, method.name)(tx, **data))

    def _read(self, method: Method, call: ReceivedCall, caller: Caller) -> "_Order":
        kwargs = dict(_named(call))
        request_id = kwargs.pop("request_id", None) if method.kind == "command" else None
        asked = dict(kwargs)
        on = self._business_day(kwargs.pop("on", None), caller)
        if (method.allow.self_by is None and not caller.roles & method.allow.roles) \
                or (caller.acting and method.kind == "command"):  # who reads in another's name changes nothing
            raise NotAllowed(subject=caller.subject, method=method.name)
        return _Order(load_shape(method.request, kwargs), on, request_id, asked)

    def _business_day(self, given: Any, caller: Caller) -> date:
        if given is None:
            return clock.day_of(self._now(), self._zone)
        if "clock" not in caller.roles:
            raise NotYourClock
        try:
            day: date = _DAY.deserialize(given)
        except ValidationError:
            raise ShapeNotMet(problems={"on": "Not a day: write it as 2026-11-23."}) from None
        return day

    def _ask_audited(self, method: Method, call: ReceivedCall, caller: Caller) -> Any:
        """A question to a legal register: who was refused it, and why, is kept as well."""
        try:
            return self._ask(method, caller, self._read(method, call, caller))
        except Refusal as refusal:
            keep = getattr(self.service, "keep_refused_read", None)
            if keep:
                today = clock.day_of(self._now(), self._zone)
                with self.database.transaction(on=today, at=self._now(), **_who(caller)) as tx:
                    keep(tx, method=method.name, member_id=call.kwargs.get("member_id"), code=refusal.code)
            raise

    def _ask(self, method: Method, caller: Caller, order: "_Order") -> Any:
        begin = self.database.transaction if method.audited else self.database.reading
        with begin(on=order.on, at=self._now(), **_who(caller)) as tx:
            _assert_allowed(tx, method, caller, order.data)
            return _dump(method, getattr(self.service, method.name)(tx, **order.data))

    def _change(self, method: Method, caller: Caller, order: "_Order", cause: Cause) -> Any:
        key = _request_key(method, caller, order)
        for attempt in range(TRIES):
            try:
                return self._change_once(method, caller, order, cause, key)
            except Busy:
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _change_once(
        self, method: Method, caller: Caller, order: "_Order", cause: Cause, key: dict[str, str],
    ) -> Any:
        with self.database.transaction(on=order.on, at=self._now(), cause=cause, **_who(caller)) as tx:
            _assert_allowed(tx, method, caller, order.data)
            if not tx.one(Q.take_request, **key):
                return _first_answer(tx, key)
            answer = _dump(method, getattr(self.service, method.name)(tx, **order.data))
            kept = canonical({"answer": answer}) if method.stores_response else None
            tx.run(Q.store_response, answer=kept, **{k: v for k, v in key.items() if k != "request_hash"})
            return answer


@dataclass(frozen=True, slots=True)
class _Order:
    data: dict[str, Any]
    on: date
    request_id: Any
    asked: dict[str, Any]


def _who(caller: Caller) -> dict[str, Any]:
    return {"actor": caller.subject, "roles": caller.roles, "assurance": caller.assurance, "purpose": caller.purpose}


def _named(call: ReceivedCall) -> Mapping[str, Any]:
    if call.args:
        raise PositionalArguments(count=len(call.args))
    if not isinstance(call.kwargs, Mapping):
        raise ShapeNotMet(problems={"_schema": "Arguments are a map of names to values."})
    return call.kwargs


def _assert_allowed(tx: Tx, method: Method, caller: Caller, data: Mapping[str, Any]) -> None:
    """Roles first; else the row must be the caller's own."""
    if caller.roles & method.allow.roles:
        return
    by = method.allow.self_by
    owner = data.get(by) if isinstance(by, str) else by(tx, **data) if by else None
    if not owner or owner != caller.subject:
        raise NotAllowed(subject=caller.subject, method=method.name)


def _is_late(call: ReceivedCall) -> bool:
    if call.expires is not None:
        return call.expires < time.monotonic()
    return call.deadline is not None and call.deadline + CLOCKS_DIFFER_S < time.time()


def _is_plain(text: Any) -> bool:
    """Whether a text from outside may be a key of ours: short, printable, storable."""
    return isinstance(text, str) and 0 < len(text) <= LONGEST_KEY and text.isprintable()


def _request_key(method: Method, caller: Caller, order: _Order) -> dict[str, str]:
    if not _is_plain(order.request_id):
        raise RequestIdMissing
    digest = hashlib.sha256(canonical(order.asked).encode("utf-8", "surrogatepass")).hexdigest()
    return {"subject": caller.subject, "method": method.name, "request_id": order.request_id, "request_hash": digest}


def _first_answer(tx: Tx, key: dict[str, str]) -> Any:
    first = tx.one(Q.first_response, **{k: v for k, v in key.items() if k != "request_hash"})
    if first is None:
        raise Busy
    if first["request_hash"] != key["request_hash"]:
        raise RequestIdReused
    if first["answer"] is None:
        raise AnswerNotKept
    return json.loads(first["answer"])["answer"]


def _dump(method: Method, value: Any) -> Any:
    if method.response is None:
        return None
    return [dump_exactly(method.response, one) for one in value] if method.many else dump_exactly(method.response,
                                                                                                  value)


def refused(refusal: Refusal, correlation: str) -> dict[str, Any]:
    """A refusal as the reply's body, in nameko's own envelope."""
    error = {
        "exc_type": refusal.code, "exc_path": f"sharedco.{refusal.code}", "exc_args": [refusal.message],
        "value": refusal.message, "details": _plain(refusal.details), "retryable": refusal.retryable,
        "correlation": correlation,
    }
    return {"result": None, "error": error}


def _plain(value: Any) -> Any:
    """Details as JSON: text, whole numbers, lists and maps; anything else in its text form."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if isinstance(value, Money):
        return {"amount": value.text, "currency": value.currency}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _shown(method: Any) -> str:
    """A name from outside, fit for a log line and a sentence whatever it holds."""
    return str(method)[:80].encode("ascii", "backslashreplace").decode()


def forget_responses(database: Database, on: date) -> int:
    """Empty a thousand of the answers that were given too long ago; how many there were.

    Their requests stay: one that comes again is refused, never carried out again.
    """
    with database.transaction(on=on, actor="housekeeping") as tx:
        return tx.run(Q.forget_responses, before=clock.now() - RESPONSES_KEPT, limit=RESPONSES_AT_ONCE)
