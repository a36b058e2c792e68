"""Counting a verified board, and declaring what was decided."""


from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.boards.rules import verification
from services.governance.boards.rules.verification import Board, Opened
from services.governance.polls.rules.poll import Poll, VoteCount
from services.governance.polls.use_cases import answers
from services.governance.tellers.reads import get_papers
from shared.postgres import Tx


def open_ballots(secret: str, board: Board) -> Opened:
    """What was chosen in each sealed ballot that holds something."""
    opened: dict[tuple[str, int], tuple[str, ...]] = {}
    for batch in board.batches:
        found = CALCULATORS.run("open_ballots", secret=secret, ballots=batch.texts)
        pairs = zip(batch.ballots, found, strict=True)
        opened.update({(one.voter_key, one.turn): tuple(chosen) for one, chosen in pairs if chosen is not None})
    return opened


def declare(tx: Tx, poll: Poll, board: Board, *, opened: Opened | None = None, opened_with: str = "") -> Poll:
    """Count a verified board and declare the result; `opened` is what was found in sealed ballots, by which key.

    Ballots on paper count with it; while the tellers have not agreed about them it is refused.
    """
    papers = get_papers(tx, poll)
    tally = verification.together(verification.recount(poll.paper, board, opened), papers)
    count = VoteCount(ballots=len(board.last_ballots), root=board.root, tally=tally, papers=papers)
    return answers.declare_result(tx, poll, count, closing=board.closing.text, opened_with=opened_with)
