"""Processes that calculate beside the service: the same answers and refusals as here, and no line left in disorder."""

from collections.abc import Iterator

import pytest

from services.governance.ballots.errors import BlindedMessageOutOfRange
from services.governance.ballots.use_cases.calculators import CalculatorGone, Calculators
from services.governance.ballots.use_cases.keys import new_keys

KEYS = new_keys(2048)
BLINDED = "02" * 256


@pytest.fixture(scope="module")
def beside() -> Iterator[Calculators]:
    made = Calculators()
    made.enable(1)
    yield made
    made.disable()


def test_a_blind_signature_is_the_same_beside_and_here(beside: Calculators) -> None:
    assert beside.blind_sign(KEYS.signing, BLINDED) == Calculators().blind_sign(KEYS.signing, BLINDED)


def test_a_refusal_crosses_as_what_it_is_and_the_next_is_answered(beside: Calculators) -> None:
    with pytest.raises(BlindedMessageOutOfRange):
        beside.blind_sign(KEYS.signing, "ff" * 256)
    assert beside.blind_sign(KEYS.signing, BLINDED)


def test_a_calculator_that_dies_is_replaced(beside: Calculators) -> None:
    with pytest.raises(CalculatorGone):
        beside.run("no such task")
    assert beside.blind_sign(KEYS.signing, BLINDED)


def test_one_that_was_ended_while_nobody_asked_is_replaced_before_it_is_asked(beside: Calculators) -> None:
    beside.blind_sign(KEYS.signing, BLINDED)
    assert beside._free is not None
    waiting = beside._free.queue[-1]
    assert waiting is not None
    waiting._process.kill()
    waiting._process.wait()
    assert beside.blind_sign(KEYS.signing, BLINDED)
