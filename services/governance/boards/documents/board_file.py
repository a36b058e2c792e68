"""The published file of a closed poll as values."""

from collections.abc import Mapping
from typing import Any

from services.governance.boards.rules.board import Batch
from services.governance.boards.rules.verification import Board
from services.governance.polls.rules.signed_steps import Closing


def read_board(published: Mapping[str, Any]) -> Board:
    """The board in a published file."""
    return Board(closing=Closing.from_fields(published["closing"]), root=published["root"], tally=published["tally"],
                 batches=[Batch.from_fields(batch) for batch in published["batches"]])
