"""Questions about polls."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from services.governance.ballots.rules.papers import counted_papers
from services.governance.events import RejectionReason
from services.governance.polls.rules.paper import paper_of
from services.governance.polls.rules.poll import (
    CancelledPoll,
    Poll,
    PollDetail,
    PollState,
    Result,
    assert_open,
    poll_of,
)
from services.governance.polls.rules.signed_steps import Cancelling, Consent, Ending, Mark
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_poll(tx: Tx, poll_id: str) -> Poll:
    """A poll, or a refusal."""
    return poll_of(**tx.require(Q.get_poll, NotFound(kind="poll", id=poll_id), poll_id=poll_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPollHeld:
    """What is to be known of an open poll by who signs on its paper: whose it is, its digest, its encrypted keys.

    `closers` are on the paper; `college` is whose members alone vote (empty: all).
    """

    assembly_id: str
    digest: str
    keys: bytes
    closers: tuple[str, ...]
    college: str


def hold_open_poll(tx: Tx, poll_id: str) -> OpenPollHeld:
    """An open poll that stays open until commit, or a refusal; others may hold it, too."""
    poll = poll_of(**tx.require(Q.share_poll, NotFound(kind="poll", id=poll_id), poll_id=poll_id))
    assert_open(poll)
    return OpenPollHeld(assembly_id=poll.assembly_id, digest=poll.digest, keys=get_keys(tx, poll_id),
                        closers=poll.paper.closers, college=poll.college)


def get_keys(tx: Tx, poll_id: str) -> bytes:
    """The encrypted keys of a poll that is not ended, or a refusal."""
    return bytes(tx.require(Q.get_keys, NotFound(kind="key of poll", id=poll_id), poll_id=poll_id)["sealed"])


def get_poll_detail(tx: Tx, *, poll_id: str) -> PollDetail:
    """A poll with its paper. How many credentials were issued is told after the closing only."""
    poll = get_poll(tx, poll_id)
    refusals = [f"{row['do_what']}: {row['refused']}" for row in tx.all(Q.refusals_of, poll_id=poll_id)]
    result = get_result(tx, poll_id=poll_id) if poll.state == PollState.CLOSED else None
    on_paper = 0 if poll.credentials is None else int(tx.single(Q.count_on_paper, poll_id=poll_id)["papers"])
    return PollDetail(poll=poll, refusals=refusals, result=result, consents=list_consents(tx, poll_id),
                      cancelled=list_cancelled(tx, poll.resolution_id), on_paper=on_paper)


def list_consents(tx: Tx, poll_id: str) -> list[Consent]:
    """Whose word that a poll is to end holds today, and how."""
    given = (Consent(**row | {"ending": Ending(row["ending"])}) for row in tx.all(Q.consents_to, poll_id=poll_id))
    return [one for one in given if one.holds_on(tx.on)]


def list_cancelled(tx: Tx, resolution_id: str) -> list[CancelledPoll]:
    """The polls of a resolution that were cancelled, in their order."""
    return [CancelledPoll(paper=paper_of(row.pop("paper")),
                          cancelling=Cancelling(**row | {"consents": tuple(json.loads(row["consents"]))}))
            for row in tx.all(Q.cancelled_of, resolution_id=resolution_id)]


def get_result(tx: Tx, *, poll_id: str) -> Result:
    """The result of a closed poll."""
    row = tx.require(Q.get_result, NotFound(kind="result of poll", id=poll_id), poll_id=poll_id)
    reason, papers = row.pop("reason"), row.pop("papers")
    return Result(**row, rejected_for=RejectionReason(reason) if reason else None,
                  papers=counted_papers(papers) if papers else None)


def list_marks(tx: Tx, poll_id: str) -> list[Mark]:
    """The roll marks of a poll: who took their credential, and the request they signed for it."""
    return [Mark(**row) for row in tx.all(Q.marks_of, poll_id=poll_id)]


def cancelled_poll(one: CancelledPoll) -> dict[str, Any]:
    """A cancelled poll as it is shown and published: its paper, and the word that ended it."""
    return {"paper": json.loads(one.paper.text), **asdict(one.cancelling)}
