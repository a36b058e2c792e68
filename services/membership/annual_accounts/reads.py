"""Questions about annual accounts."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any

from services.membership.annual_accounts.errors import BalancesUnknown, LedgersStillOpen
from services.membership.annual_accounts.rules import (
    AnnualAccounts,
    Approval,
    Balance,
    LedgerYear,
    accounts_of,
    assert_balances_told,
    assert_closed_everywhere,
)
from services.membership.annual_accounts.rules.statement import RubricRule, Side, Statement, draw_up
from shared.money import Money
from shared.papers import LANGUAGES
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_statement(tx: Tx, *, entity: str, year: int) -> dict[str, Any]:
    """Balance sheet and income statement, down to the accounts."""
    drawn = draw_up_year(tx, entity=entity, year=year)
    return {"entity": entity, "year": year, "rubrics": drawn.rubrics, "assets": drawn.sum_of(Side.ASSETS),
            "equity": drawn.sum_of(Side.EQUITY), "debts": drawn.sum_of(Side.DEBTS), "result": drawn.accounts.result}


def draw_up_year(tx: Tx, *, entity: str, year: int) -> Statement:
    """The statement of a year that is closed everywhere, beside the year before where that one is known as well."""
    accounts, before = (get_accounts(tx, entity=entity, year=one) for one in (year, year - 1))
    assert_closed_everywhere(accounts)
    assert_balances_told(accounts)
    rules = _rubrics(tx.tables, accounts.last_day)
    with suppress(LedgersStillOpen, BalancesUnknown):
        assert_closed_everywhere(before)
        assert_balances_told(before)
        return draw_up(accounts, rules, before=draw_up(before, rules))
    return draw_up(accounts, rules)


def _rubrics(tables: Tables, on: date) -> list[RubricRule]:
    """The country's rubrics of annual accounts, in the order of its tables."""
    keys = [key for name, key in tables.names() if name == "annual_rubric"] or [""]  # none: refused by name
    rows = sorted((tables.row("annual_rubric", on, key) for key in keys), key=itemgetter("place"))
    return [RubricRule(rubric=str(row["key"]), side=Side(row["side"]), accounts=str(row["accounts"]).split(),
                       otherwise=str(row.fields.get("otherwise", "")),
                       takes_result=bool(row.fields.get("takes_result", False)),
                       names={language: str(row[language]) for language in LANGUAGES}) for row in rows]


def get_accounts(tx: Tx, *, entity: str, year: int) -> AnnualAccounts:
    """A year as far as ledgers were closed, and what was decided of it."""
    balances = defaultdict(list)
    for stood in tx.all(Q.list_balances, entity=entity, year=year):
        balances[stood["ledger"]].append(Balance(
            account=stood["account"], name=stood["name"], mirror=stood["mirror"], amount=Money.from_row(stood)))
    ledgers = [
        LedgerYear(ledger=row["ledger"], entity=row["entity"], year=row["year"], result=Money.from_row(row, "result"),
                   net_assets=Money.from_row(row, "net"), balances=balances[row["ledger"]])
        for row in tx.all(Q.list_ledger_years, entity=entity, year=year)]
    accounts = accounts_of(entity, year, ledgers, str(tx.tables.value("currency", date(year, 12, 31))))
    row = tx.one(Q.find_approval, entity=entity, year=year)
    return accounts if row is None else replace(accounts, approval=Approval(
        approved_on=row["approved_on"], resolution_id=row["resolution_id"],
        to_reserve=Money.from_row(row, "to_reserve")))
