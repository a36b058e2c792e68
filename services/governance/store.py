"""Governance's rows. The only room that writes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.governance.assemblies.rules import Assembly
from services.governance.polls.errors import (
    AlreadyCalledAgain,
    AlreadyVotedOn,
    MinutesDrawnUp,
    NotOnTheRoll,
    RollAlreadyFrozen,
    RollNotFrozen,
)
from services.governance.polls.rules.ballots import canonical
from services.governance.polls.rules.poll import Count, Poll
from services.governance.rolls.rules import Holding, RollEntry, Totals
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {
    "rolls_frozen_once": RollAlreadyFrozen,
    "polls_one_per_resolution": AlreadyVotedOn,
    "assemblies_called_again_once": AlreadyCalledAgain,
    "minutes_drawn_up_once": MinutesDrawnUp,
}


def add_fact(tx: Tx, *, member_id: str, effective_on: date, source: str, **fact: Any) -> None:
    """Note what was said of a member: `is_member`, `shares`, or `voting` with `suspended_shares`."""
    kind = "membership" if "is_member" in fact else "holding" if "shares" in fact else "standing"
    empty = {"is_member": None, "shares": None, "voting": None, "suspended_shares": None}
    tx.run(Q.add_fact, member_id=member_id, kind=kind, effective_on=effective_on, source=source, **empty | fact)


def find_holdings(tx: Tx, member_id: str) -> list[Holding]:
    """How many shares a member holds from which day on, as known now, in order."""
    return [Holding(**row) for row in tx.all(Q.holdings_of, member_id=member_id)]


def find_roll_on(tx: Tx, on: date) -> list[RollEntry]:
    """Who would be on a roll as of a day, by what is known now."""
    return [RollEntry(**row) for row in tx.all(Q.roll_on, on=on)]


def add_assembly(tx: Tx, assembly: Assembly) -> None:
    """Write an assembly."""
    tx.run(Q.add_assembly, **asdict(assembly))


def get_assembly(tx: Tx, assembly_id: str) -> Assembly:
    """An assembly, or a refusal."""
    row = tx.one(Q.get_assembly, assembly_id=assembly_id)
    if row is None:
        raise NotFound(kind="assembly", id=assembly_id)
    return Assembly(**row)


def add_agenda(tx: Tx, assembly_id: str, items: Sequence[Mapping[str, Any]]) -> None:
    """Write the agenda of an assembly, in its order."""
    tx.run_many(Q.add_resolution, [
        {"assembly_id": assembly_id, "place": place, "follows": None, **item}
        for place, item in enumerate(items, start=1)
    ])


def add_documents(tx: Tx, assembly_id: str, documents: Sequence[Mapping[str, str]]) -> None:
    """Note the documents of an assembly by their digests."""
    tx.run_many(Q.add_document, [{"assembly_id": assembly_id, **document} for document in documents])


def get_resolution(tx: Tx, resolution_id: str) -> dict[str, Any]:
    """A resolution, or a refusal."""
    row = tx.one(Q.get_resolution, resolution_id=resolution_id)
    if row is None:
        raise NotFound(kind="resolution", id=resolution_id)
    return row


def save_roll(tx: Tx, assembly: Assembly, entries: Sequence[RollEntry], totals: Totals, digest: str) -> None:
    """Write a roll and freeze it."""
    tx.run_many(Q.add_entry, [{"assembly_id": assembly.assembly_id, **asdict(entry)} for entry in entries])
    tx.run(Q.freeze_roll, assembly_id=assembly.assembly_id, record_on=assembly.record_on, frozen_on=tx.on,
           digest=digest, **asdict(totals))


def get_roll(tx: Tx, assembly_id: str) -> dict[str, Any]:
    """The frozen roll's totals and digest, or a refusal."""
    row = tx.one(Q.get_roll, assembly_id=assembly_id)
    if row is None:
        raise RollNotFrozen(assembly_id=assembly_id)
    return row


def get_entitled(tx: Tx, assembly_id: str) -> Totals:
    """What the frozen roll adds up to, or a refusal."""
    roll = get_roll(tx, assembly_id)
    return Totals(members=roll["members"], voting_members=roll["voting_members"], shares=roll["shares"],
                  voting_shares=roll["voting_shares"])


def get_entry(tx: Tx, assembly_id: str, member_id: str) -> RollEntry:
    """A member on the roll, or a refusal."""
    row = tx.one(Q.get_entry, assembly_id=assembly_id, member_id=member_id)
    if row is None:
        raise NotOnTheRoll(member_id=member_id, assembly_id=assembly_id)
    return RollEntry(**row)


def add_attendance(tx: Tx, assembly_id: str, member_id: str, manner: str) -> None:
    """Note that a member takes part; the first manner stays."""
    tx.run(Q.attend, assembly_id=assembly_id, member_id=member_id, manner=manner)


def find_present(tx: Tx, assembly_id: str) -> Totals:
    """What those who take part add up to."""
    row = tx.one(Q.totals_present, assembly_id=assembly_id)
    return Totals(**row or {})


