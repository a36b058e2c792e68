"""Health: what must hold for a process to be ready, and the small HTTP server that Kubernetes and Prometheus ask.

`/live`: the process turns: its hub answers, or the loop beside the server was seen lately. `/ready`: every check holds
(messages arrive, the database answers). `/metrics`: Prometheus. A broker or a database that is away makes a process
unready, never dead: restarting it would help nobody.
"""

import json
import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from prometheus_client import make_wsgi_app

from shared.postgres import Database

log = structlog.get_logger()

Check = Callable[[], bool]
FRESH_S = 2.0  # seconds for which the database's answer is believed
PATIENCE_S = 5.0  # seconds that a connection may be silent; whoever asks how we are asks at once


class Health:
    """The checks of a process, by name; `turns` says whether it lives."""

    def __init__(self, turns: Check = lambda: True) -> None:
        self.turns = turns
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Ready only while `check` says so."""
        self._checks[name] = check

    def report(self) -> dict[str, bool]:
        """How every check stands now."""
        return {name: _holds(name, check) for name, check in sorted(self._checks.items())}

    @property
    def ready(self) -> bool:
        """Whether every check holds."""
        return all(self.report().values())


def _holds(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - a check that fails in any way does not hold
        log.warning("health_check_failed", check=name, reason=type(error).__name__)
        return False


def database_answers(database: Database) -> Check:
    """A check that asks the database, at most once in `FRESH_S` seconds."""
    last: list[tuple[float, bool]] = []

    def check() -> bool:
        if not last or time.monotonic() - last[0][0] > FRESH_S:
            last[:] = [(time.monotonic(), False)]
            with database.connection() as conn:
                conn.execute("select 1")
            last[:] = [(time.monotonic(), True)]
        return last[0][1]

    return check


def http_server(health: Health) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """A WSGI application that answers `/live`, `/ready` and `/metrics`."""
    metrics = make_wsgi_app()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            found: Iterable[bytes] = metrics(environ, start_response)
            return found
        if path not in {"/live", "/ready"}:
            return _json(start_response, "404 Not Found", {"problem": "ask /live, /ready or /metrics"})
        report = health.report() if path == "/ready" else {}
        holds = all(report.values()) and health.turns()
        return _json(start_response, "200 OK" if holds else "503 Service Unavailable", report)

    return answer


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each connection in a thread of its own, so that one that says nothing keeps nobody waiting."""

    daemon_threads = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    timeout = PATIENCE_S

    def log_message(self, *_: Any) -> None:
        """Nothing: who asks how we are is no news."""


def open_http_server(health: Health, port: int) -> None:
    """Answer on this port from threads of its own: for processes without eventlet."""
    server = make_server("0.0.0.0", port, http_server(health), server_class=_Server,  # noqa: S104
                         handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()


def _json(start_response: Callable[..., Any], status: str, body: dict[str, Any]) -> list[bytes]:
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]
