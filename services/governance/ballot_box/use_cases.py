"""What the ballot box does: open, take a ballot, close and seal. Each in one transaction, each repeatable."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from secrets import SystemRandom
from typing import Any

from services.governance.ballot_box import reads, rules, store
from services.governance.ballot_box.errors import (
    BallotForged,
    ClosingForged,
    CredentialForged,
    OpeningForged,
    OrderForged,
    PaperUnknown,
    PollAlreadyOpen,
    PollClosed,
    TwoPersonsMissing,
)
from services.governance.ballot_box.store import BoxedPoll, SealedBatch
from services.governance.ballots.rules.ballots import GENESIS, Ballot, canonical, order_message, receipt_message
from services.governance.ballots.rules.curve import is_point
from services.governance.boards.rules import board
from services.governance.polls.rules.paper import Paper, paper_of
from services.governance.polls.rules.signed_steps import Cancelling, Closing, Ending, Opening, are_two
from shared.postgres import Tx
from shared.signatures import SigningKey, ed25519_verifies, pss_verifies

_random = SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxKeys:
    """The key under which governance's orders are signed, and the box's own, which signs receipts."""

    orders_public_key: str
    receipts: SigningKey


def open_poll(
    tx: Tx, keys: BoxKeys, *, paper: Mapping[str, Any], opening: Mapping[str, Any], order: str,
) -> dict[str, Any]:
    """Open a poll with its paper on governance's order; the first paper of a poll stays."""
    _assert_ordered(keys, order, "open_poll", {"paper": paper, "opening": opening})
    opened, word = paper_of(canonical(paper)), Opening(**opening)
    if word.digest != opened.digest or not ed25519_verifies(opened.control_key, word.message, word.signature):
        raise OpeningForged(poll_id=opened.poll_id)
    if not store.add_poll(tx, opened, word):
        known = store.lock_poll(tx, opened.poll_id)
        if (known.digest, known.opening) != (opened.digest, word):
            raise PollAlreadyOpen(poll_id=opened.poll_id)
    return {"poll_id": opened.poll_id, "digest": opened.digest}


def _assert_ordered(keys: BoxKeys, order: str, do: str, body: Mapping[str, Any]) -> None:
    if not ed25519_verifies(keys.orders_public_key, order_message(do, canonical(body)), order):
        raise OrderForged


def cast_ballot(
    tx: Tx, keys: BoxKeys, *, poll_id: str, digest: str, ballot_id: str, voter_key: str, randomizer: str,
    credential: str, turn: int, choices: Sequence[str], signature: str, sealed: str,
) -> dict[str, Any]:
    """Take a ballot. The receipt is the leaf under which the voter finds it on the board; a repeat gets the same."""
    ballot = Ballot(poll_id=poll_id, digest=digest, ballot_id=ballot_id, voter_key=voter_key, randomizer=randomizer,
                    credential=credential, turn=turn, choices=tuple(choices), signature=signature, sealed=sealed)
    poll = store.lock_poll(tx, poll_id)
    rules.assert_not_cancelled(poll_id, cancelled=poll.cancelled)
    if poll.closing is not None:
        raise PollClosed(poll_id=poll_id)
    if digest != poll.digest:
        raise PaperUnknown(poll_id=poll_id)
    rules.assert_fits(ballot, poll.paper)
    _assert_signed(ballot, poll.paper)
    if rules.replaces(ballot, store.find_last_ballot(tx, ballot)):
        store.stage_ballot(tx, ballot)
    leaf = ballot.leaf
    return {"receipt": leaf, "signature": keys.receipts.sign(receipt_message(digest, leaf))}


def _assert_signed(ballot: Ballot, paper: Paper) -> None:
    """Governance signed the credential, the credential's key signed the ballot.

    Keys in a spelling that only some libraries read are refused too, or the independent verifier would object later.
    """
    if not pss_verifies(paper.modulus, paper.exponent, ballot.credential_message, ballot.credential):
        raise CredentialForged(poll_id=ballot.poll_id)
    if not is_point(bytes.fromhex(ballot.voter_key)) or \
            not ed25519_verifies(ballot.voter_key, ballot.signed_message, ballot.signature):
        raise BallotForged


