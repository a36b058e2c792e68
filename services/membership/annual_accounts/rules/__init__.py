"""A year over all ledgers, and how much of its result goes to the reserve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.membership.annual_accounts.errors import (
    BalancesDisagree,
    BalancesUnknown,
    LedgersStillOpen,
    ReserveBeyondResult,
)
from shared.money import Money, total

OWN = "membership"
LEDGERS = ("invoicing", OWN, "payroll")  # where an entity has books; who runs fewer services records the others'


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What stood on an account at the year's end (debit positive); `mirror`: the ledger that keeps the opposite one."""

    account: str
    name: str
    mirror: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerYear:
    """What one ledger says of a year: its result (negative: a loss), its part of the net assets, and its accounts."""

    ledger: str
    entity: str
    year: int
    result: Money
    net_assets: Money
    balances: Sequence[Balance] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the assembly decided: so much of the result goes to the indivisible reserve (negative: it covers a loss)."""

    approved_on: date
    resolution_id: str
    to_reserve: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAccounts:
    """A year of a legal entity over all its ledgers, and what was decided of it, if anything was yet."""

    entity: str
    year: int
    ledgers: Sequence[LedgerYear]
    result: Money
    net_assets: Money
    approval: Approval | None = None

    @property
    def last_day(self) -> date:
        """The day of which its net assets are."""
        return date(self.year, 12, 31)

    @property
    def carried_on(self) -> Money:
        """What of the result waits, or is carried on."""
        return self.result - self.approval.to_reserve if self.approval else self.result


def accounts_of(entity: str, year: int, ledgers: Sequence[LedgerYear], currency: str) -> AnnualAccounts:
    """A year added up."""
    return AnnualAccounts(entity=entity, year=year, ledgers=ledgers,
                          result=total((one.result for one in ledgers), currency),
                          net_assets=total((one.net_assets for one in ledgers), currency))


def assert_closed_everywhere(accounts: AnnualAccounts) -> None:
    """Nothing is approved while a ledger may still change it."""
    missing = sorted(set(LEDGERS) - {one.ledger for one in accounts.ledgers})
    if missing:
        raise LedgersStillOpen(year=str(accounts.year), ledgers=", ".join(missing))


def assert_balances_told(accounts: AnnualAccounts) -> None:
    """Accounts are drawn up from the balances of every ledger that had any result or net assets."""
    missing = sorted(one.ledger for one in accounts.ledgers if not one.balances and (one.result or one.net_assets))
    if missing:
        raise BalancesUnknown(year=str(accounts.year), ledgers=", ".join(missing))


def assert_balanced(balances: Sequence[Balance]) -> None:
    """A whole trial balance sums to nothing."""
    if left := total((one.amount for one in balances), balances[0].amount.currency):
        raise BalancesDisagree(left=str(left))


def assert_appropriated(result: Money, *, to_reserve: Money, reserve: Money) -> None:
    """A gain goes to the reserve whole or in part; a loss is covered by what there is. Nothing else becomes of it."""
    nothing = Money.zero(result.currency)
    least, limit = max(-reserve, min(result, nothing)), max(result, nothing)
    if not least <= to_reserve <= limit:
        raise ReserveBeyondResult(least=str(least), limit=str(limit), wanted=str(to_reserve))
