"""Rows of roll marks."""

from dataclasses import asdict

from services.governance.credentials.errors import CredentialAlreadyIssued
from services.governance.credentials.rules import RollMark
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_represented(tx: Tx, poll_id: str) -> None:
    """One credential by proxy at a time in a poll, until commit."""
    tx.single(Q.lock_represented, poll_id=poll_id)


def hand_out(tx: Tx, mark: RollMark, *, poll_id: str, assembly_id: str) -> None:
    """Mark the roll for a ballot on paper: one is handed out, and none where a vote was taken in any way."""
    if tx.one(Q.add_credential, poll_id=poll_id, assembly_id=assembly_id, **asdict(mark)) is None:
        raise CredentialAlreadyIssued(constraint="credentials_one_per_roll_entry")


def add_mark(tx: Tx, mark: RollMark, *, poll_id: str, assembly_id: str) -> None:
    """Mark the roll, once for ever: the same request again changes nothing, any other is refused."""
    tx.run(Q.add_credential, poll_id=poll_id, assembly_id=assembly_id, **asdict(mark))
    known = tx.single(Q.get_credential, poll_id=poll_id, member_id=mark.member_id)
    if (known["blinded_digest"], known["holder_id"]) != (mark.blinded_digest, mark.holder_id):
        raise CredentialAlreadyIssued(constraint="credentials_one_per_roll_entry")
