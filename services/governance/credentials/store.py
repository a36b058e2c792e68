"""Rows of roll marks."""

from dataclasses import asdict

from services.governance.credentials.errors import CredentialAlreadyIssued
from services.governance.polls.rules.signed_steps import Mark
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_mark(tx: Tx, mark: Mark, *, poll_id: str, assembly_id: str) -> None:
    """Mark the roll, once for ever: the same request again changes nothing, any other is refused."""
    tx.run(Q.add_credential, poll_id=poll_id, assembly_id=assembly_id, **asdict(mark))
    known = tx.single(Q.get_credential, poll_id=poll_id, member_id=mark.member_id)
    if (known["blinded_digest"], known["holder_id"]) != (mark.blinded_digest, mark.holder_id):
        raise CredentialAlreadyIssued(constraint="credentials_one_per_roll_entry")
