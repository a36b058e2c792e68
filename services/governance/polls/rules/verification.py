"""Whether a board is what a poll's paper, keys and closing say: checked before governance declares anything from it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.governance.ballots.rules.ballots import Ballot
from services.governance.ballots.rules.board import GENESIS, Batch, chained_root, merkle_root
from services.governance.polls.rules.paper import Paper
from services.governance.polls.rules.signed_steps import Closing

Verifies = Callable[[Paper, Ballot], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board as the ballot box gives it: what closed it, its ballots in batches, the end of their chain, the count."""

    closing: Closing
    root: str
    tally: Mapping[str, int]
    batches: Sequence[Batch]

    @property
    def last_ballots(self) -> Mapping[str, Ballot]:
        """The ballot that counts of each credential: that of the highest turn."""
        last: dict[str, Ballot] = {}
        for ballot in (ballot for batch in self.batches for ballot in batch.ballots):
            known = last.get(ballot.voter_key)
            if known is None or ballot.turn > known.turn:
                last[ballot.voter_key] = ballot
        return last


def recount(paper: Paper, board: Board) -> dict[str, int]:
    """How often each choice of the paper was made."""
    tally = Counter(choice for ballot in board.last_ballots.values() for choice in ballot.choices)
    return {choice: tally[choice] for choice in paper.choices}


def faults_of(
    paper: Paper, board: Board, *, closing: Closing, credential_ok: Verifies, ballot_ok: Verifies,
) -> Iterator[str]:
    """One sentence per fault; `closing` is what governance itself signed."""
    if board.closing != closing:
        yield "the board was closed by another closing than governance signed"
    yield from _faults_of_chain(board)
    yield from _faults_of_ballots(paper, board, credential_ok, ballot_ok)
    if len(board.last_ballots) > closing.credentials:
        yield f"{len(board.last_ballots)} credentials voted, but only {closing.credentials} were issued"
    if recount(paper, board) != board.tally:
        yield f"the count {dict(board.tally)} differs from the recount"


def _faults_of_chain(board: Board) -> Iterator[str]:
    end = GENESIS
    for number, batch in enumerate(board.batches, start=1):
        leaves = [ballot.leaf for ballot in batch.ballots]
        root = merkle_root(leaves) if leaves else ""
        if (batch.number, batch.root) != (number, root):
            yield f"batch {number} does not have its root"
        end = chained_root(end, number, root)
    if end != board.root:
        yield "the batches do not lead to the root"


def _faults_of_ballots(paper: Paper, board: Board, credential_ok: Verifies, ballot_ok: Verifies) -> Iterator[str]:
    turns: set[tuple[str, int]] = set()
    for ballot in (ballot for batch in board.batches for ballot in batch.ballots):
        name, chosen = f"ballot {ballot.ballot_id}", ballot.choices
        if (ballot.poll_id, ballot.digest) != (paper.poll_id, paper.digest):
            yield f"{name} was filled in on another paper"
        if not credential_ok(paper, ballot):
            yield f"{name} has no credential of this poll"
        if not ballot_ok(paper, ballot):
            yield f"{name} is not signed with the key of its credential"
        if not 1 <= len(set(chosen)) == len(chosen) <= paper.most_choices or not set(chosen) <= set(paper.choices):
            yield f"{name} does not fit the paper"
        if (ballot.voter_key, ballot.turn) in turns:
            yield f"{name} has the same turn as another ballot of its credential"
        turns.add((ballot.voter_key, ballot.turn))
