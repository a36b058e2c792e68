"""Checking the signatures that reach the ballot box: credentials (RSA-PSS), ballots and closings (Ed25519)."""

from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from services.governance.ballot_box.domain.ballot import (
    Ballot,
    ballot_message,
    ballot_of,
    closing_message,
    credential_message,
)
from services.governance.ballot_box.domain.errors import BallotForged, ClosingForged, CredentialForged
from services.governance.ballot_box.verify import decompress

SALT_BYTES = 48


def assert_credential(ballot: Ballot, paper: Mapping[str, Any]) -> None:
    """Refuse a credential that governance did not sign with the poll's key (RFC 9474)."""
    key = RSAPublicNumbers(e=paper["exponent"], n=int(paper["modulus"], 16)).public_key()
    message = bytes.fromhex(ballot.randomizer) + credential_message(ballot.poll_id, ballot.voter_key)
    try:
        key.verify(bytes.fromhex(ballot.credential), message, PSS(MGF1(hashes.SHA384()), SALT_BYTES), hashes.SHA384())
    except InvalidSignature:
        raise CredentialForged(poll_id=ballot.poll_id) from None


def assert_signed(ballot: Ballot) -> None:
    """Refuse a ballot that is not signed with the key of its credential.

    Keys in a spelling that only some libraries accept are refused too, or the independent verifier would object later.
    """
    message = ballot_message(ballot.poll_id, ballot.ballot_id, ballot.turn, ballot.choices)
    if decompress(bytes.fromhex(ballot.voter_key)) is None or not _verifies(ballot.voter_key, ballot.signature, message):
        raise BallotForged


def credential_ok(paper: Mapping[str, Any], ballot: Mapping[str, Any]) -> bool:
    """Whether a published ballot's credential verifies: what the independent verifier asks, by a faster library."""
    try:
        assert_credential(ballot_of(ballot), paper)
    except CredentialForged:
        return False
    return True


def ballot_ok(paper: Mapping[str, Any], ballot: Mapping[str, Any]) -> bool:
    """Whether a published ballot is signed with the key of its credential, for this paper."""
    try:
        assert_signed(ballot_of(ballot))
    except BallotForged:
        return False
    return bool(ballot["poll_id"] == paper["poll_id"])


def assert_closing(paper: Mapping[str, Any], closing: Mapping[str, Any], digest: str) -> None:
    """Refuse a closing that the poll's control key did not sign, or that is about another paper."""
    message = closing_message(closing["poll_id"], closing["digest"], closing["credentials"])
    if closing["digest"] != digest or not _verifies(paper["control_key"], closing["signature"], message):
        raise ClosingForged(poll_id=closing["poll_id"])


def _verifies(key: str, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
