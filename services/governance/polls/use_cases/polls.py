"""Secret polls: opening, credentials, closing. The ballot box is told by messages that each transaction leaves."""

import hashlib
import secrets
from typing import Any

from services.governance import store
from services.governance.assemblies.rules import Assembly
from services.governance.polls.errors import CredentialAlreadyIssued, NothingRefused, VotingSuspended
from services.governance.polls.rules import blind_signatures as blind
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules.ballots import closing_message, digest_of
from services.governance.polls.rules.decision import CHOICES, Rule
from services.governance.polls.use_cases import keys as poll_keys
from services.governance.rolls.rules import presence_of
from shared.identifiers import new_id
from shared.postgres import Tx


def open_poll(tx: Tx, *, resolution_id: str, key_bits: int) -> dict[str, Any]:
    """Put a resolution to a secret vote: keys are made, the paper is fixed, the ballot box is told.

    The poll is `opening` until the ballot box confirmed that it holds the same paper.
    """
    resolution = store.get_resolution(tx, resolution_id)
    assembly = store.get_assembly(tx, resolution["assembly_id"])
    roll = store.get_roll(tx, assembly.assembly_id)
    keys, poll_id = poll_keys.new_keys(key_bits), new_id("pol")
    paper = {
        "poll_id": poll_id, "assembly_id": assembly.assembly_id, "resolution_id": resolution_id,
        "question": resolution["question"], "choices": list(CHOICES), "most_choices": 1,
        "rules": find_rule(tx, assembly, resolution["decision"]).as_dict(), "roll_digest": roll["digest"],
        "modulus": f"{keys.signing.public.n:x}", "exponent": keys.signing.e, "control_key": keys.control_key,
    }
    poll = polls.Poll(poll_id=poll_id, assembly_id=assembly.assembly_id, resolution_id=resolution_id,
                      digest=digest_of(paper))
    store.add_poll(tx, poll, paper, poll_keys.seal(keys, poll_id))
    store.add_message(tx, poll_id, "open_poll", {"paper": paper})
    return {"poll_id": poll_id, "digest": poll.digest, "state": poll.state}


def find_rule(tx: Tx, assembly: Assembly, decision: str) -> Rule:
    """The rule for a decision on the day of the notice; a second call has its own quorum."""
    row = tx.tables.row("decision", assembly.convened_on, decision)
    quorum = "quorum_numerator" if assembly.call == 1 else "second_call_quorum_numerator"
    return Rule(
        decision=decision, majority_numerator=row.integer("majority_numerator"),
        majority_denominator=row.integer("majority_denominator"), more_than=row["more_than"],
        quorum_base=row["quorum_base"], quorum_numerator=row.integer(quorum),
        quorum_denominator=row.integer("quorum_denominator"),
    )


def issue_credential(tx: Tx, *, poll_id: str, member_id: str, blinded: str) -> dict[str, Any]:
    """Sign a member's blinded credential, and mark the roll, in one transaction: once per roll entry.

    The same blinded message gets the same signature again, so that a lost answer costs nobody his vote.
    """
    poll, _ = store.share_poll(tx, poll_id)
    polls.assert_open(poll)
    if not store.get_entry(tx, poll.assembly_id, member_id).voting:
        raise VotingSuspended(member_id=member_id)
    digest = hashlib.sha256(bytes.fromhex(blinded)).hexdigest()
    if store.add_credential(tx, poll, member_id, digest) != digest:
        raise CredentialAlreadyIssued(constraint="credentials_one_per_roll_entry")
    store.add_attendance(tx, poll.assembly_id, member_id, "credential")
    signing = poll_keys.unseal(store.get_keys(tx, poll_id), poll_id).signing
    mask = secrets.randbelow(signing.public.n - 1) + 1
    return {"poll_id": poll_id, "blind_signature": blind.blind_sign(signing, bytes.fromhex(blinded), mask=mask).hex()}


def ask_ballot_box_again(tx: Tx, *, poll_id: str) -> dict[str, Any]:
    """Have a poll's refused message carried again, when whatever stood in its way was mended."""
    poll, _ = store.lock_poll(tx, poll_id)
    if not store.reopen_messages(tx, poll_id):
        raise NothingRefused(poll_id=poll_id)
    return {"poll_id": poll_id, "digest": poll.digest, "state": poll.state}


def close_poll(tx: Tx, *, poll_id: str) -> dict[str, Any]:
    """Close a poll: no credential is issued any more, its keys are destroyed, the signed closing goes to the box.

    The poll is `closing` until the board has come back and verified. Ballots ahead of the closing in the queue count.
    """
    poll, paper = store.lock_poll(tx, poll_id)
    presence = presence_of(paper["rules"]["quorum_base"], store.find_present(tx, poll.assembly_id),
                           store.get_entitled(tx, poll.assembly_id))
    closing = polls.close(poll, credentials=store.count_credentials(tx, poll_id), presence=presence)
    control = poll_keys.unseal(store.get_keys(tx, poll_id), poll_id).control
    words = {"poll_id": poll_id, "digest": poll.digest, "credentials": closing.credentials}
    signature = control.sign(closing_message(poll_id, poll.digest, closing.credentials or 0)).hex()
    store.save_poll(tx, closing)
    store.destroy_keys(tx, poll_id)
    store.add_message(tx, poll_id, "close_poll", {**words, "signature": signature})
    return {"poll_id": poll_id, "digest": poll.digest, "state": closing.state}
