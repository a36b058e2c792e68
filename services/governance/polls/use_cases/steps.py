"""Secret polls: preparing, opening, credentials, closing. Each transaction leaves its message for the ballot box."""

import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta

from services.governance.ballots.use_cases import keys as poll_keys
from services.governance.ballots.use_cases.stock import take_keys
from services.governance.elections.rules.majority import Choice, Rule
from services.governance.polls import reads, store
from services.governance.polls.errors import NoConsentToWithdraw, NothingRefused
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules.paper import (
    Paper,
    Sealing,
    Window,
    assert_open_for_some_time,
    assert_sealed_well,
    assert_two_can_close,
)
from services.governance.polls.rules.poll import Poll
from services.governance.polls.rules.signed_steps import Consent, Ending, Operation
from services.governance.rolls import reads as rolls
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.signatures import ed25519_verifies


def prepare_poll(
    tx: Tx, *, assembly_id: str, resolution_id: str, question: str, rule: Rule, window: Window, key_bits: int,
    sealing: Sealing | None = None, closers: Sequence[str] = (), repeats: str = "",
) -> str:
    """Make the paper of a secret vote with keys from the stock, for the convening that names its digest; the digest."""
    assert_open_for_some_time(window)
    assert_sealed_well(sealing)
    assert_two_can_close(closers)
    keys = take_keys(tx, key_bits)
    poll = Poll(paper=Paper(
        poll_id=new_id("pol"), assembly_id=assembly_id, resolution_id=resolution_id, question=question,
        choices=tuple(Choice), most_choices=1, rules=rule, opens_at=window.opens_at.isoformat(),
        closes_at=window.closes_at.isoformat(), modulus=f"{keys.signing.public.n:x}", exponent=keys.signing.e,
        control_key=keys.control_key, receipt_key=poll_keys.receipts_public_key(os.environ),
        sealing=sealing, closers=tuple(closers), repeats=repeats))
    store.add_poll(tx, poll, poll_keys.seal(keys, poll.poll_id))
    return poll.digest


def prepare_again(tx: Tx, cancelled: Poll, *, window: Window, sealing: Sealing | None, key_bits: int) -> str:
    """Make the paper on which a cancelled vote is put again, with keys of its own; its digest."""
    polls.assert_may_repeat(cancelled, sealed=sealing is not None)
    paper = cancelled.paper
    return prepare_poll(
        tx, assembly_id=paper.assembly_id, resolution_id=paper.resolution_id, question=paper.question, rule=paper.rules,
        window=window, key_bits=key_bits, sealing=sealing, closers=paper.closers, repeats=paper.digest)


def open_poll(tx: Tx, *, resolution_id: str) -> Poll:
    """Open the poll of a resolution on the frozen roll; it is `opening` until the ballot box holds the same paper."""
    poll = store.lock_poll_of(tx, resolution_id)
    roll = rolls.get_roll(tx, poll.assembly_id)
    poll, opening = polls.open_on(poll, roll_digest=roll.digest, on=tx.on)
    control = poll_keys.unseal(reads.get_keys(tx, poll.poll_id), poll.poll_id).control
    opening = replace(opening, signature=control.sign(opening.message))
    store.save_poll(tx, replace(poll, opening=opening))
    store.add_message(tx, poll.poll_id, Operation.OPEN_POLL, {"paper": poll.paper.fields, "opening": asdict(opening)})
    return poll


def ask_ballot_box_again(tx: Tx, *, poll_id: str) -> Poll:
    """Have a poll's refused message carried again, when whatever stood in its way was mended."""
    poll = store.lock_poll(tx, poll_id)
    if not store.reopen_messages(tx, poll_id):
        raise NothingRefused(poll_id=poll_id)
    return poll


