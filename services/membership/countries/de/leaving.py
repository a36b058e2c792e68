"""Leaving in Germany: always with the financial year, valued by its balance sheet (GenG sections 65, 68, 73, 77)."""

from collections.abc import Callable
from datetime import date, timedelta

from services.membership.events import LeavingReason
from services.membership.exits.errors import CauseDoesNotEnd
from services.membership.payouts.errors import NetAssetsUnknown
from services.membership.payouts.rules import NetAssets, Room, Worth, add_months
from shared.money import Money


def end_of_year(day: date, *, first_month: int) -> date:
    """The last day of the financial year in which a day lies."""
    year = day.year if day.month >= first_month else day.year - 1
    return date(year + 1, first_month, 1) - timedelta(days=1)


def months_before(end: date, months: int) -> date:
    """The last day on which a notice of so many months comes in time for an end (31 December: 30 September)."""
    return add_months(end + timedelta(days=1), -months) - timedelta(days=1)


def end_after_notice(day: date, *, first_month: int, last_day: Callable[[date], date]) -> date:
    """The end of the first financial year for which a notice that arrived on a day comes in time."""
    end = end_of_year(day, first_month=first_month)
    return end if day <= last_day(end) else end_of_year(end + timedelta(days=1), first_month=first_month)


def assert_ends_membership(cause: LeavingReason, *known: LeavingReason) -> None:
    """Refuse what, as far as anybody found out, does not end a membership by itself in this country."""
    if cause not in known:
        raise CauseDoesNotEnd(cause=cause)


def worth_of(*, shares: int, paid_in: Money, accounts: NetAssets | None, effective_on: date) -> Worth:
    """What was paid in; a loss that the balance sheet of the last day shows is borne share by share.

    No part of the reserves is owed (section 73 par. 2). Whether the assembly writes a loss off the members' accounts is
    open in law until it decides: that it does is the provisional choice here. Unknown until the accounts of that day
    are approved. Down to the cent; never below nothing.
    """
    if accounts is None or accounts.as_of < effective_on:
        raise NetAssetsUnknown
    value = paid_in
    if accounts.shares > 0:
        value = Money(max(0, accounts.net.cents) * shares // accounts.shares, paid_in.currency)
    return Worth(amount=min(paid_in, value), paid_in=paid_in, net_asset_value=value, statement_id=accounts.id)


def room_for_distribution(*, statement: NetAssets | None, paid_since_statement: Money) -> Room:
    """Net assets less what the accounts call unavailable (the statutes' least capital) less what was paid since."""
    zero = Money.zero(paid_since_statement.currency)
    if statement is None:
        return Room(amount=zero, bound_by="net_assets_unknown")
    return Room(amount=max(zero, statement.net - statement.unavailable - paid_since_statement),
                bound_by="net_asset_test")
