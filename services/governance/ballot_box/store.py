"""The ballot box's rows. The only room that writes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.governance.ballot_box.errors import BallotOutdated, PollUnknown
from services.governance.ballots.rules.ballots import Ballot, ballot_of, canonical
from services.governance.polls.rules.paper import Paper, paper_of
from services.governance.polls.rules.signed_steps import Cancelling, Closing, Opening, closing_of, opening_of
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"ballots_one_per_turn": BallotOutdated}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedPoll:
    """A poll as the ballot box keeps it; it has a closing once it is closed, and no ballots when it was cancelled."""

    paper: Paper
    digest: str
    opening: Opening
    closing: Closing | None
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBatch:
    """A batch that was sealed: how many ballots, their root, and the end of the chain of roots up to it."""

    poll_id: str
    number: int
    size: int
    root: str
    chained: str


def add_poll(tx: Tx, paper: Paper, opening: Opening) -> bool:
    """Write a poll; False when it was there before."""
    return tx.one(Q.add_poll, poll_id=paper.poll_id, paper=paper.text, digest=paper.digest,
                  opening=canonical(asdict(opening))) is not None


def lock_poll(tx: Tx, poll_id: str) -> BoxedPoll:
    """A poll, locked until commit, or a refusal."""
    poll = find_poll(tx, poll_id)
    if poll is None:
        raise PollUnknown(poll_id=poll_id)
    return poll


def find_poll(tx: Tx, poll_id: str) -> BoxedPoll | None:
    """A poll, locked until commit, or nothing."""
    row = tx.one(Q.lock_poll, poll_id=poll_id)
    return BoxedPoll(paper=paper_of(row["paper"]), digest=row["digest"], opening=opening_of(row["opening"]),
                     closing=closing_of(row["closing"]) if row["closing"] else None,
                     cancelled=row["cancelling"] is not None) if row else None


def find_last_ballot(tx: Tx, ballot: Ballot) -> Ballot | None:
    """The ballot of the highest turn under the same credential."""
    row = tx.one(Q.last_ballot, poll_id=ballot.poll_id, voter_key=ballot.voter_key)
    return ballot_of(row["body"]) if row else None


def stage_ballot(tx: Tx, ballot: Ballot) -> None:
    """Keep a ballot until its poll closes, in place of an earlier one of its credential."""
    tx.run(Q.stage_ballot, **_staged(ballot))


def _staged(ballot: Ballot) -> dict[str, Any]:
    return {"poll_id": ballot.poll_id, "voter_key": ballot.voter_key, "turn": ballot.turn, "body": ballot.text}


def empty_staging(tx: Tx) -> list[Ballot]:
    """Take every staged ballot out of the staging table, whose file is emptied."""
    rows = tx.all(Q.all_staged)
    tx.run(Q.empty_staging)
    return [ballot_of(row["body"]) for row in rows]


def stage_again(tx: Tx, ballots: Sequence[Ballot]) -> None:
    """Stage ballots of other polls again, in the order given."""
    tx.run_many(Q.stage_ballot, [_staged(ballot) for ballot in ballots])


def add_batch(tx: Tx, batch: SealedBatch, ballots: Sequence[Ballot]) -> None:
    """Seal a batch: its root, and its ballots in the order given."""
    tx.run(Q.add_batch, **asdict(batch))
    tx.run_many(Q.add_ballot, [
        {"poll_id": ballot.poll_id, "batch": batch.number, "leaf": ballot.leaf, "voter_key": ballot.voter_key,
         "turn": ballot.turn, "choices": canonical(ballot.choices), "body": ballot.text}
        for ballot in ballots
    ])


def save_closing(tx: Tx, closing: Closing, *, root: str, tally: Mapping[str, int]) -> None:
    """Close a poll for ever."""
    tx.run(Q.close_poll, poll_id=closing.poll_id, closing=canonical(closing.fields), root=root,
           tally=canonical(tally))


def save_cancelling(tx: Tx, cancelling: Cancelling) -> None:
    """Cancel a poll for ever."""
    tx.run(Q.cancel_poll, poll_id=cancelling.poll_id, cancelling=canonical(asdict(cancelling)))
