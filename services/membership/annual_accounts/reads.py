"""Questions about annual accounts."""

from dataclasses import replace
from datetime import date

from services.membership.annual_accounts.rules import AnnualAccounts, Approval, LedgerYear, accounts_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_accounts(tx: Tx, *, entity: str, year: int) -> AnnualAccounts:
    """A year as far as ledgers were closed, and what was decided of it."""
    ledgers = [
        LedgerYear(ledger=row["ledger"], entity=row["entity"], year=row["year"], result=Money.from_row(row, "result"),
                   net_assets=Money.from_row(row, "net"))
        for row in tx.all(Q.list_ledger_years, entity=entity, year=year)]
    accounts = accounts_of(entity, year, ledgers, str(tx.tables.value("currency", date(year, 12, 31))))
    row = tx.one(Q.find_approval, entity=entity, year=year)
    return accounts if row is None else replace(accounts, approval=Approval(
        approved_on=row["approved_on"], resolution_id=row["resolution_id"],
        to_reserve=Money.from_row(row, "to_reserve")))