def add_poll(tx: Tx, poll: Poll, paper: Mapping[str, Any], sealed: bytes) -> None:
    """Write a poll, its paper and its encrypted keys."""
    tx.run(Q.add_poll, poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
           paper=canonical(paper), digest=poll.digest)
    tx.run(Q.add_keys, poll_id=poll.poll_id, sealed=sealed)


def get_poll(tx: Tx, poll_id: str) -> tuple[Poll, dict[str, Any]]:
    """A poll and its paper, or a refusal."""
    return _poll(tx.one(Q.get_poll, poll_id=poll_id), poll_id)


def share_poll(tx: Tx, poll_id: str) -> tuple[Poll, dict[str, Any]]:
    """A poll that stays in its state until commit."""
    return _poll(tx.one(Q.share_poll, poll_id=poll_id), poll_id)


def lock_poll(tx: Tx, poll_id: str) -> tuple[Poll, dict[str, Any]]:
    """A poll locked until commit, for whoever moves it on."""
    return _poll(tx.one(Q.lock_poll, poll_id=poll_id), poll_id)


def _poll(row: dict[str, Any] | None, poll_id: str) -> tuple[Poll, dict[str, Any]]:
    if row is None:
        raise NotFound(kind="poll", id=poll_id)
    paper: dict[str, Any] = json.loads(row.pop("paper"))
    return Poll(**row), paper


def save_poll(tx: Tx, poll: Poll) -> None:
    """Move a poll to its state."""
    tx.run(Q.save_poll, poll_id=poll.poll_id, state=poll.state, credentials=poll.credentials, present=poll.present,
           entitled=poll.entitled)


def get_keys(tx: Tx, poll_id: str) -> bytes:
    """The encrypted keys of an open poll."""
    row = tx.one(Q.get_keys, poll_id=poll_id)
    if row is None:
        raise NotFound(kind="key of poll", id=poll_id)
    return bytes(row["sealed"])


def destroy_keys(tx: Tx, poll_id: str) -> None:
    """Destroy the keys of a poll."""
    tx.run(Q.destroy_keys, poll_id=poll_id)


def add_credential(tx: Tx, poll: Poll, member_id: str, blinded_digest: str) -> str:
    """Mark the roll; the digest of what is signed for this member, which is the first one for ever."""
    tx.run(Q.add_credential, poll_id=poll.poll_id, assembly_id=poll.assembly_id, member_id=member_id,
           blinded_digest=blinded_digest)
    row = tx.one(Q.get_credential, poll_id=poll.poll_id, member_id=member_id)
    return str(row["blinded_digest"]) if row else ""


def count_credentials(tx: Tx, poll_id: str) -> int:
    """How many credentials were issued in a poll."""
    row = tx.one(Q.count_credentials, poll_id=poll_id)
    return int(row["issued"]) if row else 0


def add_message(tx: Tx, poll_id: str, do: str, body: Mapping[str, Any]) -> None:
    """Leave a message for the ballot box, to be carried after this transaction."""
    tx.run(Q.add_message, poll_id=poll_id, do_what=do, body=canonical(body), decided_on=tx.on)


def find_messages(tx: Tx, *, limit: int) -> list[dict[str, Any]]:
    """Messages still to be carried, in their order."""
    return [row | {"body": json.loads(row["body"])} for row in tx.all(Q.messages_to_carry, limit=limit)]


def lock_message(tx: Tx, position: int) -> bool:
    """Whether the message waits for its answer still; then it is locked until commit."""
    return tx.one(Q.lock_message, position=position) is not None


def answer_message(tx: Tx, position: int, *, refused: str = "") -> None:
    """Note that a message was answered, or by which rule it was refused."""
    tx.run(Q.answer_message, position=position, refused=refused)


def reopen_messages(tx: Tx, poll_id: str) -> bool:
    """Have a poll's refused messages carried again; whether there were any."""
    return tx.run(Q.reopen_messages, poll_id=poll_id) > 0


def add_result(tx: Tx, poll: Poll, *, count: Count, closing: Mapping[str, Any], reason: str) -> None:
    """Declare a result."""
    votes = count.votes
    tx.run(Q.add_result, poll_id=poll.poll_id, closing=canonical(closing), root=count.root, ballots=count.ballots,
           votes_for=votes.votes_for, votes_against=votes.votes_against, abstentions=votes.abstentions,
           present=poll.present, entitled=poll.entitled, reason=reason, decided_on=tx.on)


def publish_batches(tx: Tx, poll_id: str, batches: Sequence[Mapping[str, Any]]) -> None:
    """Publish the board, batch by batch."""
    tx.run_many(Q.add_batch, [
        {"poll_id": poll_id, "number": batch["number"], "root": batch["root"], "body": canonical(batch["ballots"])}
        for batch in batches
    ])


def add_minutes(tx: Tx, assembly_id: str, words: str, document_id: str) -> None:
    """Write the minutes."""
    tx.run(Q.add_minutes, assembly_id=assembly_id, on=tx.on, words=words, document_id=document_id)
