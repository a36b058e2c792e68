"""Secret polls: opening, credentials, closing. The ballot box is told by messages that each transaction leaves."""

import hashlib
import secrets
from dataclasses import asdict, replace

from services.governance.assemblies import reads as assemblies
from services.governance.countries.protocol import law
from services.governance.polls import store
from services.governance.polls.errors import CredentialAlreadyIssued, NothingRefused, VotingSuspended
from services.governance.polls.rules import blind_signatures as blind
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules.ballots import Closing
from services.governance.polls.rules.decision import Choice, presence_of
from services.governance.polls.rules.paper import Paper
from services.governance.polls.rules.poll import Poll
from services.governance.polls.store import Operation
from services.governance.polls.use_cases import keys as poll_keys
from services.governance.rolls import reads as rolls
from services.governance.rolls import use_cases as attendance
from services.governance.rolls.rules import Manner
from shared.identifiers import new_id
from shared.postgres import Tx


def open_poll(tx: Tx, *, resolution_id: str, key_bits: int) -> Poll:
    """Put a resolution to a secret vote: keys are made, the paper is fixed, the ballot box is told.

    The poll is `opening` until the ballot box confirmed that it holds the same paper.
    """
    resolution = assemblies.get_resolution(tx, resolution_id)
    assembly = assemblies.get_assembly(tx, resolution.assembly_id)
    roll = rolls.get_roll(tx, assembly.assembly_id)
    rule = law(tx).rule_of(tx.tables, decision=resolution.decision, convened_on=assembly.convened_on,
                           call=assembly.call)
    keys = poll_keys.new_keys(key_bits)
    poll = Poll(paper=Paper(
        poll_id=new_id("pol"), assembly_id=assembly.assembly_id, resolution_id=resolution_id,
        question=resolution.question, choices=tuple(Choice), most_choices=1, rules=rule, roll_digest=roll.digest,
        modulus=f"{keys.signing.public.n:x}", exponent=keys.signing.e, control_key=keys.control_key))
    store.add_poll(tx, poll, poll_keys.seal(keys, poll.poll_id))
    store.add_message(tx, poll.poll_id, Operation.OPEN_POLL, {"paper": asdict(poll.paper)})
    return poll


def issue_credential(tx: Tx, *, poll_id: str, member_id: str, blinded: str) -> str:
    """Sign a member's blinded credential, and mark the roll, in one transaction: once per roll entry.

    The same blinded message gets the same signature again, so that a lost answer costs nobody their vote.
    """
    poll = store.lock_poll_shared(tx, poll_id)
    polls.assert_open(poll)
    if not rolls.get_entry(tx, poll.assembly_id, member_id).voting:
        raise VotingSuspended(member_id=member_id)
    digest = hashlib.sha256(bytes.fromhex(blinded)).hexdigest()
    if store.add_credential(tx, poll, member_id, digest) != digest:
        raise CredentialAlreadyIssued(constraint="credentials_one_per_roll_entry")
    attendance.register_attendance(tx, assembly_id=poll.assembly_id, member_id=member_id, manner=Manner.CREDENTIAL)
    signing = poll_keys.unseal(store.get_keys(tx, poll_id), poll_id).signing
    mask = secrets.randbelow(signing.public.n - 1) + 1
    return blind.blind_sign(signing, bytes.fromhex(blinded), mask=mask).hex()


def ask_ballot_box_again(tx: Tx, *, poll_id: str) -> Poll:
    """Have a poll's refused message carried again, when whatever stood in its way was mended."""
    poll = store.lock_poll(tx, poll_id)
    if not store.reopen_messages(tx, poll_id):
        raise NothingRefused(poll_id=poll_id)
    return poll


def close_poll(tx: Tx, *, poll_id: str) -> Poll:
    """Close a poll: no credential is issued any more, its keys are destroyed, the signed closing goes to the box.

    The poll is `closing` until the board has come back and verified. Ballots ahead of the closing in the queue count.
    """
    poll = store.lock_poll(tx, poll_id)
    presence = presence_of(poll.paper.rules.quorum_base, rolls.get_present(tx, poll.assembly_id),
                           rolls.get_roll(tx, poll.assembly_id))
    credentials = store.count_credentials(tx, poll_id)
    closed = polls.close(poll, credentials=credentials, presence=presence)
    closing = Closing(poll_id=poll_id, digest=poll.digest, credentials=credentials)
    control = poll_keys.unseal(store.get_keys(tx, poll_id), poll_id).control
    closing = replace(closing, signature=control.sign(closing.message).hex())
    store.save_poll(tx, closed)
    store.delete_keys(tx, poll_id)
    store.add_message(tx, poll_id, Operation.CLOSE_POLL, asdict(closing))
    return closed
