"""The ballot box's rows. The only room that writes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from services.governance.ballot_box.domain.errors import BallotOutdated, PollUnknown
from services.governance.polls.rules.ballots import Ballot, ballot_of, canonical
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"ballots_one_per_turn": BallotOutdated}


def add_poll(tx: Tx, *, poll_id: str, paper: Mapping[str, Any], digest: str) -> bool:
    """Write a poll; False when it was there before."""
    return tx.one(Q.add_poll, poll_id=poll_id, paper=canonical(paper), digest=digest) is not None


def get_poll(tx: Tx, poll_id: str) -> dict[str, Any]:
    """A poll, or a refusal."""
    return _poll(tx.one(Q.get_poll, poll_id=poll_id), poll_id)


def lock_poll(tx: Tx, poll_id: str) -> dict[str, Any]:
    """A poll, locked until commit, or a refusal."""
    return _poll(tx.one(Q.lock_poll, poll_id=poll_id), poll_id)


def _poll(row: dict[str, Any] | None, poll_id: str) -> dict[str, Any]:
    if row is None:
        raise PollUnknown(poll_id=poll_id)
    return row | {name: json.loads(row[name]) for name in ("paper", "closing", "tally") if row[name] is not None}


def find_last_ballot(tx: Tx, ballot: Ballot) -> Ballot | None:
    """The ballot of the highest turn under the same credential."""
    row = tx.one(Q.last_ballot, poll_id=ballot.poll_id, voter_key=ballot.voter_key)
    return ballot_of(json.loads(row["body"])) if row else None


def stage_ballot(tx: Tx, ballot: Ballot) -> int:
    """Keep a ballot until its batch is sealed; how many of its poll wait now."""
    tx.run(Q.stage_ballot, poll_id=ballot.poll_id, voter_key=ballot.voter_key, turn=ballot.turn,
           body=canonical(ballot.as_dict()))
    row = tx.one(Q.count_staged, poll_id=ballot.poll_id)
    return int(row["staged"]) if row else 0


def take_staged(tx: Tx) -> list[dict[str, Any]]:
    """Take every staged ballot out of the staging table, whose file is emptied."""
    rows = tx.all(Q.all_staged)
    tx.run(Q.empty_staging)
    return rows


def put_back(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stage ballots of other polls again, in the order given."""
    tx.run_many(Q.stage_ballot, rows)


def find_last_batch(tx: Tx, poll_id: str) -> dict[str, Any] | None:
    """The last sealed batch of a poll."""
    return tx.one(Q.last_batch, poll_id=poll_id)


def add_batch(tx: Tx, batch: Mapping[str, Any], ballots: Sequence[Ballot]) -> None:
    """Seal a batch: its root, and its ballots in the order given."""
    tx.run(Q.add_batch, **batch)
    tx.run_many(Q.add_ballot, [
        {"poll_id": ballot.poll_id, "batch": batch["number"], "leaf": ballot.leaf, "voter_key": ballot.voter_key,
         "turn": ballot.turn, "choices": canonical(list(ballot.choices)), "body": canonical(ballot.as_dict())}
        for ballot in ballots
    ])


def close_poll(tx: Tx, *, poll_id: str, closing: Mapping[str, Any], root: str, tally: Mapping[str, int]) -> None:
    """Close a poll for ever."""
    tx.run(Q.close_poll, poll_id=poll_id, closing=canonical(closing), root=root, tally=canonical(tally))
