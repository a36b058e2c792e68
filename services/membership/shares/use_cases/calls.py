"""Share calls: the first, one a year, more if wanted; withdrawn when nothing was paid and the reason is gone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.membership.countries.protocol import law
from services.membership.events import CallReason, ShareCalled, WithdrawalReason
from services.membership.members.reads import lock_current_member, lock_member
from services.membership.members.rules import Member
from services.membership.members.use_cases import drop_candidate
from services.membership.payouts.reads import owed_to_us
from services.membership.shares import postings, reads, rules, store
from services.membership.shares.errors import TooManyShares
from services.membership.shares.rules import Call, Use, UseKind
from services.membership.standing.use_cases import recompute_standing
from shared.definitions import Advance
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Database, Tx

BATCH = 1_000


def call_for(tx: Tx, member_id: str, *, reason: CallReason, shares: int, year: int) -> Call:
    """Call shares of one member: the call is kept, booked and published."""
    [number] = store.next_numbers(tx)
    call, event = _plan(tx, member_id, number=number, reason=reason, shares=shares, year=year)
    if store.add_call(tx, call):
        postings.book_calls(tx, [call])
        tx.announce(event)
    return call


def _plan(
    tx: Tx, member_id: str, *, number: int, reason: CallReason, shares: int, year: int,
) -> tuple[Call, ShareCalled]:
    nominal = tx.tables.money("share_nominal", tx.on)
    first, rest_due_on = law(tx).first_part(nominal.times(shares), on=tx.on) or (None, None)
    return rules.call_shares(
        call_id=new_id("shc"), member_id=member_id, reason=reason, year=year, shares=shares, nominal=nominal,
        communication=law(tx).share_communication(number), first=first, rest_due_on=rest_due_on,
        due_days=tx.tables.integer(f"{reason}_call_due_days", tx.on), on=tx.on)


def call_voluntary_shares(tx: Tx, *, member_id: str, shares: int) -> dict[str, Any]:
    """A member wants more shares; they have them once they are paid. They give no second vote."""
    lock_current_member(tx, member_id)
    limit = tx.tables.integer("voluntary_shares_most", tx.on)
    if shares > limit:
        raise TooManyShares(shares=shares, limit=limit)
    if tx.tables.value("further_shares_after_paid", tx.on):
        rules.assert_earlier_paid(reads.lock_calls_of(tx, member_id))
    call = call_for(tx, member_id, reason=CallReason.VOLUNTARY, shares=shares, year=tx.on.year)
    return reads.dump_call(call)


def withdraw(tx: Tx, call_id: str, *, reason: WithdrawalReason, note: str = "") -> Call:
    """Withdraw a call on which nothing was paid; the vote that it suspended comes back today. note stays here."""
    call, event = rules.withdraw_call(reads.lock_call(tx, call_id), reason=reason, on=tx.on)
    store.save_calls(tx, [call])
    store.save_why_withdrawn(tx, call.id, note or reason)
    postings.book_withdrawal(tx, call)
    tx.announce(event)
    recompute_standing(tx, call.member_id)
    return call


def withdraw_share_call(tx: Tx, *, call_id: str, reason: str) -> dict[str, Any]:
    """The desk withdraws a call. A candidate whose first call is withdrawn is no candidate any more."""
    member = lock_member(tx, reads.member_of_call(tx, call_id))
    call = withdraw(tx, call_id, reason=WithdrawalReason.WITHDRAWN_BY_DESK, note=reason)
    if call.reason == CallReason.FIRST and member.admitted_on is None:
        drop_candidate(tx, member)
    return reads.dump_call(call)


def step_back(tx: Tx, *, call_id: str) -> dict[str, Any]:
    """Who wished for shares, or to become a member, does not any more; what was paid in part is owed back."""
    member = lock_member(tx, reads.member_of_call(tx, call_id))
    call = reads.lock_call(tx, call_id)
    rules.assert_not_owed(call, member)
    return reads.dump_call(_give_up(tx, call, member, reason=WithdrawalReason.STEPPED_BACK))


def lapse_calls(database: Database, on: date, advance: Advance, limit: int = BATCH) -> str:
    """The daily sweep: calls of what nobody owes lapse some days after they fell due; so does who never paid at all."""
    lapsed, after = 0, ""
    while True:
        with database.transaction(on=on, actor="job:lapse_calls") as tx:
            found = reads.calls_to_lapse(tx, after=after, limit=limit)
            for call_id, member_id in found:
                member, call = lock_member(tx, member_id), reads.lock_call(tx, call_id)
                if call.is_open and not rules.is_owed(call, member):  # it may have been paid at this moment
                    _give_up(tx, call, member, reason=WithdrawalReason.LAPSED)
                    lapsed += 1
        if not found:
            return f"{lapsed} calls lapsed."
        after = found[-1][0]
        advance(lapsed, lapsed)


def _give_up(tx: Tx, call: Call, member: Member, *, reason: WithdrawalReason) -> Call:
    _release_parts(tx, call)
    withdrawn = withdraw(tx, call.id, reason=reason)
    if call.reason == CallReason.FIRST:
        drop_candidate(tx, member)
    return withdrawn


def release_open_calls(tx: Tx, member_id: str) -> None:
    """Who leaves owes no more calls: open ones are withdrawn, and what was paid in part on them is owed back.

    Where a part was enough for the shares to exist, they end with the others, and the rest is asked no more.
    """
    for call in reads.lock_calls_of(tx, member_id):
        if call.is_open and call.exists:
            waived, rest = rules.waive_rest(call, on=tx.on)
            store.save_waived(tx, waived)
            postings.book_rest_waived(tx, waived, rest)
        elif call.is_open:
            _release_parts(tx, call)
            withdraw(tx, call.id, reason=WithdrawalReason.MEMBER_LEFT)


def _release_parts(tx: Tx, call: Call) -> None:
    for payment_id, part in reads.parts_on_call(tx, call.id, call.amount.currency):
        _release(tx, call, payment_id, part)
    store.save_calls(tx, [rules.take_back(call, call.paid)])


def _release(tx: Tx, call: Call, payment_id: str, part: Money) -> None:
    line = reads.last_line_of(tx, payment_id)
    uses = [Use(use=UseKind.CALL, amount=-part, call_id=call.id, member_id=call.member_id), *rules.repay(
        [Use(use=UseKind.SURPLUS, amount=part, member_id=call.member_id)], owed_to_us(tx, call.member_id))]
    store.add_uses(tx, payment_id, uses, first_line=line + 1, counts_on=tx.on)
    postings.book_released_part(tx, f"{payment_id}/{call.id}/released", uses)


def take_over_calls(tx: Tx, calls: Sequence[Call]) -> None:
    """Open calls of a register that is taken over; those without a reference get one that none of the others has."""
    given = [number for call in calls
             if (number := law(tx).number_of_share_call(call.structured_communication)) is not None]
    if given:
        store.skip_numbers(tx, max(given))
    nameless = sum(not call.structured_communication for call in calls)
    numbers = iter(store.next_numbers(tx, nameless) if nameless else ())
    known = [call if call.structured_communication else
             replace(call, structured_communication=law(tx).share_communication(next(numbers))) for call in calls]
    store.add_calls(tx, known)
    postings.book_calls(tx, known)
    tx.announce_all(rules.called(call) for call in known)
    for member_id in sorted({call.member_id for call in known if call.due_on < tx.on}):
        recompute_standing(tx, member_id)


def call_yearly_shares(database: Database, on: date, advance: Advance, limit: int = BATCH) -> str:
    """The yearly sweep: every member who is owed a call for the year of `on` gets it, however often this runs.

    Each batch is a transaction of its own; a run that was killed goes on where it stopped, because who was called is
    passed over. The constraint `share_calls_once_a_year` stands behind it.
    """
    called, after = 0, ""
    while database.tables.integer("yearly_shares", on):
        with database.transaction(on=on, actor="job:call_yearly_shares") as tx:
            found = reads.members_to_call(
                tx, year=on.year, needs_activity=bool(tx.tables.value("yearly_share_needs_activity", on)), after=after,
                limit=limit)
            called += _call_batch(tx, found)
        if not found:
            break
        after = found[-1]
        advance(called, called)
    return f"{called} yearly shares of {on.year} called."


def _call_batch(tx: Tx, member_ids: Sequence[str]) -> int:
    if not member_ids:
        return 0
    numbers = store.next_numbers(tx, len(member_ids))
    shares = tx.tables.integer("yearly_shares", tx.on)
    planned = [_plan(tx, member_id, number=number, reason=CallReason.YEARLY, shares=shares, year=tx.on.year)
               for member_id, number in zip(member_ids, numbers, strict=True)]
    new = store.add_yearly_calls(tx, [call for call, _ in planned])
    kept = [(call, event) for call, event in planned if call.id in new]
    postings.book_calls(tx, [call for call, _ in kept])
    tx.announce_all(event for _, event in kept)
    return len(kept)
