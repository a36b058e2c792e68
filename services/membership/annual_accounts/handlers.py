"""What membership answers about its ledger and the annual accounts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.membership.annual_accounts import reads, schemas, use_cases
from services.membership.annual_accounts.rules import AnnualAccounts, Approval, Balance, LedgerYear
from shared.bus import Event, allow, command, handles, query
from shared.ledger import shapes, statement
from shared.ledger.handlers import LedgerHandlers
from shared.ledger.year import ClosedYear
from shared.money import Money
from shared.postgres import Tx

ACCOUNTANT = allow("accountant")


def _told(ledger: str, event: Event) -> LedgerYear:
    return LedgerYear(ledger=ledger, entity=event["entity"], year=event["year"], result=event["result"],
                      net_assets=event["net_assets"], balances=_balances(event["balances"]))


def _balances(told: Iterable[Mapping[str, Any]]) -> list[Balance]:
    return [Balance(**one) for one in told]


class AnnualAccountHandlers(LedgerHandlers):
    """The ledger as an accountant reads it, and the years of the entity over all its ledgers."""

    @handles("invoicing.books_year_closed", schemas.BooksYearClosed, replaced_by=["record_ledger_year"])
    def on_invoicing_books_year_closed(self, tx: Tx, event: Event) -> None:
        """Invoicing closed a year."""
        use_cases.record_ledger_year(tx, _told("invoicing", event))

    @handles("payroll.books_year_closed", schemas.BooksYearClosed, replaced_by=["record_ledger_year"])
    def on_payroll_books_year_closed(self, tx: Tx, event: Event) -> None:
        """Payroll closed a year."""
        use_cases.record_ledger_year(tx, _told("payroll", event))

    @command(schemas.RecordLedgerYear, response=schemas.AnnualAccountsDetail, allow=ACCOUNTANT)
    def record_ledger_year(
        self, tx: Tx, *, ledger: str, entity: str, year: int, result: Money, net_assets: Money,
    ) -> AnnualAccounts:
        """Where invoicing or payroll is not deployed: what its ledger says of a year, or that it has none."""
        return use_cases.record_ledger_year(tx, LedgerYear(ledger=ledger, entity=entity, year=year, result=result,
                                                           net_assets=net_assets))

    @command(schemas.RecordYearBalances, response=schemas.AnnualAccountsDetail, allow=ACCOUNTANT)
    def record_year_balances(
        self, tx: Tx, *, ledger: str, entity: str, year: int, balances: Sequence[Mapping[str, Any]],
    ) -> AnnualAccounts:
        """What stood on the accounts of a ledger that told its year without them."""
        return use_cases.record_year_balances(tx, ledger=ledger, entity=entity, year=year,
                                              balances=_balances(balances))

    @command(shapes.CloseYear, response=shapes.ClosedYearDetail, allow=ACCOUNTANT)
    def close_books_year(self, tx: Tx, *, entity: str, year: int) -> ClosedYear:
        """Close a calendar year in this ledger: nothing is booked in it any more."""
        return use_cases.close_books_year(tx, entity=entity, year=year)

    @command(schemas.ApproveAnnualAccounts, response=schemas.AnnualAccountsDetail, allow=ACCOUNTANT)
    def approve_annual_accounts(
        self, tx: Tx, *, entity: str, year: int, approved_on: date, resolution_id: str, to_reserve: Money,
    ) -> AnnualAccounts:
        """The assembly approved a year's accounts and decided how much of its result stays in the reserve."""
        approval = Approval(approved_on=approved_on, resolution_id=resolution_id, to_reserve=to_reserve)
        return use_cases.approve_annual_accounts(tx, entity=entity, year=year, approval=approval)

    @query(schemas.GetAnnualAccounts, response=schemas.AnnualAccountsDetail, allow=allow("accountant", "auditor",
                                                                                         "board"))
    def get_annual_accounts(self, tx: Tx, *, entity: str, year: int) -> AnnualAccounts:
        """A year over all ledgers, as far as they were closed, and what was decided of it."""
        return reads.get_accounts(tx, entity=entity, year=year)

    @query(shapes.CloseYear, response=schemas.AnnualStatementDetail, allow=allow("accountant", "auditor", "board"))
    def get_annual_statement(self, tx: Tx, *, entity: str, year: int) -> dict[str, Any]:
        """Balance sheet and income statement of a closed year, beside the year before, down to the accounts."""
        return reads.get_statement(tx, entity=entity, year=year)

    @query(schemas.GetAnnualAccountsPaper, response=schemas.PrintedAccounts,
           allow=allow("accountant", "auditor", "board"))
    def get_annual_accounts_paper(self, tx: Tx, *, entity: str, year: int, language: str) -> dict[str, str]:
        """The annual accounts as PDF, as the assembly gets them."""
        return use_cases.print_annual_accounts(tx, entity=entity, year=year, language=language)

    @query(schemas.GetMemberAccount, response=schemas.LedgerLine, many=True,
           allow=allow("desk", "accountant", "auditor", self_by="member_id"))
    def get_member_account(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """Every line that the ledger has of a member."""
        return statement(tx, member=member_id)
