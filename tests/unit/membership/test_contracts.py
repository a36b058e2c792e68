"""What membership says and relies upon is written down, and the written examples fit the shapes."""

import json
from pathlib import Path

import pytest

from services.membership.events import PUBLISHED as EVENTS
from services.membership.service import Membership
from shared.bus.event_shapes import shapes_of
from shared.bus.handling import handlers_of
from shared.fields import dump_exactly, load_shape

PUBLISHED = shapes_of(EVENTS)
FOLDER = Path(__file__).resolve().parents[3] / "services" / "membership" / "contracts"


def test_every_event_that_is_said_has_a_contract_and_no_other_has() -> None:
    assert {path.name for path in (FOLDER / "published").iterdir()} == {f"{kind}.v1.json" for kind in PUBLISHED}


def test_every_event_that_is_heard_has_a_contract_and_no_other_has() -> None:
    assert {path.name for path in (FOLDER / "consumed").iterdir()} == \
        {f"{source}.{kind}.v1.json" for source, kind in handlers_of(Membership)}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_example_of_what_is_said_fits_its_shape_both_ways(kind: str) -> None:
    contract = json.loads((FOLDER / "published" / f"{kind}.v1.json").read_text())
    shape = PUBLISHED[kind]()
    assert contract["type"] == kind
    assert dump_exactly(shape, load_shape(shape, contract["example"])) == contract["example"]


def test_the_example_of_what_is_heard_is_what_the_handler_relies_upon() -> None:
    for (source, kind), handler in handlers_of(Membership).items():
        example = json.loads((FOLDER / "consumed" / f"{source}.{kind}.v1.json").read_text())["example"]
        assert set(load_shape(handler.shape(), example)) == set(handler.shape().fields) == set(example)
