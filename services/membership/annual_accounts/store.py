"""What ledgers say of years, and what was decided of them, as rows."""

from collections.abc import Mapping

from services.membership.annual_accounts.errors import AccountsApprovedBefore, ApprovedTooEarly, LedgerYearKnown
from services.membership.annual_accounts.rules import AnnualAccounts, Approval, LedgerYear
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "ledger_years_told_once": LedgerYearKnown, "approved_accounts_once": AccountsApprovedBefore,
    "approved_accounts_after_the_year": ApprovedTooEarly,
}


def add_ledger_year(tx: Tx, told: LedgerYear) -> None:
    """What a ledger says of a year, once for ever."""
    tx.run(Q.add_ledger_year, ledger=told.ledger, entity=told.entity, year=told.year, result=told.result.cents,
           net=told.net_assets.cents, currency=told.result.currency, on=tx.on, by=tx.actor)


def add_approval(tx: Tx, accounts: AnnualAccounts, approval: Approval) -> None:
    """What the assembly decided of a year, once for ever."""
    tx.run(Q.add_approval, entity=accounts.entity, year=accounts.year, approved_on=approval.approved_on,
           resolution_id=approval.resolution_id, to_reserve=approval.to_reserve.cents,
           currency=approval.to_reserve.currency, on=tx.on, by=tx.actor)
