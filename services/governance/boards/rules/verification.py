"""Whether a board is what a poll's paper, keys and closing say: checked before governance declares anything from it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.governance.ballots.rules.ballots import GENESIS, Ballot
from services.governance.ballots.rules.papers import PaperSheet
from services.governance.boards.rules.board import Batch, chained_root, merkle_root
from services.governance.polls.rules.paper import Paper
from services.governance.polls.rules.signed_steps import Closing

Opened = Mapping[tuple[str, int], tuple[str, ...]]  # the choices in a sealed ballot, by its credential's key and turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What was found of a ballot: whether its credential is the poll's, whether its own key signed it."""

    credential: bool
    ballot: bool


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


def recount(paper: Paper, board: Board, opened: Opened | None = None) -> dict[str, int]:
    """How often each choice of the paper was made; `opened` is what was found in sealed ballots.

    A sealed ballot that holds nothing the paper offers is invalid: it counts for no choice.
    """
    made = (ballot.choices if opened is None else opened.get((ballot.voter_key, ballot.turn), ())
            for ballot in board.last_ballots.values())
    tally = Counter(choice for chosen in made if paper.offers(chosen) for choice in chosen)
    return {choice: tally[choice] for choice in paper.choices}


def together(tally: Mapping[str, int], papers: PaperSheet | None) -> dict[str, int]:
    """The count of the ballot box and that of the urn in one."""
    on_paper = papers.tally if papers else {}
    return {choice: times + on_paper.get(choice, 0) for choice, times in tally.items()}


def faults_of(
    paper: Paper, board: Board, *, closing: Closing, signed: Mapping[str, Signed],
) -> Iterator[str]:
    """One sentence per fault; `closing` is what governance itself signed, `signed` what was found of each leaf."""
    if board.closing != closing:
        yield "the board was closed by another closing than governance signed"
    yield from _faults_of_chain(board)
    yield from _faults_of_ballots(paper, board, signed)
    if len(board.last_ballots) > closing.credentials:
        yield f"{len(board.last_ballots)} credentials voted, but only {closing.credentials} were issued"
    if board.tally != ({} if paper.sealing else recount(paper, board)):
        yield f"the count {dict(board.tally)} differs from the recount"


def _faults_of_chain(board: Board) -> Iterator[str]:
    end = GENESIS
    for number, batch in enumerate(board.batches, start=1):
        leaves = batch.leaves
        root = merkle_root(leaves) if leaves else ""
        if (batch.number, batch.root) != (number, root):
            yield f"batch {number} does not have its root"
        end = chained_root(end, number, root)
    if end != board.root:
        yield "the batches do not lead to the root"


def _faults_of_ballots(paper: Paper, board: Board, signed: Mapping[str, Signed]) -> Iterator[str]:
    turns: set[tuple[str, int]] = set()
    for leaf, ballot in ((leaf, one) for batch in board.batches
                         for leaf, one in zip(batch.leaves, batch.ballots, strict=True)):
        name = f"ballot {ballot.ballot_id}"
        if (ballot.poll_id, ballot.digest) != (paper.poll_id, paper.digest):
            yield f"{name} was filled in on another paper"
        if not signed[leaf].credential:
            yield f"{name} has no credential of this poll"
        if not signed[leaf].ballot:
            yield f"{name} is not signed with the key of its credential"
        if not paper.fits(ballot):
            yield f"{name} does not fit the paper"
        if (ballot.voter_key, ballot.turn) in turns:
            yield f"{name} has the same turn as another ballot of its credential"
        turns.add((ballot.voter_key, ballot.turn))
