"""Leaving: resignations in their window, ends that come by themselves, and the settling of both.

On its day an exit ends membership, vote and shares. A claim takes their place: what was paid in, capped as the country
says by the last approved accounts. Only that value waits where no accounts are approved yet, and holds up nobody else.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import structlog

from services.membership.countries.protocol import law
from services.membership.events import LeavingReason, SharesRedeemed
from services.membership.exits import postings, reads, rules, store
from services.membership.exits.rules import Exit, ExitState, LawfulEnd, Obstacle
from services.membership.members.reads import lock_current_member, lock_member
from services.membership.members.rules import Member
from services.membership.members.use_cases import end_membership
from services.membership.payouts.reads import last_statement
from services.membership.payouts.use_cases import claim_for_leaver, set_off_claims
from services.membership.register.reads import assert_entry, holdings_of
from services.membership.register.rules import ActDays, assert_after, lots_of
from services.membership.register.use_cases import act_days, enter_redemption, record_act
from services.membership.shares.use_cases.calls import release_open_calls
from services.membership.standing.use_cases import recompute_standing
from shared.definitions import Advance
from shared.errors import Refusal
from shared.money import total
from shared.postgres import Database, Tx, is_away

BATCH, MOST = 200, 1_000
JOB = "job:settle_exits"
log = structlog.get_logger()
APPROVED = "approved_accounts"


def resign(tx: Tx, *, member_id: str, days: ActDays) -> dict[str, Any]:
    """A member resigns with all shares (art. 6:120); when it reached the company decides when it takes effect."""
    member = lock_current_member(tx, member_id)
    assert_after(days.happened_on, member.admitted_on)
    effective_on = law(tx).resignation_takes_effect(tx.tables, on=days.known_on, founder=member.founder)
    leaving = store.add_exit(tx, member_id=member_id, cause=LeavingReason.RESIGNATION, requested_on=days.known_on,
                             effective_on=effective_on, evidence="")
    record_act(tx, "resigned", refers_to=leaving.id, days=days)
    return reads.dump_exit(leaving)


def take_resignation_back(tx: Tx, *, exit_id: str, days: ActDays) -> dict[str, Any]:
    """A resignation is taken back: that reached the company before the day on which it takes effect."""
    resigned = reads.lock_exit(tx, exit_id)
    assert_after(days.known_on, resigned.requested_on)
    leaving = rules.take_back(resigned, on=days.known_on)
    store.save_withdrawn(tx, exit_id)
    record_act(tx, "resignation_taken_back", refers_to=exit_id, days=days)
    return reads.dump_exit(leaving)


def end_membership_by_law(
    tx: Tx, *, member_id: str, cause: LawfulEnd, happened_on: date, known_on: date | None, evidence: str,
) -> dict[str, Any]:
    """Death, incapacity or bankruptcy end a membership by themselves, where and when the country says (art. 6:121)."""
    assert_entry(tx)
    rules.assert_can_end(lock_current_member(tx, member_id), happened_on=happened_on, on=tx.on)
    return end_for(tx, member_id=member_id, cause=LeavingReason(cause), evidence=evidence,
                   days=act_days(tx, happened_on=happened_on, known_on=known_on))


def end_for(tx: Tx, *, member_id: str, cause: LeavingReason, evidence: str, days: ActDays) -> dict[str, Any]:
    """An end for a cause, on the day that the country gives it; a resignation under way gives way to it."""
    effective_on = law(tx).membership_ends_on(tx.tables, cause, on=days.happened_on)
    standing = reads.find_exit(tx, member_id)
    if standing and standing.state == ExitState.REQUESTED:
        store.save_withdrawn(tx, standing.id)
    leaving = store.add_exit(tx, member_id=member_id, cause=cause, requested_on=days.known_on,
                             effective_on=effective_on, evidence=evidence)
    record_act(tx, "membership_ended", refers_to=leaving.id, days=days)
    return reads.dump_exit(settle(tx, leaving) if effective_on <= tx.on else leaving)


def settle(tx: Tx, leaving: Exit) -> Exit:
    """End what ends on the day of an exit, and put the claim in its place as soon as its value is known."""
    ended = end(tx, leaving) if leaving.state == ExitState.REQUESTED else leaving
    try:
        with store.savepoint(tx):  # who left has left, though their shares cannot be valued
            return _value(tx, ended)
    except Refusal as refusal:
        store.save_obstacle(tx, ended.id, Obstacle(code=refusal.code, sentence=refusal.message))
        return ended


def end(tx: Tx, leaving: Exit) -> Exit:
    """Membership, vote and shares end on the day of the exit, whatever is still to be known."""
    member = lock_member(tx, leaving.member_id)
    release_open_calls(tx, member.id)
    lots = lots_of(holdings_of(tx, member.id))
    for lot in lots:
        # A share that was paid after the exit's day ends on its own day: no day may show fewer than none.
        on = max(leaving.effective_on, lot.moved_on)
        holding = enter_redemption(tx, member.id, lot, on=on, cause=leaving.id)
        postings.book_end(tx, leaving, lot, on=on)
        tx.announce(SharesRedeemed(member_id=member.id, shares=lot.shares, amount=lot.paid_in, effective_on=on,
                                   holding=holding))
    leave(tx, member, on=leaving.effective_on, cause=leaving.cause)
    paid_in = total([lot.paid_in for lot in lots], str(tx.tables.value("currency", tx.on)))
    store.save_ended(tx, leaving.id, shares=member.shares, paid_in=paid_in)
    return replace(leaving, state=ExitState.ENDED, shares=member.shares, paid_in=paid_in)


def _value(tx: Tx, leaving: Exit) -> Exit:
    """What the shares are worth is owed, less what the leaver owes us."""
    if leaving.shares and leaving.paid_in:
        worth = law(tx).value_of_shares(shares=leaving.shares, paid_in=leaving.paid_in,
                                        accounts=last_statement(tx, APPROVED), effective_on=leaving.effective_on)
        postings.book_value(tx, leaving, worth)
        claim_for_leaver(tx, exit_id=leaving.id, member_id=leaving.member_id, worth=worth,
                         effective_on=leaving.effective_on)
        set_off_claims(tx, leaving.member_id, cause=leaving.id)
    store.save_settled(tx, leaving.id)
    return replace(leaving, state=ExitState.SETTLED)


def leave(tx: Tx, member: Member, *, on: date, cause: LeavingReason) -> None:
    """No longer a member: no vote, no procedure."""
    store.drop_open_exclusion(tx, member.id)
    recompute_standing(tx, member.id)
    end_membership(tx, member, on=on, reason=cause)


def settle_exits(database: Database, on: date, advance: Advance) -> str:
    """The daily job: settle every exit whose day has come, each by itself; what stops one is noted and stops no other.

    `list_stopped_exits` says what stops them and who can mend it; the next run tries them again.
    """
    settled, waiting, after = 0, 0, ""
    while True:
        with database.reading(on=on, actor=JOB) as tx:
            found = reads.exits_to_settle(tx, after=after, limit=BATCH)
        for exit_id in found:
            state = _settle_or_note(database, exit_id, on)
            settled, waiting = settled + (state == ExitState.SETTLED), waiting + (state == ExitState.ENDED)
            advance(settled, settled + waiting)
        if not found:
            with database.reading(on=on, actor=JOB) as tx:
                stopped = sum(row["code"] != "net_assets_unknown" for row in reads.list_stopped_exits(tx, limit=MOST))
            named = f"; {stopped} are stopped otherwise (list_stopped_exits)" if stopped else ""
            return f"{settled} exits settled; {waiting - stopped} wait for approved accounts{named}."
        after = found[-1]


def _settle_or_note(database: Database, exit_id: str, on: date) -> ExitState:
    """Settle one exit; one that falls over whatever it may be keeps its state, and a note of what it was."""
    try:
        with database.transaction(on=on, actor=JOB) as tx:
            return _settle_if_it_stands(tx, exit_id)
    except Exception as error:
        if is_away(error):
            raise
        log.exception("exit_stopped", exit=exit_id)
        obstacle = Obstacle(code=error.code, sentence=error.message) if isinstance(error, Refusal) else Obstacle(
            code="unexpected", sentence=f"It fell over {type(error).__name__}; the log says more.")
    with database.transaction(on=on, actor=JOB) as tx:
        store.save_obstacle(tx, exit_id, obstacle)
    return ExitState.ENDED


def _settle_if_it_stands(tx: Tx, exit_id: str) -> ExitState:
    """Another run may have settled it, or an end by law may have taken its place, since it was found."""
    leaving = reads.lock_exit(tx, exit_id)
    if leaving.state not in {ExitState.REQUESTED, ExitState.ENDED}:
        return ExitState.WITHDRAWN
    return settle(tx, leaving).state
