"""What governance checks of a board before it declares anything from it."""

import json
from dataclasses import replace

import pytest

from services.governance.ballots.rules.ballots import Ballot, canonical
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.rules.verification import Board, faults_of, recount
from services.governance.boards.use_cases.carrying import _check_signatures
from services.governance.polls.rules.paper import paper_of
from services.governance.polls.rules.signed_steps import Closing
from tests.integration.governance.box_builders import PollKeys, fill_in
from tests.unit.governance.ballots.test_the_verifier import seal

KEYS = PollKeys()
PAPER = paper_of(canonical(KEYS.paper))
MINE = [KEYS.credential() for _ in range(3)]
FILE = seal(KEYS, [json.loads(fill_in(mine, ["yes"]).text) for mine in MINE], credentials=3)
BOARD = read_board(FILE)


def faults(board: Board, closing: Closing = BOARD.closing) -> list[str]:
    signed = {leaf: one for batch in board.batches for leaf, one in _check_signatures(PAPER, batch).items()}
    return list(faults_of(PAPER, board, closing=closing, signed=signed))


def with_ballot(ballot: Ballot) -> Board:
    batch = BOARD.batches[0]
    return replace(BOARD, batches=[replace(batch, texts=(ballot.text, *batch.texts[1:]))])


def test_an_honest_board_has_no_fault_and_is_counted_again() -> None:
    assert faults(BOARD) == []
    assert recount(PAPER, BOARD) == {"yes": 3, "no": 0, "abstain": 0}


@pytest.mark.parametrize(("change", "fault"), [
    ({"choices": ("no",)}, "is not signed"), ({"credential": "00" * 256}, "has no credential"),
    ({"digest": "00" * 32}, "filled in on another paper"), ({"choices": ("maybe",)}, "does not fit the paper"),
    ({"turn": 2}, "batch 1 does not have its root"),
])
def test_a_changed_ballot_is_named(change: dict[str, object], fault: str) -> None:
    changed = replace(BOARD.batches[0].ballots[0], **change)  # type: ignore[arg-type]
    assert any(fault in one for one in faults(with_ballot(changed)))


def test_a_board_closed_otherwise_or_counted_otherwise_is_named() -> None:
    other = replace(BOARD.closing, credentials=2)
    assert any("another closing" in one for one in faults(BOARD, other))
    assert any("only 2 were issued" in one for one in faults(BOARD, other))
    assert faults(replace(BOARD, tally={"yes": 2, "no": 1, "abstain": 0}))
    assert faults(replace(BOARD, root="00" * 32)) == ["the batches do not lead to the root"]
    assert BOARD.closing.fields == FILE["closing"]
