"""Rows of polls, their keys, the roll marks, the messages to the ballot box, and results."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.governance.ballots.rules.ballots import canonical
from services.governance.ballots.rules.board import Batch
from services.governance.polls.errors import AlreadyVotedOn
from services.governance.polls.rules.poll import Poll, Result, poll_of
from services.governance.polls.rules.signed_steps import Mark
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"polls_one_per_resolution": AlreadyVotedOn}


class Operation(StrEnum):
    """What the ballot box is told."""

    OPEN_POLL = "open_poll"
    CLOSE_POLL = "close_poll"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMessage:
    """A message that waits for the ballot box's answer."""

    position: int
    poll_id: str
    operation: Operation
    body: Mapping[str, Any]
    decided_on: date


def add_poll(tx: Tx, poll: Poll, sealed_keys: bytes) -> None:
    """Write a poll, its paper and its encrypted keys."""
    tx.run(Q.add_poll, poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
           paper=poll.paper.text, digest=poll.digest)
    tx.run(Q.add_keys, poll_id=poll.poll_id, sealed=sealed_keys)


def lock_poll_of(tx: Tx, resolution_id: str) -> Poll:
    """The poll of a resolution, locked until commit."""
    refusal = NotFound(kind="resolution", id=resolution_id)
    return poll_of(**tx.require(Q.lock_poll_of_resolution, refusal, resolution_id=resolution_id))


def lock_poll_shared(tx: Tx, poll_id: str) -> Poll:
    """A poll that stays in its state until commit; others may hold it too."""
    return poll_of(**tx.require(Q.share_poll, NotFound(kind="poll", id=poll_id), poll_id=poll_id))


def lock_poll(tx: Tx, poll_id: str) -> Poll:
    """A poll locked until commit, for whoever moves it on."""
    return poll_of(**tx.require(Q.lock_poll, NotFound(kind="poll", id=poll_id), poll_id=poll_id))


def save_poll(tx: Tx, poll: Poll) -> None:
    """Move a poll to its state."""
    tx.run(Q.save_poll, poll_id=poll.poll_id, state=poll.state, credentials=poll.credentials, present=poll.present,
           entitled=poll.entitled, opening=canonical(asdict(poll.opening)) if poll.opening else None,
           members_present=canonical(poll.members_present) if poll.members_present is not None else None)


def get_keys(tx: Tx, poll_id: str) -> bytes:
    """The encrypted keys of an open poll."""
    return bytes(tx.require(Q.get_keys, NotFound(kind="key of poll", id=poll_id), poll_id=poll_id)["sealed"])


def delete_keys(tx: Tx, poll_id: str) -> None:
    """Destroy the keys of a poll."""
    tx.run(Q.destroy_keys, poll_id=poll_id)


def add_mark(tx: Tx, poll: Poll, mark: Mark) -> str:
    """Mark the roll; the digest of what is signed for this member, which is the first one for ever."""
    tx.run(Q.add_credential, poll_id=poll.poll_id, assembly_id=poll.assembly_id, **asdict(mark))
    return str(tx.single(Q.get_credential, poll_id=poll.poll_id, member_id=mark.member_id)["blinded_digest"])


def add_message(tx: Tx, poll_id: str, operation: Operation, body: Mapping[str, Any]) -> None:
    """Leave a message for the ballot box, to be carried after this transaction."""
    tx.run(Q.add_message, poll_id=poll_id, do_what=operation, body=canonical(body), decided_on=tx.on)


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


def reopen_messages(tx: Tx, poll_id: str) -> bool:
    """Have a poll's refused messages carried again; whether there were any."""
    return tx.run(Q.reopen_messages, poll_id=poll_id) > 0


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


def add_result(tx: Tx, result: Result, *, opened_with: str) -> None:
    """Declare the result of a poll, with the key that opened its ballots where they were sealed."""
    tx.run(Q.add_result, **{**asdict(result), "reason": result.reason, "opened_with": opened_with})
