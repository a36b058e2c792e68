"""What the ballot box answered: recorded once, however often the answer arrives."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.governance.polls import reads, store
from services.governance.polls.documents import verifier
from services.governance.polls.documents.board_file import read_ballot
from services.governance.polls.errors import BoardDoesNotVerify
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules.ballots import Closing, canonical
from services.governance.polls.rules.board import Batch
from services.governance.polls.rules.decision import votes_of
from shared.postgres import Tx
from shared.signatures import ed25519_verifies, pss_verifies

FAULTS_TOLD = 5


def record_opened(tx: Tx, *, position: int, poll_id: str, digest: str) -> None:
    """The ballot box holds the paper: the poll is open."""
    if not store.lock_message(tx, position):
        return
    poll, events = polls.confirm_open(store.lock_poll(tx, poll_id), digest=digest, on=tx.on)
    store.save_poll(tx, poll)
    store.save_answer(tx, position)
    tx.announce_all(events)


def record_board(
    tx: Tx, *, position: int, poll_id: str, closing: Closing, root: str, tally: Mapping[str, int],
    batches: Sequence[Batch],
) -> None:
    """The board has come back: verify it whole, count it again, publish it and declare the result.

    Refuses a board that does not verify; the poll then stays `closing`, with the reason shown.
    """
    if not store.lock_message(tx, position):
        return
    poll = store.lock_poll(tx, poll_id)
    published = {
        "paper": json.loads(poll.paper.text), "digest": poll.digest, "closing": asdict(closing), "root": root,
        "tally": tally, "batches": [{"number": batch.number, "root": batch.root,
                                     "ballots": [json.loads(ballot.text) for ballot in batch.ballots]}
                                    for batch in batches],
    }
    count = _count(poll, published)
    poll, result, events = polls.declare(poll, count=count, closing=canonical(asdict(closing)), on=tx.on)
    store.add_result(tx, result, batches)
    store.save_poll(tx, poll)
    store.save_answer(tx, position)
    tx.announce_all(events)


def _count(poll: polls.Poll, published: dict[str, Any]) -> polls.Count:
    tally, faults = verifier.verify(published, credential_ok=_credential_ok, ballot_ok=_ballot_ok)
    if published["closing"]["credentials"] != poll.credentials:
        faults.append("the closing names another number of credentials than were issued")
    if faults:
        raise BoardDoesNotVerify(poll_id=poll.poll_id, faults=faults[:FAULTS_TOLD])
    ballots = len(verifier.last_ballots(published))
    return polls.Count(ballots=ballots, root=published["root"], votes=votes_of(tally))


def _credential_ok(paper: Mapping[str, Any], ballot: Mapping[str, Any]) -> bool:
    """What the verifier asks of a credential, by a library forty times faster."""
    cast = read_ballot(ballot)
    return cast.poll_id == paper["poll_id"] and \
        pss_verifies(paper["modulus"], paper["exponent"], cast.credential_message, cast.credential)


def _ballot_ok(paper: Mapping[str, Any], ballot: Mapping[str, Any]) -> bool:
    """What the verifier asks of a ballot's signature, by the same library."""
    cast = read_ballot(ballot)
    return cast.poll_id == paper["poll_id"] and ed25519_verifies(cast.voter_key, cast.signed_message, cast.signature)


def record_refusal(tx: Tx, *, position: int, code: str) -> None:
    """The ballot box refused, or its answer could not be accepted: shown with the poll, not asked again."""
    if store.lock_message(tx, position):
        store.save_answer(tx, position, refused=code)


def find_false_boards(tx: Tx) -> Iterator[str]:
    """Published boards that do not verify, or whose recount is not the declared result."""
    for poll_id in reads.list_closed_polls(tx):
        board = reads.get_board(tx, poll_id=poll_id)
        _, faults = verifier.verify(board, credential_ok=_credential_ok, ballot_ok=_ballot_ok)
        yield from (f"poll {poll_id}: {fault}" for fault in faults)
