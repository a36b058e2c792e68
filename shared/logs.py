"""Logs: one constant snake_case event per line, ids as fields, never personal data, never a body.

JSON in production, readable in development. Fields whose names speak of people or secrets are blanked (in tests they
are refused), and so is what looks like an IBAN, a national number or a token inside any value. Of an exception the log
keeps its type and its frames; its text, which may quote what somebody sent, only in development.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

LOGGER = "sharedco"  # the logger of everything that is ours; libraries log under their own names
BLANK = "[blanked]"
SPEAKING = frozenset({  # words that, as part of a field's name, speak of people or secrets
    "address", "args", "birth", "bic", "body", "email", "firstname", "iban", "kwargs", "lastname", "mail", "name",
    "names", "niss", "national", "password", "phone", "pin", "secret", "street", "surname", "token",
})
_EVENT = re.compile(r"[a-z][a-z0-9_]*")
_PERSONAL = re.compile(
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"  # IBAN
    r"|\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b"  # Belgian national number
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*",  # JWT
)
Event = MutableMapping[str, Any]


class SpeaksOfPeople(ValueError):
    """A log line has a field that may hold personal data or a secret."""


def configure_logs(environment: str, *, stream: Any = None) -> None:
    """Set up structlog, and send what libraries log through the same processors."""
    out = stream or sys.stderr
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True), _Guard(strict=environment == "test"),
        _Failure(with_text=environment != "production"),
    ]
    renderer = _renderer(environment, out)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=lambda *_: logging.getLogger(LOGGER), cache_logger_on_first_use=True,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        foreign_pre_chain=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True),
                           _foreign, _Failure(with_text=environment != "production")],
    ))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(LOGGER).setLevel(logging.INFO)


def _renderer(environment: str, out: Any) -> Any:
    if environment == "production":
        return structlog.processors.JSONRenderer(sort_keys=True)
    return structlog.dev.ConsoleRenderer(colors=bool(getattr(out, "isatty", lambda: False)()))


class _Guard:
    """Blanks (or, where strict, refuses) what a log must not hold."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        if self._strict and not _EVENT.fullmatch(str(event.get("event", ""))):
            raise SpeaksOfPeople("an event is one constant snake_case word")
        for key, value in event.items():
            if SPEAKING.intersection(key.lower().split("_")):
                if self._strict:
                    raise SpeaksOfPeople(f"the field {key} must not be logged")
                event[key] = BLANK
            else:
                event[key] = without_personal_data(value)
        return event


def without_personal_data(value: Any) -> Any:
    """A value with whatever looks like an IBAN, a national number or a token blanked, at any depth."""
    if isinstance(value, str):
        return _PERSONAL.sub(BLANK, value)
    if isinstance(value, Mapping):
        return {key: without_personal_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_personal_data(inner) for inner in value]
    return value


class _Failure:
    """Renders `exc_info` as type and frames; the text only where it may be shown."""

    def __init__(self, *, with_text: bool) -> None:
        self._with_text = with_text

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        given = event.pop("exc_info", None)
        error = given if isinstance(given, BaseException) else (given[1] if isinstance(given, tuple) else None)
        if given and error is None:
            error = sys.exc_info()[1]
        if error is not None:
            event["failure"] = describe_failure(error, with_text=self._with_text)
        return event


def describe_failure(error: BaseException, *, with_text: bool) -> dict[str, Any]:
    """An exception for the log: its type, its frames, SQLSTATE and constraint of a database error, its cause."""
    found: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}"
                   for frame in traceback.extract_tb(error.__traceback__)[-12:]],
    }
    if state := getattr(error, "sqlstate", None):
        found |= {"sqlstate": state, "constraint": getattr(error.diag, "constraint_name", None)}  # type: ignore[attr-defined]
    if with_text:
        found["text"] = without_personal_data(str(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        found["cause"] = describe_failure(cause, with_text=with_text)
    return found


def _foreign(_logger: Any, _method: str, event: Event) -> Event:
    """What a library logs: its text without arguments, for they may quote anything."""
    record = event["_record"]
    event["library"] = record.name
    event["event"] = str(record.msg).splitlines()[0][:200] if record.msg else "library_warning"
    return event
