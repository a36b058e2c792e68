"""What is watched: alarms, dashboards, and the Prometheus operator's form of the alarms.

python -m deploy.observability        writes the files that are made from others; a test compares

`alerts.yml` is written by hand; `dashboard.json` (Grafana) is made from the panels below, and
`../k8s/components/prometheus/rules.yaml` from the alarms.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ALERTS = HERE / "alerts.yml"
DASHBOARD = HERE / "dashboard.json"
RULES = HERE.parent / "k8s" / "components" / "prometheus" / "rules.yaml"
WIDE, HIGH = 12, 8  # of a panel, in Grafana's grid of 24 columns


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: what it shows, in which unit, and the question to Prometheus."""

    title: str
    unit: str
    expr: str
    legend: str


PANELS = (
    Panel("Lateness of the day's wages", "s", 'max(sharedco_job_late_seconds{job="pay_wages"})', "pay_wages"),
    Panel("Jobs that are late", "s", "max by (service, job) (sharedco_job_late_seconds) > 0", "{{service}} {{job}}"),
    Panel("Calls each second", "reqps", "sum by (service) (rate(sharedco_calls_total[5m]))", "{{service}}"),
    Panel("Calls that fail by our own fault", "reqps",
          'sum by (service, method) (rate(sharedco_calls_total{outcome="internal_error"}[5m]))',
          "{{service}}.{{method}}"),
    Panel("Seconds within which 95 of 100 calls are answered", "s",
          "histogram_quantile(0.95, sum by (le, service) (rate(sharedco_call_seconds_bucket[5m])))", "{{service}}"),
    Panel("Refusals by code", "reqps",
          'sum by (service, outcome) (rate(sharedco_calls_total{outcome!="answered"}[5m]))', "{{service}} {{outcome}}"),
    Panel("Events sent each second", "ops", "sum by (service) (rate(sharedco_events_sent_total[5m]))", "{{service}}"),
    Panel("Events consumed each second, by outcome", "ops",
          "sum by (service, outcome) (rate(sharedco_events_heard_total[5m]))", "{{service}} {{outcome}}"),
    Panel("Oldest event that was not sent", "s", "max by (service) (sharedco_events_pending_oldest_seconds)",
          "{{service}}"),
    Panel("Oldest event that a consumer lacks", "s",
          "max by (service, consumer) (sharedco_events_not_consumed_oldest_seconds)", "{{service}} to {{consumer}}"),
    Panel("Events parked or held", "short", "max by (service, how) (sharedco_events_set_aside)", "{{service}} {{how}}"),
    Panel("Faults that the daily proofs found", "short", "max by (service) (sharedco_faults)", "{{service}}"),
)


def dashboard() -> dict[str, Any]:
    """The house on one page, as Grafana imports it."""
    return {
        "title": "Shared Company", "uid": "sharedco", "schemaVersion": 39, "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "source", "type": "datasource", "query": "prometheus"}]},
        "panels": [_drawn(number, panel) for number, panel in enumerate(PANELS)],
    }


def _drawn(number: int, panel: Panel) -> dict[str, Any]:
    return {
        "id": number + 1, "type": "timeseries", "title": panel.title,
        "gridPos": {"x": number % 2 * WIDE, "y": number // 2 * HIGH, "w": WIDE, "h": HIGH},
        "datasource": {"type": "prometheus", "uid": "${source}"},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [{"refId": "A", "expr": panel.expr, "legendFormat": panel.legend}],
    }


def operator_rule() -> dict[str, Any]:
    """The alarms as the Prometheus operator takes them, each with the chapter that says what to do."""
    alerts = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))
    return {
        "apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule",
        "metadata": {"name": "sharedco", "labels": {"app.kubernetes.io/part-of": "sharedco"}},
        "spec": {"groups": alerts["groups"]},
    }


def generated() -> dict[Path, str]:
    """Every file that is made from others, and its text."""
    head = "# Made from deploy/observability/alerts.yml: python -m deploy.observability\n"
    return {
        DASHBOARD: json.dumps(dashboard(), indent=1) + "\n",
        RULES: head + yaml.safe_dump(operator_rule(), sort_keys=False, width=1000),
    }
