"""What governance answers."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from services.governance.polls.errors import PollStateUnexpected
from services.governance.polls.rules.poll import CLOSED
from services.governance.polls.rules.verifier import Verifies, verify
from services.governance.rolls.rules import RollEntry, roll_digest
from services.governance.store import Q, find_present, get_poll, get_roll
from shared.errors import NotFound
from shared.postgres import Tx

PAGE = 200


def get_assembly(tx: Tx, *, assembly_id: str) -> dict[str, Any]:
    """An assembly with its agenda, its documents, its frozen roll and who takes part."""
    found = tx.one(Q.get_assembly, assembly_id=assembly_id)
    if found is None:
        raise NotFound(kind="assembly", id=assembly_id)
    return found | {
        "agenda": [_item(row) for row in tx.all(Q.agenda_of, assembly_id=assembly_id)],
        "documents": tx.all(Q.documents_of, assembly_id=assembly_id),
        "roll": tx.one(Q.get_roll, assembly_id=assembly_id),
        "present": find_present(tx, assembly_id).members,
    }


def _item(row: dict[str, Any]) -> dict[str, Any]:
    decided = row["reason"] is not None
    outcome = ("rejected" if row["reason"] else "adopted") if decided else "undecided"
    return row | {"outcome": outcome, "reason": row["reason"] or ""}


def list_assemblies(tx: Tx, *, after: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Assemblies, the last convened first."""
    return tx.all(Q.list_assemblies, after=after, limit=limit)


def list_roll(tx: Tx, *, assembly_id: str, after: str = "", limit: int = PAGE) -> list[dict[str, Any]]:
    """The frozen roll, member by member, with who takes part (the attendance list of CSA art. 6:76)."""
    get_roll(tx, assembly_id)
    return tx.all(Q.page_of_entries, assembly_id=assembly_id, after=after, limit=limit)


def get_poll_paper(tx: Tx, *, poll_id: str) -> dict[str, Any]:
    """A poll with its paper. How many credentials were issued is told after the closing only."""
    poll, paper = get_poll(tx, poll_id)
    refusals = [f"{row['do_what']}: {row['refused']}" for row in tx.all(Q.refusals_of, poll_id=poll_id)]
    return {
        "poll_id": poll.poll_id, "assembly_id": poll.assembly_id, "resolution_id": poll.resolution_id,
        "state": poll.state, "digest": poll.digest, "paper": paper, "credentials": poll.credentials,
        "refusals": refusals, "result": get_result(tx, poll_id=poll_id) if poll.state == CLOSED else None,
    }


def get_result(tx: Tx, *, poll_id: str) -> dict[str, Any]:
    """The result of a closed poll."""
    row = tx.one(Q.get_result, poll_id=poll_id)
    if row is None:
        raise NotFound(kind="result of poll", id=poll_id)
    return row | {"adopted": not row["reason"]}


def list_open_polls(tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
    """The polls in which a member may vote now, and whether he took his credential."""
    return tx.all(Q.open_polls_of, member_id=member_id)


def get_board(tx: Tx, *, poll_id: str) -> dict[str, Any]:
    """The published file of a closed poll: all that is needed to verify it and to count again."""
    poll, paper = get_poll(tx, poll_id)
    if poll.state != CLOSED:
        raise PollStateUnexpected(poll_id=poll_id, state=poll.state, wanted=CLOSED)
    result = get_result(tx, poll_id=poll_id)
    roll = get_roll(tx, poll.assembly_id)
    return {
        "paper": paper, "digest": poll.digest, "closing": json.loads(result["closing"]), "root": result["root"],
        "tally": {"yes": result["votes_for"], "no": result["votes_against"], "abstain": result["abstentions"]},
        "roll": {"digest": roll["digest"], "members": roll["members"]},
        "batches": [{"number": row["number"], "root": row["root"], "ballots": json.loads(row["body"])}
                    for row in tx.all(Q.batches_of, poll_id=poll_id)],
    }


def get_minutes(tx: Tx, *, assembly_id: str) -> dict[str, Any]:
    """The minutes of an assembly, as text and printed (PDF, base64)."""
    row = tx.one(Q.get_minutes, assembly_id=assembly_id)
    if row is None:
        raise NotFound(kind="minutes", id=assembly_id)
    return row | {"content": b64encode(row["content"]).decode()}


def find_changed_rolls(tx: Tx) -> Iterator[str]:
    """Frozen rolls whose entries do not have the digest that was published."""
    for roll in tx.all(Q.all_rolls):
        rows = tx.all(Q.entries_of, assembly_id=roll["assembly_id"])
        if roll_digest(roll["assembly_id"], [RollEntry(**row) for row in rows]) != roll["digest"]:
            yield f"the roll of assembly {roll['assembly_id']} does not have its published digest"


def find_false_marks(tx: Tx) -> Iterator[str]:
    """Polls whose roll marks are not as many as their closing says, or whose keys outlived them."""
    for row in tx.all(Q.credentials_off_the_count):
        yield f"poll {row['poll_id']} closed on {row['credentials']} credentials, the roll has {row['marks']} marks"
    for row in tx.all(Q.keys_after_closing):
        yield f"the keys of poll {row['poll_id']} still exist after its closing"


def find_false_boards(tx: Tx, **signatures: Verifies) -> Iterator[str]:
    """Published boards that do not verify, or whose recount is not the declared result."""
    for row in tx.all(Q.polls_in, state=CLOSED):
        _, faults = verify(get_board(tx, poll_id=row["poll_id"]), **signatures)
        yield from (f"poll {row['poll_id']}: {fault}" for fault in faults)
