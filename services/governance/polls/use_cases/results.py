"""What the ballot box answered: recorded once, however often the answer arrives."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.governance import store
from services.governance.polls.errors import BoardDoesNotVerify
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules import verifier
from services.governance.polls.rules.ballots import ballot_message, credential_message
from services.governance.polls.rules.decision import Rule, Votes
from shared.postgres import Tx
from shared.signatures import ed25519_verifies, pss_verifies

FAULTS_TOLD = 5


def record_opened(tx: Tx, *, position: int, poll_id: str, digest: str) -> None:
    """The ballot box holds the paper: the poll is open."""
    if not store.lock_message(tx, position):
        return
    poll, _ = store.lock_poll(tx, poll_id)
    poll, events = polls.confirm_open(poll, digest=digest, on=tx.on)
    store.save_poll(tx, poll)
    store.answer_message(tx, position)
    tx.announce_all(events)


def record_board(
    tx: Tx, *, position: int, poll_id: str, head: Mapping[str, Any], batches: Sequence[Mapping[str, Any]],
) -> None:
    """The board has come back: verify it whole, count it again, publish it and declare the result.

    Refuses a board that does not verify; the poll then stays `closing`, with the reason shown.
    """
    if not store.lock_message(tx, position):
        return
    poll, paper = store.lock_poll(tx, poll_id)
    count = _count(poll, {**head, "paper": paper, "digest": poll.digest, "batches": batches})
    poll, reason, events = polls.declare(poll, count=count, rule=Rule(**paper["rules"]), on=tx.on)
    store.publish_batches(tx, poll_id, batches)
    store.add_result(tx, poll, count=count, closing=head["closing"], reason=reason)
    store.save_poll(tx, poll)
    store.answer_message(tx, position)
    tx.announce_all(events)


def _count(poll: polls.Poll, published: dict[str, Any]) -> polls.Count:
    tally, faults = verifier.verify(published, credential_ok=credential_ok, ballot_ok=ballot_ok)
    if published["closing"]["credentials"] != poll.credentials:
        faults.append("the closing names another number of credentials than were issued")
    if faults:
        raise BoardDoesNotVerify(poll_id=poll.poll_id, faults=faults[:FAULTS_TOLD])
    ballots = len(verifier.last_ballots(published))
    return polls.Count(ballots=ballots, root=published["root"], votes=Votes.of_tally(tally))


def credential_ok(paper: Mapping[str, Any], ballot: Mapping[str, Any]) -> bool:
    """What the verifier asks of a credential, by a library forty times faster."""
    message = bytes.fromhex(ballot["randomizer"]) + credential_message(paper["poll_id"], ballot["voter_key"])
    return pss_verifies(paper["modulus"], paper["exponent"], message, ballot["credential"])


def ballot_ok(paper: Mapping[str, Any], ballot: Mapping[str, Any]) -> bool:
    """What the verifier asks of a ballot's signature, by the same library."""
    message = ballot_message(paper["poll_id"], ballot["ballot_id"], ballot["turn"], ballot["choices"])
    return bool(ballot["poll_id"] == paper["poll_id"]) \
        and ed25519_verifies(ballot["voter_key"], message, ballot["signature"])


def record_refusal(tx: Tx, *, position: int, code: str) -> None:
    """The ballot box refused, or its answer could not be accepted: shown with the poll, not asked again."""
    if store.lock_message(tx, position):
        store.answer_message(tx, position, refused=code)
