"""The published file of a closed poll as values."""

from collections.abc import Mapping
from typing import Any

from services.governance.ballots.rules.board import read_batch
from services.governance.boards.rules.verification import Board
from services.governance.polls.rules.signed_steps import read_closing


def read_board(published: Mapping[str, Any]) -> Board:
    """The board in a published file."""
    return Board(closing=read_closing(published["closing"]), root=published["root"], tally=published["tally"],
                 batches=[read_batch(batch) for batch in published["batches"]])
