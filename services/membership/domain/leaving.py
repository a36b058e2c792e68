"""Leaving the cooperative: windows, effective days, what the shares are worth, and the two tests of every payment.

CSA art. 6:120 (resignation), 6:121 (death, incapacity, bankruptcy), 6:115 (net assets), 6:116 (liquidity).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.membership.domain.errors import (
    FounderTooEarly,
    NetAssetsUnknown,
    PayoutAmountDiffers,
    ResignationWindowClosed,
)
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


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NetAssets:
    """Net assets on a day, as approved by the assembly or stated since; shares = those that existed on that day."""

    id: str
    as_of: date
    net: Money
    unavailable: Money
    shares: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a leaver's shares are worth, with the reason."""

    amount: Money
    paid_in: Money
    net_asset_value: Money
    statement_id: str

    @property
    def left_behind(self) -> Money:
        """What stays in the reserves of the company."""
        return self.paid_in - self.amount


def worth_of(*, shares: int, paid_in: Money, accounts: NetAssets | None) -> Worth:
    """The contribution paid in, capped at the net asset value of the last approved accounts (art. 6:120 par. 1).

    The cap is shares x net assets / shares that existed at the balance day, down to the cent: the company never pays
    a cent more than the shares are worth. Negative net assets are worth nothing. Never more than was paid in.
    """
    if accounts is None or accounts.shares <= 0:
        raise NetAssetsUnknown
    value = Money(max(0, accounts.net.cents) * shares // accounts.shares, paid_in.currency)
    return Worth(amount=min(paid_in, value), paid_in=paid_in, net_asset_value=value, statement_id=accounts.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The board's finding: so much may be paid, and debts due until a day can still be paid."""

    decided_on: date
    covers_until: date
    most: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much may be distributed today, and which test leaves the least."""

    amount: Money
    bound_by: str


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
    by_liquidity = max(zero, finding.most - paid_since_finding)
    if by_assets <= by_liquidity:
        return Room(amount=by_assets, bound_by="net_asset_test")
    return Room(amount=by_liquidity, bound_by="liquidity_test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is owed to a leaver; `payable` when it is known where the money goes."""

    id: str
    amount: Money
    due_on: date
    payable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is paid today, who is suspended and by what, who keeps his place because nobody knows where to pay."""

    pay: tuple[Claim, ...]
    suspend: tuple[Claim, ...]
    waiting: tuple[Claim, ...]
    bound_by: str


def plan_payments(queue: Sequence[Claim], *, room: Room) -> Plan:
    """Pay the queue in its order as far as the room goes; nobody overtakes one who waits for room (art. 6:120).

    A claim whose payee is unknown keeps its room and its place, and does not hold up the others.
    """
    left = room.amount
    pay: list[Claim] = []
    waiting: list[Claim] = []
    ordered = sorted(queue, key=lambda claim: (claim.due_on, claim.id))
    for place, claim in enumerate(ordered):
        if claim.amount > left:
            return Plan(pay=tuple(pay), suspend=tuple(ordered[place:]), waiting=tuple(waiting), bound_by=room.bound_by)
        left -= claim.amount
        (pay if claim.payable else waiting).append(claim)
    return Plan(pay=tuple(pay), suspend=(), waiting=tuple(waiting), bound_by=room.bound_by)


def assert_paid_as_owed(claim_id: str, *, owed: Money, paid: Money) -> None:
    """A payment settles a claim whole or not at all."""
    if paid != owed:
        raise PayoutAmountDiffers(claim_id=claim_id, owed=owed, paid=paid)