def close_poll(
    tx: Tx, keys: BoxKeys, *, poll_id: str, digest: str, roll_digest: str, credentials: int, marks_digest: str,
    presence_digest: str, closed_on: str, signature: str, consents: Sequence[str], order: str,
) -> dict[str, Any]:
    """Close a poll on governance's order: what came before it counts, what comes behind is refused."""
    closing = Closing(poll_id=poll_id, digest=digest, roll_digest=roll_digest, credentials=credentials,
                      marks_digest=marks_digest, presence_digest=presence_digest, closed_on=closed_on,
                      signature=signature, consents=tuple(consents))
    _assert_ordered(keys, order, "close_poll", closing.fields)
    poll = store.lock_poll(tx, poll_id)
    rules.assert_not_cancelled(poll_id, cancelled=poll.cancelled)
    if poll.closing is not None and poll.closing != closing:
        raise PollClosed(poll_id=poll_id)
    if poll.closing is None:
        signed = ed25519_verifies(poll.paper.control_key, closing.message, closing.signature)
        if (digest, roll_digest) != (poll.digest, poll.opening.roll_digest) or not signed:
            raise ClosingForged(poll_id=poll_id)
        _assert_two_persons(poll, closing.consents, Ending.CLOSE, on=closed_on)
        root = _seal(tx, poll_id)
        counted = () if poll.paper.sealing else poll.paper.choices  # what is sealed is counted where it is opened
        store.save_closing(tx, closing, root=root, tally=reads.count_choices(tx, poll_id, counted))
    return reads.get_board(tx, poll_id)


def _assert_two_persons(
    poll: BoxedPoll, consents: Sequence[str], ending: Ending, *, on: str, reason: str = "",
) -> None:
    if not are_two(poll.paper.closers, consents, ending=ending, digest=poll.digest, on=on, reason=reason,
                   verifies=ed25519_verifies):
        raise TwoPersonsMissing(poll_id=poll.paper.poll_id)


def cancel_poll(
    tx: Tx, keys: BoxKeys, *, poll_id: str, digest: str, reason: str, cancelled_on: str, consents: Sequence[str],
    order: str,
) -> dict[str, Any]:
    """Throw the ballots of a poll away on governance's order, and take no more; one never opened here needs nothing.

    Refuses to cancel what is closed: its count can be read here, and must not be a reason to vote again.
    """
    cancelling = Cancelling(poll_id=poll_id, digest=digest, reason=reason, cancelled_on=cancelled_on,
                            consents=tuple(consents))
    _assert_ordered(keys, order, "cancel_poll", asdict(cancelling))
    poll = store.find_poll(tx, poll_id)
    if poll is not None and poll.closing is not None:
        raise PollClosed(poll_id=poll_id)
    if poll is not None and not poll.cancelled:
        _assert_two_persons(poll, cancelling.consents, Ending.CANCEL, on=cancelled_on, reason=reason)
        _unstage(tx, poll_id)
        store.save_cancelling(tx, cancelling)
    return {"poll_id": poll_id}


def _seal(tx: Tx, poll_id: str) -> str:
    """Seal all ballots of a poll at once, in the order of their leaves, in chained batches; the last root."""
    ballots = sorted(_unstage(tx, poll_id), key=lambda ballot: ballot.leaf)
    size, chained = tx.tables.integer("sealed_batch", tx.on), GENESIS
    for number, first in enumerate(range(0, len(ballots), size), start=1):
        batch = ballots[first:first + size]
        root = board.merkle_root([ballot.leaf for ballot in batch])
        chained = board.chained_root(chained, number, root)
        store.add_batch(tx, SealedBatch(poll_id=poll_id, number=number, size=len(batch), root=root, chained=chained),
                        batch)
    return chained


def _unstage(tx: Tx, poll_id: str) -> list[Ballot]:
    """Take the ballots of a poll out of the staging table; those of other polls go back to it shuffled."""
    staged = store.empty_staging(tx)
    others = [ballot for ballot in staged if ballot.poll_id != poll_id]
    _random.shuffle(others)
    store.stage_again(tx, others)
    return [ballot for ballot in staged if ballot.poll_id == poll_id]
