"""Leaving: resignations in their window, ends that come by themselves, and the settling of both.

On the effective day the shares leave the register and a claim takes their place: what was paid in, capped as the
country says by the last approved accounts. Without approved accounts nothing is settled; the exit waits, and is settled
with its own effective day once they are known.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from services.membership.countries.protocol import law
from services.membership.events import LeavingReason, SharesRedeemed
from services.membership.exits import postings, reads, rules, store
from services.membership.exits.errors import CauseTooEarly
from services.membership.exits.rules import Exit, ExitState, LawfulEnd
from services.membership.members.reads import lock_current_member, lock_member
from services.membership.members.rules import Member
from services.membership.members.use_cases import end_membership
from services.membership.payouts.errors import NetAssetsUnknown
from services.membership.payouts.reads import last_statement
from services.membership.payouts.rules import Worth
from services.membership.payouts.use_cases import claim_for_leaver
from services.membership.register.reads import assert_entry, holdings_of, paid_in
from services.membership.register.rules import Movement, MovementKind
from services.membership.register.use_cases import enter_movement
from services.membership.shares.use_cases.calls import release_open_calls
from services.membership.standing.use_cases import recompute_standing
from shared.definitions import Advance
from shared.postgres import Database, Tx

BATCH = 200
APPROVED = "approved_accounts"


def resign(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """A member resigns with all shares (art. 6:120); it takes effect when the country says."""
    member = lock_current_member(tx, member_id)
    effective_on = law(tx).resignation_takes_effect(tx.tables, on=tx.on, founder=member.founder)
    return reads.dump_exit(store.add_exit(tx, member_id=member_id, cause=LeavingReason.RESIGNATION,
                                          effective_on=effective_on, evidence=""))


def take_resignation_back(tx: Tx, *, exit_id: str) -> dict[str, Any]:
    """A resignation is taken back before the day on which it takes effect."""
    leaving = rules.take_back(reads.lock_exit(tx, exit_id), on=tx.on)
    store.save_withdrawn(tx, exit_id)
    return reads.dump_exit(leaving)


def end_membership_by_law(
    tx: Tx, *, member_id: str, cause: LawfulEnd, happened_on: date, evidence: str,
) -> dict[str, Any]:
    """Death, incapacity or bankruptcy end a membership by themselves, at any time of the year (art. 6:121)."""
    assert_entry(tx)
    if happened_on > tx.on:
        raise CauseTooEarly(happened_on=happened_on.isoformat(), today=tx.on.isoformat())
    lock_current_member(tx, member_id)
    return end_now(tx, member_id=member_id, cause=LeavingReason(cause), effective_on=happened_on, evidence=evidence)


def end_now(tx: Tx, *, member_id: str, cause: LeavingReason, effective_on: date, evidence: str) -> dict[str, Any]:
    """An end that takes effect at once; a resignation under way gives way to it."""
    standing = reads.find_exit(tx, member_id)
    if standing and standing.state == ExitState.REQUESTED:
        store.save_withdrawn(tx, standing.id)
    leaving = store.add_exit(tx, member_id=member_id, cause=cause, effective_on=effective_on, evidence=evidence)
    try:
        return reads.dump_exit(settle(tx, leaving))
    except NetAssetsUnknown:
        return reads.dump_exit(leaving)


def settle(tx: Tx, leaving: Exit) -> Exit:
    """Take the shares out of the register and put the claim in their place."""
    member = lock_member(tx, leaving.member_id)
    worth = law(tx).value_of_shares(shares=member.shares, paid_in=paid_in(tx, member.id),
                                    accounts=last_statement(tx, APPROVED)) if member.shares else None
    release_open_calls(tx, member.id)
    if worth:
        _redeem(tx, leaving, member.shares, worth)
    leave(tx, member, on=leaving.effective_on, cause=leaving.cause)
    store.save_settled(tx, leaving.id, member.shares)
    return replace(leaving, state=ExitState.SETTLED)


def _redeem(tx: Tx, leaving: Exit, shares: int, worth: Worth) -> None:
    # An exit settled late may find a share that was paid after its effective day: no day may show fewer than none.
    on = max(leaving.effective_on, *(held.effective_on for held in holdings_of(tx, leaving.member_id)))
    holding = enter_movement(tx, Movement(
        member_id=leaving.member_id, kind=MovementKind.REDEEMED, shares=-shares, amount=-worth.paid_in,
        effective_on=on, cause=leaving.id))
    claim_for_leaver(tx, exit_id=leaving.id, member_id=leaving.member_id, worth=worth,
                     effective_on=leaving.effective_on)
    postings.book_exit(tx, leaving.id, leaving.member_id, worth, on=on)
    tx.announce(SharesRedeemed(member_id=leaving.member_id, shares=shares, amount=worth.paid_in, effective_on=on,
                               holding=holding))


def leave(tx: Tx, member: Member, *, on: date, cause: LeavingReason) -> None:
    """No longer a member: no vote, no procedure."""
    store.drop_open_exclusion(tx, member.id)
    recompute_standing(tx, member.id)
    end_membership(tx, member, on=on, reason=cause)


def settle_exits(database: Database, on: date, advance: Advance) -> str:
    """The daily job: settle every exit whose day has come. Those that wait for approved accounts are counted."""
    settled, waiting, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor="job:settle_exits") as tx:
            found = reads.exits_to_settle(tx, after=after, limit=BATCH)
            if found and last_statement(tx, APPROVED) is None:
                waiting += len(found)
            else:
                settled += sum(_settle_if_it_stands(tx, exit_id) for exit_id in found)
        if not found:
            return f"{settled} exits settled; {waiting} wait for approved accounts."
        after = found[-1]
        advance(settled, settled + waiting)


def _settle_if_it_stands(tx: Tx, exit_id: str) -> bool:
    """Another run may have settled it, or an end by law may have taken its place, since it was found."""
    leaving = reads.lock_exit(tx, exit_id)
    if leaving.state != ExitState.REQUESTED:
        return False
    settle(tx, leaving)
    return True
