"""Rows of polls, their keys, the roll marks, what is told to the ballot box, and results."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.governance.ballots.rules.ballots import canonical
from services.governance.polls.errors import AlreadyVotedOn, AnotherPersonNeeded, ConsentUsed
from services.governance.polls.rules.poll import Poll, Result, poll_of
from services.governance.polls.rules.signed_steps import Cancelling, Consent, Operation
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"polls_one_per_resolution": AlreadyVotedOn,
                                         "polls_ended_by_two": AnotherPersonNeeded,
                                         "poll_consents_signed_once": ConsentUsed}


def add_poll(tx: Tx, poll: Poll, sealed_keys: bytes) -> None:
    """Write a poll, its paper and its encrypted keys."""
    tx.run(Q.add_poll, poll_id=poll.poll_id, assembly_id=poll.assembly_id, resolution_id=poll.resolution_id,
           paper=poll.paper.text, digest=poll.digest)
    tx.run(Q.add_keys, poll_id=poll.poll_id, sealed=sealed_keys)


def lock_poll_of(tx: Tx, resolution_id: str) -> Poll:
    """The poll of a resolution, locked until commit."""
    refusal = NotFound(kind="resolution", id=resolution_id)
    return poll_of(**tx.require(Q.lock_poll_of_resolution, refusal, resolution_id=resolution_id))


def lock_poll(tx: Tx, poll_id: str) -> Poll:
    """A poll locked until commit, for whoever moves it on."""
    return poll_of(**tx.require(Q.lock_poll, NotFound(kind="poll", id=poll_id), poll_id=poll_id))


def save_poll(tx: Tx, poll: Poll) -> None:
    """Move a poll to its state."""
    tx.run(Q.save_poll, poll_id=poll.poll_id, state=poll.state, credentials=poll.credentials, present=poll.present,
           entitled=poll.entitled, opening=canonical(asdict(poll.opening)) if poll.opening else None,
           members_present=canonical(poll.members_present) if poll.members_present is not None else None)


def delete_keys(tx: Tx, poll_id: str) -> None:
    """Destroy the keys of a poll."""
    tx.run(Q.destroy_keys, poll_id=poll_id)


def add_message(tx: Tx, poll_id: str, operation: Operation, body: Mapping[str, Any]) -> None:
    """Leave a message for the ballot box, to be carried after this transaction."""
    tx.run(Q.add_message, poll_id=poll_id, do_what=operation, body=canonical(body), decided_on=tx.on)


def add_consent(tx: Tx, poll_id: str, consent: Consent) -> None:
    """Write that a person would end a poll; what was signed is taken once."""
    tx.run(Q.add_consent, poll_id=poll_id, **asdict(consent))


def withdraw_consents(tx: Tx, poll_id: str, consent: Consent) -> None:
    """Write that a person takes their word back."""
    tx.run(Q.withdraw_consents, poll_id=poll_id, on=tx.on, ending=consent.ending, reason=consent.reason,
           given_by=consent.given_by)


def add_cancelling(tx: Tx, cancelling: Cancelling) -> None:
    """Put on record that a poll is cancelled; what still waits for the ballot box waits no more."""
    tx.run(Q.add_cancelling, **asdict(cancelling) | {"consents": canonical(cancelling.consents)})
    tx.run(Q.drop_messages, poll_id=cancelling.poll_id)


def reopen_messages(tx: Tx, poll_id: str) -> bool:
    """Have a poll's refused messages carried again; whether there were any."""
    return tx.run(Q.reopen_messages, poll_id=poll_id) > 0


def add_result(tx: Tx, result: Result, *, opened_with: str) -> None:
    """Declare the result of a poll, with the key that opened its ballots where they were sealed."""
    papers = result.papers.kept if result.papers else ""
    tx.run(Q.add_result, **{**asdict(result), "reason": result.reason, "opened_with": opened_with, "papers": papers})
