"""Corrections: an end of membership, or a transfer, that should never have been.

Nothing is erased: opposite movements that refer to the wrong ones stand on the same days, so that on every day the
register shows what should have been, and `known_on` still shows what was believed.
"""

from dataclasses import replace
from typing import Any

from services.membership.events import SharePaid, SharesTransferred
from services.membership.exits import postings, reads, rules, store
from services.membership.exits.rules import Exit, ExitState
from services.membership.members.reads import lock_member
from services.membership.members.rules import Member
from services.membership.members.use_cases import restore_membership
from services.membership.payouts.use_cases import withdraw_claims_of_exit
from services.membership.register.reads import assert_entry, holdings_of, movements_caused_by
from services.membership.register.rules import ActDays
from services.membership.register.use_cases import enter_correction, record_act
from services.membership.standing.use_cases import recompute_standing
from shared.money import Money, total
from shared.postgres import Tx


def annul_exit(tx: Tx, *, exit_id: str, reason: str, evidence: str, days: ActDays) -> dict[str, Any]:
    """Undo an end of membership: an annulled exclusion, the wrong person, the wrong day (then it is recorded anew).

    Shares, vote and membership stand again from the day on which they ended; what is not paid yet is owed no more, what
    was paid is owed to us.
    """
    assert_entry(tx)
    leaving = reads.lock_exit(tx, exit_id)
    rules.assert_annullable(leaving)
    member = lock_member(tx, leaving.member_id)
    act_id = record_act(tx, "exit_annulled", refers_to=exit_id, days=days, reason=reason, evidence=evidence)
    _annul_value(tx, leaving, act_id)
    restore_membership(tx, member)
    _restore_shares(tx, member, leaving, act_id)
    store.save_annulled(tx, exit_id)
    recompute_standing(tx, member.id)
    return {**reads.dump_exit(leaving), "state": ExitState.ANNULLED}


def _annul_value(tx: Tx, leaving: Exit, act_id: str) -> None:
    worth = reads.value_of_exit(tx, leaving)
    if worth is not None:
        still_open = withdraw_claims_of_exit(tx, leaving.id, Money.zero(worth.currency))
        postings.book_value_annulled(tx, leaving, act_id=act_id, worth=worth, still_open=still_open)


def _restore_shares(tx: Tx, member: Member, leaving: Exit, act_id: str) -> None:
    for wrong in movements_caused_by(tx, leaving.id):
        holding = enter_correction(tx, wrong, cause=act_id)
        postings.book_end_annulled(tx, wrong, act_id=act_id)
        tx.announce(SharePaid(member_id=member.id, call_id=wrong.lot, shares=-wrong.shares, amount=-wrong.amount,
                              paid_on=wrong.effective_on, holding=holding, holds_until=member.share_holds_until))


def annul_transfer(tx: Tx, *, transfer_id: str, reason: str, evidence: str, days: ActDays) -> dict[str, Any]:
    """Undo a transfer: shares and what is paid in on them stand with the giver again, from the day of the transfer."""
    assert_entry(tx)
    transfer = reads.get_transfer(tx, transfer_id)
    both = {member_id: lock_member(tx, member_id) for member_id in sorted((transfer.giver_id, transfer.receiver_id))}
    giver, receiver = both[transfer.giver_id], both[transfer.receiver_id]
    act_id = record_act(tx, "transfer_annulled", refers_to=transfer_id, days=days, reason=reason, evidence=evidence)
    wrong = movements_caused_by(tx, transfer_id)
    rules.assert_comes_back(transfer, giver=giver, receiver=receiver, wrong=wrong, held=holdings_of(tx, receiver.id))
    if rules.left_by(transfer, giver):
        restore_membership(tx, giver)
    for one in wrong:
        holding = enter_correction(tx, one, cause=act_id)
        tx.announce(SharesTransferred(member_id=one.member_id, transfer_id=transfer_id, shares=-one.shares,
                                      effective_on=one.effective_on, holding=holding))
    back = [one.amount for one in wrong if one.member_id == receiver.id]
    postings.book_transfer(tx, replace(transfer, id=act_id, giver_id=receiver.id, receiver_id=giver.id),
                           total(back, back[0].currency))
    for member_id in both:
        recompute_standing(tx, member_id)
    return {"transfer_id": transfer_id, "shares": transfer.shares, "effective_on": transfer.effective_on}
