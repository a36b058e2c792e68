"""What the ballot box does: open, take a ballot, seal a batch, close. Each in one transaction, each repeatable."""

from collections.abc import Mapping, Sequence
from secrets import SystemRandom
from typing import Any

from services.governance.ballot_box import reads, rules, store
from services.governance.ballot_box.errors import (
    BallotForged,
    ClosingForged,
    CredentialForged,
    PollAlreadyOpen,
    PollClosed,
)
from services.governance.ballot_box.store import BoxedPoll, SealedBatch
from services.governance.polls.rules import board
from services.governance.polls.rules.ballots import Ballot, Closing, canonical
from services.governance.polls.rules.curve import is_point
from services.governance.polls.rules.paper import Paper, paper_of
from shared.postgres import Tx
from shared.signatures import ed25519_verifies, pss_verifies

_random = SystemRandom()


def open_poll(tx: Tx, *, paper: Mapping[str, Any]) -> dict[str, Any]:
    """Open a poll with its paper; the first paper of a poll stays."""
    opened = paper_of(canonical(paper))
    if not store.add_poll(tx, opened) and store.lock_poll(tx, opened.poll_id).digest != opened.digest:
        raise PollAlreadyOpen(poll_id=opened.poll_id)
    return {"poll_id": opened.poll_id, "digest": opened.digest}


def cast_ballot(
    tx: Tx, *, poll_id: str, ballot_id: str, voter_key: str, randomizer: str, credential: str, turn: int,
    choices: Sequence[str], signature: str,
) -> dict[str, Any]:
    """Take a ballot. The receipt is the leaf under which the voter finds it on the board; a repeat gets the same."""
    ballot = Ballot(poll_id=poll_id, ballot_id=ballot_id, voter_key=voter_key, randomizer=randomizer,
                    credential=credential, turn=turn, choices=tuple(choices), signature=signature)
    poll = store.lock_poll(tx, poll_id)
    if poll.closing is not None:
        raise PollClosed(poll_id=poll_id)
    rules.assert_fits(ballot, choices=poll.paper.choices, most_choices=poll.paper.most_choices)
    _assert_signed(ballot, poll.paper)
    if rules.replaces(ballot, store.find_last_ballot(tx, ballot)) and \
            store.stage_ballot(tx, ballot) >= tx.tables.integer("sealed_batch", tx.on):
        _seal_batch(tx, poll_id)
    return {"receipt": ballot.leaf}


def _assert_signed(ballot: Ballot, paper: Paper) -> None:
    """Governance signed the credential, the credential's key signed the ballot.

    Keys in a spelling that only some libraries read are refused too, or the independent verifier would object later.
    """
    if not pss_verifies(paper.modulus, paper.exponent, ballot.credential_message, ballot.credential):
        raise CredentialForged(poll_id=ballot.poll_id)
    if not is_point(bytes.fromhex(ballot.voter_key)) or \
            not ed25519_verifies(ballot.voter_key, ballot.signed_message, ballot.signature):
        raise BallotForged


def _seal_batch(tx: Tx, poll_id: str) -> None:
    """Seal what is staged of a poll: shuffled, in this one transaction, under one Merkle root, chained to the last."""
    staged = store.empty_staging(tx)
    _random.shuffle(staged)
    store.stage_again(tx, [ballot for ballot in staged if ballot.poll_id != poll_id])
    ballots = [ballot for ballot in staged if ballot.poll_id == poll_id]
    if not ballots:
        return
    last, chained = store.find_last_batch(tx, poll_id)
    root = board.merkle_root(sorted(ballot.leaf for ballot in ballots))
    store.add_batch(tx, SealedBatch(
        poll_id=poll_id, number=last + 1, size=len(ballots), root=root,
        chained=board.chained_root(chained, last + 1, root)), ballots)


def close_poll(tx: Tx, *, poll_id: str, digest: str, credentials: int, signature: str) -> dict[str, Any]:
    """Close a poll on governance's signed word: all ahead of it in the queue counts, all behind is refused."""
    closing = Closing(poll_id=poll_id, digest=digest, credentials=credentials, signature=signature)
    poll = store.lock_poll(tx, poll_id)
    if poll.closing is not None and poll.closing != closing:
        raise PollClosed(poll_id=poll_id)
    if poll.closing is None:
        _assert_closes(closing, poll)
        _seal_batch(tx, poll_id)
        store.save_closing(tx, closing, root=store.find_last_batch(tx, poll_id)[1],
                           tally=reads.count_choices(tx, poll_id, poll.paper.choices))
    return reads.get_board(tx, poll_id)


def _assert_closes(closing: Closing, poll: BoxedPoll) -> None:
    if closing.digest != poll.digest or \
            not ed25519_verifies(poll.paper.control_key, closing.message, closing.signature):
        raise ClosingForged(poll_id=closing.poll_id)
