"""Rows of boards, and the messages whose answers bring them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.governance.boards.rules.board import Batch
from services.governance.polls.rules.signed_steps import Operation
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMessage:
    """A message that waits for the ballot box's answer."""

    position: int
    poll_id: str
    operation: Operation
    body: Mapping[str, Any]
    decided_on: date


def find_messages(tx: Tx, *, limit: int) -> list[BoxMessage]:
    """Messages still to be carried, in their order."""
    return [
        BoxMessage(position=row["position"], poll_id=row["poll_id"], operation=Operation(row["do_what"]),
                   body=json.loads(row["body"]), decided_on=row["decided_on"])
        for row in tx.all(Q.messages_to_carry, limit=limit)
    ]


def lock_message(tx: Tx, position: int) -> bool:
    """Whether the message waits for its answer still; then it is locked until commit."""
    return tx.one(Q.lock_message, position=position) is not None


def save_answer(tx: Tx, position: int, *, refused: str = "") -> None:
    """Note that a message was answered, or by which rule it was refused."""
    tx.run(Q.answer_message, position=position, refused=refused)


def add_board(tx: Tx, poll_id: str, batches: Sequence[Batch]) -> None:
    """Publish a board, batch by batch."""
    tx.run_many(Q.add_batch, [
        {"poll_id": poll_id, "number": batch.number, "root": batch.root,
         "body": f"[{','.join(batch.texts)}]"}
        for batch in batches
    ])


def add_sealed_board(tx: Tx, poll_id: str, *, closing: str, root: str) -> None:
    """Keep what closed a board whose ballots are still sealed, and the end of its chain."""
    tx.run(Q.add_sealed_board, poll_id=poll_id, closing=closing, root=root)


def add_share(tx: Tx, poll_id: str, number: int, share: str) -> None:
    """Note a share of the sealing key that was handed in."""
    tx.run(Q.add_share, poll_id=poll_id, number=number, share=share)
