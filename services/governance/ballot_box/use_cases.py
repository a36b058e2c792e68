"""What the ballot box does: open, take a ballot, seal a batch, close. Each in one transaction, each repeatable."""

import json
from collections.abc import Mapping
from secrets import SystemRandom
from typing import Any

from services.governance.ballot_box import reads, store
from services.governance.ballot_box.domain import ballot as rules
from services.governance.ballot_box.domain.errors import (
    BallotForged,
    ClosingForged,
    CredentialForged,
    PollAlreadyOpen,
    PollClosed,
)
from services.governance.polls.rules import board
from services.governance.polls.rules.ballots import (
    Ballot,
    ballot_message,
    ballot_of,
    closing_message,
    credential_message,
    digest_of,
)
from services.governance.polls.rules.verifier import decompress
from shared.postgres import Tx
from shared.signatures import ed25519_verifies, pss_verifies

_random = SystemRandom()


def open_poll(tx: Tx, *, paper: Mapping[str, Any]) -> dict[str, Any]:
    """Open a poll with its paper; the first paper of a poll stays."""
    digest, poll_id = digest_of(paper), paper["poll_id"]
    if not store.add_poll(tx, poll_id=poll_id, paper=paper, digest=digest) \
            and store.get_poll(tx, poll_id)["digest"] != digest:
        raise PollAlreadyOpen(poll_id=poll_id)
    return {"poll_id": poll_id, "digest": digest}


def cast_ballot(tx: Tx, **body: Any) -> dict[str, Any]:
    """Take a ballot. The receipt is the leaf under which the voter finds it on the board; a repeat gets the same."""
    ballot = ballot_of(body)
    poll = store.lock_poll(tx, ballot.poll_id)
    if poll["closing"] is not None:
        raise PollClosed(poll_id=ballot.poll_id)
    rules.assert_fits(ballot, poll["paper"])
    _assert_signed(ballot, poll["paper"])
    if rules.replaces(ballot, store.find_last_ballot(tx, ballot)) and \
            store.stage_ballot(tx, ballot) >= tx.tables.integer("sealed_batch", tx.on):
        seal_batch(tx, ballot.poll_id)
    return {"receipt": ballot.leaf}


def _assert_signed(ballot: Ballot, paper: Mapping[str, Any]) -> None:
    """Governance signed the credential, the credential's key signed the ballot.

    Keys in a spelling that only some libraries read are refused too, or the independent verifier would object later.
    """
    credential = bytes.fromhex(ballot.randomizer) + credential_message(ballot.poll_id, ballot.voter_key)
    if not pss_verifies(paper["modulus"], paper["exponent"], credential, ballot.credential):
        raise CredentialForged(poll_id=ballot.poll_id)
    words = ballot_message(ballot.poll_id, ballot.ballot_id, ballot.turn, ballot.choices)
    if decompress(bytes.fromhex(ballot.voter_key)) is None or \
            not ed25519_verifies(ballot.voter_key, words, ballot.signature):
        raise BallotForged


def seal_batch(tx: Tx, poll_id: str) -> None:
    """Seal what is staged of a poll: shuffled, in this one transaction, under one Merkle root, chained to the last."""
    staged = store.take_staged(tx)
    _random.shuffle(staged)
    store.put_back(tx, [row for row in staged if row["poll_id"] != poll_id])
    ballots = [ballot_of(json.loads(row["body"])) for row in staged if row["poll_id"] == poll_id]
    if not ballots:
        return
    last = store.find_last_batch(tx, poll_id) or {"number": 0, "chained": board.GENESIS}
    number, root = last["number"] + 1, board.merkle_root(sorted(ballot.leaf for ballot in ballots))
    store.add_batch(tx, {
        "poll_id": poll_id, "number": number, "size": len(ballots), "root": root,
        "chained": board.chained_root(last["chained"], number, root),
    }, ballots)


def close_poll(tx: Tx, **closing: Any) -> dict[str, Any]:
    """Close a poll on governance's signed word: all ahead of it in the queue counts, all behind is refused."""
    poll_id = closing["poll_id"]
    poll = store.lock_poll(tx, poll_id)
    if poll["closing"] is not None and poll["closing"] != closing:
        raise PollClosed(poll_id=poll_id)
    if poll["closing"] is None:
        _assert_closing(poll, closing)
        seal_batch(tx, poll_id)
        last = store.find_last_batch(tx, poll_id) or {"chained": board.GENESIS}
        tally = reads.count_choices(tx, poll_id, poll["paper"]["choices"])
        store.close_poll(tx, poll_id=poll_id, closing=closing, root=last["chained"], tally=tally)
    return reads.get_board(tx, poll_id)


def _assert_closing(poll: Mapping[str, Any], closing: Mapping[str, Any]) -> None:
    words = closing_message(closing["poll_id"], closing["digest"], closing["credentials"])
    if closing["digest"] != poll["digest"] or \
            not ed25519_verifies(poll["paper"]["control_key"], words, closing["signature"]):
        raise ClosingForged(poll_id=closing["poll_id"])
