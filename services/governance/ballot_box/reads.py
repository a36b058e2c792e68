"""What the ballot box answers about a closed poll."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from services.governance.ballot_box.errors import BatchUnknown, PollNotClosed, PollUnknown
from services.governance.ballots.rules.ballots import GENESIS, ballot_of
from services.governance.boards.rules.board import chained_root, merkle_root
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def count_choices(tx: Tx, poll_id: str, choices: Sequence[str]) -> dict[str, int]:
    """How many credentials chose what, by the last ballot of each; every choice of the paper is named."""
    tally: Counter[str] = Counter()
    for row in tx.all(Q.count_choices, poll_id=poll_id):
        tally.update(dict.fromkeys(json.loads(row["choices"]), row["times"]))
    return {choice: tally[choice] for choice in choices}


def get_board(tx: Tx, poll_id: str) -> dict[str, Any]:
    """The head of the board of a closed poll: what closed it, the count, and the roots of its batches."""
    poll = _closed_poll(tx, poll_id)
    batches = [{"number": row["number"], "size": row["size"], "root": row["root"]}
               for row in tx.all(Q.batches_of, poll_id=poll_id)]
    return {"poll_id": poll_id, "digest": poll["digest"], "closing": json.loads(poll["closing"]),
            "tally": json.loads(poll["tally"]), "root": poll["root"], "batches": batches}


def get_batch(tx: Tx, poll_id: str, number: int) -> dict[str, Any]:
    """One batch of the board of a closed poll, with its ballots."""
    _closed_poll(tx, poll_id)
    batch = tx.require(Q.get_batch, BatchUnknown(poll_id=poll_id, number=number), poll_id=poll_id, number=number)
    rows = tx.all(Q.ballots_of_batch, poll_id=poll_id, number=number)
    return {"poll_id": poll_id, "number": number, "root": batch["root"],
            "ballots": [json.loads(row["body"]) for row in rows]}


def _closed_poll(tx: Tx, poll_id: str) -> dict[str, Any]:
    row = tx.require(Q.get_poll, PollUnknown(poll_id=poll_id), poll_id=poll_id)
    if row["closing"] is None:
        raise PollNotClosed(poll_id=poll_id)
    return row


def get_health(tx: Tx) -> dict[str, Any]:
    """Whether the ballot box can reach its tables."""
    return {"well": tx.one(Q.is_well) is not None}


def find_faults(tx: Tx) -> Iterator[str]:
    """What does not fit together: ballots and their batches, batches and their chain, the count and the ballots."""
    for poll in tx.all(Q.all_polls):
        poll_id, end = poll["poll_id"], GENESIS
        for batch in tx.all(Q.batches_of, poll_id=poll_id):
            rows = tx.all(Q.ballots_of_batch, poll_id=poll_id, number=batch["number"])
            leaves = [ballot_of(row["body"]).leaf for row in rows]
            end = chained_root(end, batch["number"], batch["root"])
            if not leaves or merkle_root(leaves) != batch["root"] or end != batch["chained"]:
                yield f"poll {poll_id}: batch {batch['number']} does not hash to its root"
        if poll["root"] is not None:
            tally = json.loads(poll["tally"])
            if poll["root"] != end or count_choices(tx, poll_id, list(tally)) != tally:
                yield f"poll {poll_id}: the board is not what was declared when it closed"