def cancel_poll(
    tx: Tx, *, poll_id: str, reason: str, key: str, signature: str, lapses_on: date | None,
) -> Poll:
    """Cancel a poll that is not closed yet, when a second person says so for the same reason; the first one waits.

    Its keys are destroyed, the box throws its ballots away, and nothing of it is counted. It stays on record.
    """
    poll = store.lock_poll(tx, poll_id)
    polls.assert_may_cancel(poll)
    consents = _consents(tx, poll, _word(tx, Ending.CANCEL, reason, key=key, signature=signature,
                                         lapses_on=lapses_on))
    if not polls.agreed(consents):
        return poll
    cancelled, cancelling = polls.cancel(poll, reason=reason, consents=consents, on=tx.on)
    store.save_poll(tx, cancelled)
    store.delete_keys(tx, poll_id)
    store.add_cancelling(tx, cancelling)
    store.add_message(tx, poll_id, Operation.CANCEL_POLL, asdict(cancelling))
    return cancelled


def _word(tx: Tx, ending: Ending, reason: str, *, key: str, signature: str, lapses_on: date | None) -> Consent:
    """A person's word; where no key signed the day of its lapse, it is the last that the statutes allow."""
    latest = tx.on + timedelta(days=tx.tables.integer("consent_days", tx.on))
    return Consent(ending=ending, given_by=tx.actor, reason=reason, key=key, signature=signature, given_on=tx.on,
                   lapses_on=lapses_on or latest)


def _consents(tx: Tx, poll: Poll, consent: Consent) -> list[Consent]:
    """Who wants this end of a poll, now with one more."""
    signed = bool(consent.key) and ed25519_verifies(consent.key, consent.message(poll.digest), consent.signature)
    polls.assert_one_of_the_closers(poll, consent, signed=signed)
    polls.assert_lapses_in_time(consent, days=tx.tables.integer("consent_days", tx.on))
    polls.assert_another_person(reads.list_consents(tx, poll.poll_id), consent)
    store.add_consent(tx, poll.poll_id, consent)
    return [one for one in reads.list_consents(tx, poll.poll_id)
            if (one.ending, one.reason) == (consent.ending, consent.reason)]


def withdraw_consent(tx: Tx, *, poll_id: str, ending: Ending, reason: str) -> Poll:
    """Take back one's word that a poll is to end, while no second person has given theirs."""
    poll = store.lock_poll(tx, poll_id)
    mine = [one for one in reads.list_consents(tx, poll_id)
            if (one.ending, one.reason, one.given_by) == (ending, reason, tx.actor)]
    if not mine or poll.state not in polls.MAY_BE_CANCELLED:
        raise NoConsentToWithdraw(poll_id=poll_id)
    store.withdraw_consents(tx, poll_id, mine[0])
    return poll


def close_poll(tx: Tx, *, poll_id: str, key: str, signature: str, lapses_on: date | None) -> Poll:
    """Close a poll when a second person says so; until then it stays open, and their word waits.

    No credential is issued any more, its keys are destroyed, the signed closing goes to the box.

    The poll is `closing` until the board has come back and verified. What is in the voters' queue when the box reads
    the closing counts.
    """
    poll = store.lock_poll(tx, poll_id)
    polls.assert_may_close(poll, on=tx.on)
    consents = _consents(tx, poll, _word(tx, Ending.CLOSE, "", key=key, signature=signature, lapses_on=lapses_on))
    if not polls.agreed(consents):
        return poll
    closed, closing = polls.close(
        poll, marks=reads.list_marks(tx, poll_id), present=rolls.list_present(tx, poll.assembly_id),
        entitled=rolls.get_entitled(tx, poll.assembly_id, college=poll.college), consents=consents, on=tx.on)
    control = poll_keys.unseal(reads.get_keys(tx, poll_id), poll_id).control
    closing = replace(closing, signature=control.sign(closing.message))
    store.save_poll(tx, closed)
    store.delete_keys(tx, poll_id)
    store.add_message(tx, poll_id, Operation.CLOSE_POLL, closing.fields)
    return closed
