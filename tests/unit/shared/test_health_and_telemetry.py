"""Probes, figures and traces of a process."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.request import urlopen

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from shared import health as health_of_a_process
from shared import telemetry
from shared.health import Health, http_server, open_http_server
from shared.settings import SettingsRefused

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def ask(health: Health, path: str) -> tuple[str, Any]:
    published: list[str] = []
    body = b"".join(http_server(health)({"PATH_INFO": path, "REQUEST_METHOD": "GET", "QUERY_STRING": ""},
                                      lambda status, _headers: published.append(status)))
    return published[0], body


def test_a_process_is_ready_only_while_every_check_holds() -> None:
    health, holds = Health(), [True]
    health.add("database", lambda: holds[0])
    health.add("rpc", lambda: True)
    assert health.ready
    assert ask(health, "/ready")[0] == "200 OK"
    holds[0] = False
    assert not health.ready
    status, body = ask(health, "/ready")
    assert status == "503 Service Unavailable"
    assert json.loads(body) == {"database": False, "rpc": True}
    assert ask(health, "/live")[0] == "200 OK"


def test_a_check_that_fails_does_not_hold() -> None:
    health = Health()
    health.add("database", lambda: bool(1 / 0))
    assert health.report() == {"database": False}


def test_the_figures_are_there_and_nothing_else_is() -> None:
    with telemetry.serving("probe", "get_it") as served:
        served.outcome = "answered"
    status, body = ask(Health(), "/metrics")
    assert status == "200 OK"
    assert b'sharedco_calls_total{method="get_it",outcome="answered",service="probe"}' in body
    assert ask(Health(), "/")[0] == "404 Not Found"


def test_a_connection_that_says_nothing_keeps_nobody_waiting_and_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_of_a_process._Quiet, "timeout", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    open_http_server(Health(), port)
    with socket.create_connection(("127.0.0.1", port)) as idle, ExitStack() as more:
        for _ in range(20):
            more.enter_context(socket.create_connection(("127.0.0.1", port)))
        with urlopen(f"http://127.0.0.1:{port}/live", timeout=2) as answer:
            assert answer.status == 200
        idle.settimeout(10)
        assert idle.recv(1) == b""


def test_a_call_is_counted_with_its_outcome_even_when_it_breaks() -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("sharedco_calls_total", {
            "service": "probe", "method": "break_it", "outcome": "internal_error"}) or 0.0

    before = counted()
    with pytest.raises(ZeroDivisionError), telemetry.serving("probe", "break_it"):
        1 / 0  # noqa: B018
    assert counted() == before + 1


def test_without_an_exporter_a_trace_is_passed_on_unchanged() -> None:
    with telemetry.serving("probe", "get_it", TRACE) as served:
        assert served.traceparent == TRACE


@pytest.fixture
def spans() -> Iterator[Any]:
    exporter = InMemorySpanExporter()
    provider = telemetry.begin_tracing("probe", exporter)
    yield lambda: (provider.force_flush(), exporter.get_finished_spans())[1]
    provider.shutdown()
    telemetry._Tracing.tracer = None


def test_a_span_continues_the_caller_s_trace_and_hands_its_own_on(spans: Any) -> None:
    with telemetry.serving("probe", "get_it", TRACE) as served:
        served.outcome = "too_loud"
    span, = spans()
    assert span.name == "process probe.get_it"
    assert span.parent.span_id == 0xB7AD6B7169203331
    assert served.traceparent == f"00-0af7651916cd43dd8448eb211c80319c-{span.context.span_id:016x}-01"
    assert span.attributes["sharedco.outcome"] == "too_loud"
    assert span.status.is_ok or span.status.status_code.name == "UNSET"


def test_a_fault_of_ours_marks_its_span(spans: Any) -> None:
    with telemetry.serving("probe", "get_it") as served:
        served.outcome = "internal_error"
    assert spans()[0].status.status_code.name == "ERROR"


def test_an_exporter_that_is_not_installed_stops_the_start() -> None:
    telemetry.export_traces("probe", {})
    with pytest.raises(SettingsRefused, match="smoke"):
        telemetry.export_traces("probe", {"OTEL_TRACES_EXPORTER": "smoke"})
