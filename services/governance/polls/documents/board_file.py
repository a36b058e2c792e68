"""The published file of a closed poll as values."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.governance.polls.rules.ballots import Ballot, ballot_of, canonical
from services.governance.polls.rules.board import Batch


def read_batch(batch: Mapping[str, Any]) -> Batch:
    """One batch of a board, as the ballot box gives it and as it is published."""
    return Batch(number=batch["number"], root=batch["root"],
                 ballots=tuple(read_ballot(ballot) for ballot in batch["ballots"]))


def read_ballot(ballot: Mapping[str, Any]) -> Ballot:
    """A ballot as it is cast and published."""
    return ballot_of(canonical(ballot))


def read_batches(published: Mapping[str, Any]) -> Sequence[Batch]:
    """The batches of a published file, in order."""
    return [read_batch(batch) for batch in published["batches"]]
