"""What ledgers say of years, and what was decided of them, as rows."""

from collections.abc import Iterable, Mapping

from services.membership.annual_accounts.errors import (
    AccountsApprovedBefore,
    ApprovedTooEarly,
    LedgerYearKnown,
    LedgerYearUnknown,
)
from services.membership.annual_accounts.rules import AnnualAccounts, Approval, Balance, LedgerYear
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "ledger_years_told_once": LedgerYearKnown, "year_balances_once": LedgerYearKnown,
    "year_balances_of_a_year_told": LedgerYearUnknown,
    "approved_accounts_once": AccountsApprovedBefore,
    "approved_accounts_after_the_year": ApprovedTooEarly,
}


def add_ledger_year(tx: Tx, told: LedgerYear) -> None:
    """What a ledger says of a year, once for ever."""
    tx.run(Q.add_ledger_year, ledger=told.ledger, entity=told.entity, year=told.year, result=told.result.cents,
           net=told.net_assets.cents, currency=told.result.currency, on=tx.on, by=tx.actor)
    add_balances(tx, told.ledger, told.entity, told.year, told.balances)


def add_balances(tx: Tx, ledger: str, entity: str, year: int, balances: Iterable[Balance]) -> None:
    """What stood on a ledger's accounts at a year's end, once for ever."""
    tx.run_many(Q.add_balance, [
        {"ledger": ledger, "entity": entity, "year": year, "account": one.account, "name": one.name,
         "mirror": one.mirror, "cents": one.amount.cents, "currency": one.amount.currency} for one in balances])


def add_approval(tx: Tx, accounts: AnnualAccounts, approval: Approval) -> None:
    """What the assembly decided of a year, once for ever."""
    tx.run(Q.add_approval, entity=accounts.entity, year=accounts.year, approved_on=approval.approved_on,
           resolution_id=approval.resolution_id, to_reserve=approval.to_reserve.cents,
           currency=approval.to_reserve.currency, on=tx.on, by=tx.actor)
