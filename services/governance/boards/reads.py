"""Questions about boards."""

import json
from dataclasses import asdict
from typing import Any

from services.governance.boards.rules.board import Batch
from services.governance.boards.rules.verification import Board
from services.governance.polls import reads as polls
from services.governance.polls.rules.poll import PollState
from services.governance.polls.rules.signed_steps import closing_of
from services.governance.rolls import reads as rolls
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_board(tx: Tx, *, poll_id: str) -> dict[str, Any]:
    """The published file of a closed poll: all that is needed to verify the decision and to count again."""
    found = polls.get_poll_detail(tx, poll_id=poll_id)
    poll, result = found.poll, found.declared
    if result.by_hand or poll.opening is None:
        raise NotFound(kind="board", id=poll_id)
    roll = rolls.get_roll(tx, poll.assembly_id)
    return {
        "paper": json.loads(poll.paper.text), "digest": poll.digest, "opening": asdict(poll.opening),
        "closing": json.loads(result.closing), "root": result.root,
        "roll": {"digest": roll.digest, "members": roll.members, "assembly_id": poll.assembly_id,
                 "entries": [asdict(entry) for entry in rolls.list_entries(tx, poll.assembly_id)]},
        "marks": [mark.fields for mark in polls.list_marks(tx, poll_id)], "presence": list(poll.members_present or ()),
        "tally": {"yes": result.votes_for, "no": result.votes_against, "abstain": result.abstentions},
        "result": {"adopted": result.adopted, "reason": result.reason, "present": result.present,
                   "entitled": result.entitled, "decided_on": result.decided_on.isoformat()},
        "batches": list_batches(tx, poll_id),
        "cancelled": [polls.cancelled_poll(one) for one in found.cancelled],
        **({"papers": json.loads(result.papers.kept)} if result.papers else {}),
        **(tx.single(Q.opened_with, poll_id=poll_id) if poll.paper.sealing else {}),
    }


def list_batches(tx: Tx, poll_id: str) -> list[dict[str, Any]]:
    """The published batches of a board, in order."""
    return [{"number": row["number"], "root": row["root"], "ballots": json.loads(row["body"])}
            for row in tx.all(Q.batches_of, poll_id=poll_id)]


def get_sealed_board(tx: Tx, poll_id: str) -> Board:
    """The board of a poll whose ballots are still sealed; nobody has counted it."""
    row = tx.single(Q.get_sealed_board, poll_id=poll_id)
    return Board(closing=closing_of(row["closing"]), root=row["root"], tally={},
                 batches=[Batch.from_fields(batch) for batch in list_batches(tx, poll_id)])


def list_closed_polls(tx: Tx) -> list[str]:
    """The ids of all closed polls that have a board."""
    return [row["poll_id"] for row in tx.all(Q.polls_in, state=PollState.CLOSED)]


def find_shares(tx: Tx, poll_id: str) -> dict[int, str]:
    """The shares of a poll's sealing key that were handed in, by their numbers."""
    return {row["number"]: row["share"] for row in tx.all(Q.shares_of, poll_id=poll_id)}
