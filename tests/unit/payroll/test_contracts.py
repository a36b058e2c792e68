"""What payroll publishes and relies upon, beside the shapes that do it."""

import json
from pathlib import Path

import pytest

from services.payroll.service import Payroll
from shared.bus.handling import handlers_of
from shared.definitions import definition_of
from shared.fields import dump_exactly, load_shape

CONTRACTS = Path(__file__).resolve().parents[3] / "services" / "payroll" / "contracts"
HANDLERS = handlers_of(Payroll)
PUBLISHED = definition_of(Payroll).published


@pytest.mark.parametrize("kind", sorted(PUBLISHED))
def test_each_published_example_has_the_shape_in_which_the_event_leaves(kind: str) -> None:
    contract = json.loads((CONTRACTS / "published" / f"{kind}.v1.json").read_text(encoding="utf-8"))
    assert contract["type"] == kind
    assert dump_exactly(PUBLISHED[kind](), load_shape(PUBLISHED[kind](), contract["example"])) == contract["example"]


@pytest.mark.parametrize(("source", "kind"), sorted(HANDLERS))
def test_each_example_relied_upon_holds_exactly_what_is_read(source: str, kind: str) -> None:
    contract = json.loads((CONTRACTS / "consumed" / f"{source}.{kind}.v1.json").read_text(encoding="utf-8"))
    shape = HANDLERS[source, kind].shape()
    assert set(contract["example"]) == set(shape.fields)
    load_shape(shape, contract["example"])


def test_there_is_no_contract_that_nobody_keeps() -> None:
    assert {path.name for path in (CONTRACTS / "published").iterdir()} == {f"{kind}.v1.json" for kind in PUBLISHED}
    assert {path.name for path in (CONTRACTS / "consumed").iterdir()} == {
        f"{source}.{kind}.v1.json" for source, kind in HANDLERS}
