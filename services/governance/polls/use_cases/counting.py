"""Counting a verified board, and declaring what was decided."""

from dataclasses import asdict

from services.governance.ballots.rules.ballots import canonical
from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.polls import store
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules import verification
from services.governance.polls.rules.decision import votes_of
from services.governance.polls.rules.poll import Poll
from services.governance.polls.rules.verification import Board, Opened
from shared.postgres import Tx


def lock_poll(tx: Tx, poll_id: str) -> Poll:
    """A poll locked until commit, for whoever opens its ballots."""
    return store.lock_poll(tx, poll_id)


def open_ballots(secret: str, board: Board) -> Opened:
    """What was chosen in each sealed ballot that holds something."""
    opened: dict[tuple[str, int], tuple[str, ...]] = {}
    for batch in board.batches:
        found = CALCULATORS.run("open_ballots", secret=secret, ballots=batch.texts)
        pairs = zip(batch.ballots, found, strict=True)
        opened.update({(one.voter_key, one.turn): tuple(chosen) for one, chosen in pairs if chosen is not None})
    return opened


def declare(tx: Tx, poll: Poll, board: Board, *, opened: Opened | None = None, opened_with: str = "") -> Poll:
    """Count a verified board and declare the result; `opened` is what was found in sealed ballots, by which key."""
    count = polls.VoteCount(ballots=len(board.last_ballots), root=board.root,
                        votes=votes_of(verification.recount(poll.paper, board, opened)))
    poll, result, events = polls.declare(poll, count=count, closing=canonical(asdict(board.closing)), on=tx.on)
    store.add_result(tx, result, opened_with=opened_with)
    store.save_poll(tx, poll)
    tx.announce_all(events)
    return poll
