"""The published file of a closed poll as values."""

from collections.abc import Mapping
from typing import Any

from services.governance.ballots.rules.ballots import Ballot, ballot_of, canonical
from services.governance.ballots.rules.board import Batch
from services.governance.boards.rules.verification import Board
from services.governance.polls.rules.signed_steps import closing_of


def read_board(published: Mapping[str, Any]) -> Board:
    """The board in a published file."""
    return Board(closing=closing_of(canonical(published["closing"])), root=published["root"], tally=published["tally"],
                 batches=[read_batch(batch) for batch in published["batches"]])


def read_batch(batch: Mapping[str, Any]) -> Batch:
    """One batch of a board, as the ballot box gives it and as it is published."""
    return Batch(number=batch["number"], root=batch["root"], texts=tuple(map(canonical, batch["ballots"])))


def read_ballot(ballot: Mapping[str, Any]) -> Ballot:
    """A ballot as it is cast and published."""
    return ballot_of(canonical(ballot))
