"""What is watched can be watched: every figure that an alarm or a panel asks for is told by the code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.observability import ALERTS, PANELS, Panel, generated

ROOT = Path(__file__).resolve().parents[2]
DEFINED = re.compile(r'\b(Counter|Gauge|Histogram)\(\s*"(sharedco_\w+)",(?:[^\[\]]*?\[([^\]]*)\])?', re.DOTALL)
ASKED = re.compile(r"\b(sharedco_\w+)(?:\{([^}]*)\})?")
ENDINGS = {"Counter": ("_total",), "Gauge": ("",), "Histogram": ("_bucket", "_count", "_sum")}
RULES = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


def told() -> dict[str, set[str]]:
    """Every figure that the code tells, as Prometheus names it, and its labels."""
    found: dict[str, set[str]] = {}
    for file in [*(ROOT / "shared").rglob("*.py"), *(ROOT / "services").rglob("*.py")]:
        for kind, name, labels in DEFINED.findall(file.read_text()):
            for ending in ENDINGS[kind]:
                found[name + ending] = {*re.findall(r'"(\w+)"', labels), *(["le"] if ending == "_bucket" else [])}
    return found


def faults_of(expr: str) -> Iterator[str]:
    """What an expression asks for that nobody tells."""
    figures = told()
    if expr.count("(") != expr.count(")"):
        yield "brackets do not match"
    asked = ASKED.findall(expr)
    if not asked and not expr.startswith("up{"):
        yield "asks for no figure"
    for name, labels in asked:
        if name not in figures:
            yield f"nobody tells {name}"
        for label in re.findall(r"(\w+)\s*[=!]~?=?", labels):
            if label not in figures.get(name, set()):
                yield f"{name} has no label {label}"
    yield from unknown_groups(expr, figures)


def unknown_groups(expr: str, figures: dict[str, set[str]]) -> Iterator[str]:
    """Labels by which an expression sorts, and that none of its figures has."""
    known = set().union(*(figures.get(name, set()) for name, _ in ASKED.findall(expr)))
    for label in re.findall(r"\w+", " ".join(re.findall(r"\bby \(([^)]*)\)", expr))):
        if label not in known:
            yield f"nothing in it has the label {label}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alarm_asks_for_figures_that_the_code_tells_and_has_a_chapter(rule: dict[str, Any]) -> None:
    assert list(faults_of(rule["expr"])) == []
    assert f"\n### {rule['alert']}\n" in (ROOT / "docs" / "operations.md").read_text()
    assert set(rule["labels"]) == {"severity", "told"}


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_a_panel_asks_for_figures_that_the_code_tells(panel: Panel) -> None:
    assert list(faults_of(panel.expr)) == []


@pytest.mark.parametrize(("expr", "fault"), [
    ("max(sharedco_job_done_at) > 0", "nobody tells sharedco_job_done_at"),
    ("sum(rate(sharedco_calls[5m]))", "nobody tells sharedco_calls"),
    ('max(sharedco_faults{job="x"})', "sharedco_faults has no label job"),
    ("max by (consumer) (sharedco_faults)", "nothing in it has the label consumer"),
    ("max(sharedco_faults", "brackets do not match"), ("vector(1)", "asks for no figure"),
])
def test_a_question_that_nobody_could_answer_is_caught(expr: str, fault: str) -> None:
    assert fault in list(faults_of(expr))


def test_every_alarm_of_the_handbook_exists_and_every_figure_is_watched_or_drawn() -> None:
    chapter = (ROOT / "docs" / "operations.md").read_text().partition("## Alarms")[2].partition("\n## ")[0]
    assert set(re.findall(r"^### (\w+)$", chapter, re.MULTILINE)) == {rule["alert"] for rule in RULES}
    asked = {name for expr in [*(rule["expr"] for rule in RULES), *(panel.expr for panel in PANELS)]
             for name, _ in ASKED.findall(expr)}
    unwatched = {name for name in told() if not name.endswith(("_count", "_sum")) and name not in asked}
    assert unwatched == {  # told for who looks for a cause; no alarm of its own
        "sharedco_events_nobody_listening_total", "sharedco_events_refused_total", "sharedco_events_pending",
        "sharedco_events_not_consumed", "sharedco_job_done_at_seconds"}


def test_generated_files_are_made_from_the_alarms_and_panels_of_today() -> None:
    for file, text in generated().items():
        assert file.read_text() == text, f"{file.name}: python -m deploy.observability"
