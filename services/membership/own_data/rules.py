"""Erasure: who may ask for it, and until when the books keep what they name."""

from datetime import date, timedelta

from services.membership.members.rules import Member
from services.membership.own_data.errors import MoneyOwed, StillMember


def assert_erasable(member: Member, *, open_claims: int, on: date) -> None:
    """Erasure is for those who left and are owed nothing any more."""
    if member.left_on is None or on < member.left_on:
        raise StillMember(member_id=member.id)
    if open_claims:
        raise MoneyOwed(member_id=member.id, claims=open_claims)


def kept_until(left_on: date, *, years: int) -> date:
    """The last day of keeping: so many years from 1 January after the year (CEL art. III.88)."""
    return date(left_on.year + 1 + years, 1, 1) - timedelta(days=1)


def books_begin(on: date, *, years: int) -> date:
    """The first day whose books are still kept: so many whole years after the year in which something was booked."""
    return date(on.year - years, 1, 1)
