"""What a process tells about itself: counters and durations for Prometheus, spans for OpenTelemetry.

Names of spans and attributes follow OpenTelemetry's messaging conventions. The context travels as W3C `traceparent`.
Without `OTEL_TRACES_EXPORTER` no span is made, and a caller's traceparent is passed on unchanged.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram

from shared.settings import SettingsRefused

CALLS = Counter("sharedco_calls", "Calls answered, by outcome: answered, or the code of the refusal.",
                ["service", "method", "outcome"])
CONSUMED = Counter("sharedco_events_heard", "Events settled by an inbox, by outcome.", ["service", "outcome"])
SET_ASIDE = Gauge("sharedco_events_set_aside", "Events that are parked, or held for their turn.", ["service", "how"])
HELD_FOR = Gauge("sharedco_events_held_oldest_seconds", "How long the oldest held event has waited.", ["service"])
LACKING = Gauge("sharedco_events_not_consumed", "Events published that a consumer has not consumed.",
                ["service", "consumer"])
LACKING_FOR = Gauge("sharedco_events_not_consumed_oldest_seconds", "How long the oldest of them is published.",
                    ["service", "consumer"])
AGAIN = Counter("sharedco_events_sent_again", "Events sent again to a consumer that lacked them.",
                ["service", "consumer"])
PAUSED = Gauge("sharedco_events_paused", "1 while nothing of a source is begun: by hand, or because all of it fails.",
               ["service", "source"])
SECONDS = Histogram("sharedco_call_seconds", "Seconds from reading a call to its reply.", ["service", "method"])

_W3C = TraceContextTextMapPropagator()


class _Tracing:
    tracer: trace.Tracer | None = None


class Served:
    """One call being answered; whoever answers it says how it went."""

    __slots__ = ("outcome", "traceparent")

    def __init__(self, traceparent: str) -> None:
        self.outcome = "internal_error"
        self.traceparent = traceparent


@contextmanager
def serving(service: str, method: str, traceparent: str = "") -> Iterator[Served]:
    """Count and time one call, in a span when traces are exported."""
    served = Served(traceparent)
    begun = time.perf_counter()
    try:
        if _Tracing.tracer is None:
            yield served
        else:
            with _span(_Tracing.tracer, service, method, served):
                yield served
    finally:
        SECONDS.labels(service, method).observe(time.perf_counter() - begun)
        CALLS.labels(service, method, served.outcome).inc()


@contextmanager
def _span(tracer: trace.Tracer, service: str, method: str, served: Served) -> Iterator[None]:
    attributes = {
        "messaging.system": "rabbitmq", "messaging.operation.type": "process",
        "messaging.destination.name": f"nameko-rpc:{service}.{method}", "rpc.service": service, "rpc.method": method,
    }
    parent = _W3C.extract({"traceparent": served.traceparent})
    with tracer.start_as_current_span(f"process {service}.{method}", context=parent, kind=SpanKind.SERVER,
                                      attributes=attributes) as span:
        served.traceparent = traceparent()
        yield
        span.set_attribute("sharedco.outcome", served.outcome)
        if served.outcome == "internal_error":
            span.set_status(Status(StatusCode.ERROR))


@contextmanager
def handling(consumer: str, source: str, kind: str, published_in: str) -> Iterator[str]:
    """A span for the effect of one event, within the trace in which it was published; the traceparent to go on with."""
    if _Tracing.tracer is None:
        yield published_in
        return
    attributes = {
        "messaging.system": "rabbitmq", "messaging.operation.type": "process",
        "messaging.destination.name": f"{source}.events:{kind}", "messaging.consumer.group.name": consumer,
    }
    with _Tracing.tracer.start_as_current_span(
        f"process {source}.{kind}", context=_W3C.extract({"traceparent": published_in}), kind=SpanKind.CONSUMER,
        attributes=attributes,
    ):
        yield traceparent()


def traceparent() -> str:
    """The current span as a `traceparent` header, or nothing."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent", "")


def export_traces(service: str, variables: Mapping[str, str]) -> None:
    """Export spans with the exporter that `OTEL_TRACES_EXPORTER` names, if it names one that is installed."""
    name = variables.get("OTEL_TRACES_EXPORTER", "none").strip() or "none"
    if name == "none":
        return
    found = {point.name: point for point in entry_points(group="opentelemetry_traces_exporter")}
    if name not in found:
        raise SettingsRefused(f"OTEL_TRACES_EXPORTER is {name!r}; installed are: none, {', '.join(sorted(found))}.")
    exporter: SpanExporter = found[name].load()()
    begin_tracing(service, exporter)


def begin_tracing(service: str, exporter: SpanExporter) -> TracerProvider:
    """Make spans from now on and hand them to this exporter, in batches."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _Tracing.tracer = provider.get_tracer("sharedco")
    return provider
