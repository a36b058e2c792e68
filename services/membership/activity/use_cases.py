"""Business activity: the first order of a year calls its share, and without any left a call that is not paid falls."""

from datetime import date

from services.membership.activity import reads, store
from services.membership.events import CallReason, WithdrawalReason
from services.membership.members.reads import lock_member
from services.membership.members.rules import Member
from services.membership.register.rules import assert_known_day
from services.membership.shares.reads import lock_call, yearly_call_of
from services.membership.shares.rules import CallState
from services.membership.shares.use_cases.calls import call_for, withdraw
from shared.errors import NotFound
from shared.postgres import Tx


def record_signed_order(
    tx: Tx, *, order_id: str, member_id: str, signed_on: date, of_a_member: bool = False,
) -> None:
    """The first order signed in a year after the year of admission calls that year's share.

    of_a_member: refused for somebody who is none here, and before its day.
    """
    if of_a_member:
        assert_known_day(signed_on, today=tx.on)
    store.add_order(tx, order_id=order_id, member_id=member_id, signed_on=signed_on)
    try:
        member = lock_member(tx, member_id)
    except NotFound:  # a partner who takes part without this register: their orders are none of our calls
        if of_a_member:
            raise
        return
    shares = tx.tables.integer("yearly_shares", tx.on)
    if shares and member.is_member_on(tx.on) and _owes_yearly_share(member, signed_on.year) \
            and yearly_call_of(tx, member_id, signed_on.year) is None:
        call_for(tx, member_id, reason=CallReason.YEARLY, shares=shares, year=signed_on.year)


def _owes_yearly_share(member: Member, year: int) -> bool:
    """A yearly share is owed for the years after the year of admission that no share bought before covers."""
    covered = member.share_holds_until is not None and year <= member.share_holds_until.year
    return member.admitted_on is not None and member.admitted_on.year < year and not covered


def record_cancelled_order(tx: Tx, *, order_id: str, cancelled_on: date) -> None:
    """Without any activity left in its year, a yearly call on which nothing was paid is withdrawn."""
    found = store.cancel_order(tx, order_id, cancelled_on)
    if found is None or not tx.tables.value("yearly_share_needs_activity", tx.on):
        return
    member_id, year = found
    call_id = yearly_call_of(tx, member_id, year)
    if call_id is None or reads.has_activity(tx, member_id, year):
        return
    lock_member(tx, member_id)
    if lock_call(tx, call_id).state == CallState.OPEN:
        withdraw(tx, call_id, reason=WithdrawalReason.ACTIVITY_CANCELLED)
