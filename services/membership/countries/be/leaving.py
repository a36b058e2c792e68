"""Leaving in Belgium: windows, effective days, what shares are worth, and the two tests of every payment.

CSA art. 6:120 (resignation), 6:115 (net assets), 6:116 (liquidity).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from services.membership.exits.errors import FounderTooEarly, ResignationWindowClosed
from services.membership.payouts.errors import NetAssetsUnknown
from services.membership.payouts.rules import Finding, NetAssets, Room, Worth, add_months
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When members may resign: the first `months` of the financial year that begins in `first_month`."""

    first_month: int
    months: int

    def year_of(self, day: date) -> date:
        """The first day of the financial year in which a day lies."""
        year = day.year if day.month >= self.first_month else day.year - 1
        return date(year, self.first_month, 1)

    def closes_on(self, day: date) -> date:
        """The last day of the window of that financial year: a resignation takes effect on it."""
        return add_months(self.year_of(day), self.months) - timedelta(days=1)


def resign(*, on: date, window: Window, founder: bool, founded_on: date, founders_from_year: int) -> date:
    """The day on which a resignation takes effect: the last day of the window in which it was given.

    Refused outside the window, and for founders before the financial year from which they may leave.
    """
    if on > window.closes_on(on):
        opens = add_months(window.year_of(on), 12)
        raise ResignationWindowClosed(closed_on=window.closes_on(on).isoformat(), opens_on=opens.isoformat())
    years = window.year_of(on).year - window.year_of(founded_on).year + 1
    if founder and years < founders_from_year:
        raise FounderTooEarly(year=years, needed=founders_from_year)
    return window.closes_on(on)


def worth_of(*, shares: int, paid_in: Money, accounts: NetAssets | None) -> Worth:
    """The contribution paid in, capped at the net asset value of the last approved accounts (art. 6:120 par. 1).

    The cap is shares x net assets / shares that existed at the balance day, down to the cent: the company never pays
    a cent more than the shares are worth. Negative net assets are worth nothing. Never more than was paid in.
    """
    if accounts is None or accounts.shares <= 0:
        raise NetAssetsUnknown
    value = Money(max(0, accounts.net.cents) * shares // accounts.shares, paid_in.currency)
    return Worth(amount=min(paid_in, value), paid_in=paid_in, net_asset_value=value, statement_id=accounts.id)


def room_for_distribution(
    *, on: date, statement: NetAssets | None, paid_since_statement: Money, finding: Finding | None,
    paid_since_finding: Money, months: int,
) -> Room:
    """What both tests leave.

    Net assets may not fall below zero nor below the unavailable equity (art. 6:115); the board must have found that
    the debts of `months` to come can be paid (art. 6:116).
    """
    zero = Money.zero(paid_since_statement.currency)
    if statement is None:
        return Room(amount=zero, bound_by="net_assets_unknown")
    if finding is None or finding.decided_on > on or finding.covers_until < add_months(on, months):
        return Room(amount=zero, bound_by="liquidity_not_found")
    by_assets = max(zero, statement.net - statement.unavailable - paid_since_statement)
    by_liquidity = max(zero, finding.ceiling - paid_since_finding)
    if by_assets <= by_liquidity:
        return Room(amount=by_assets, bound_by="net_asset_test")
    return Room(amount=by_liquidity, bound_by="liquidity_test")
