"""Annual accounts: told by each ledger, decided by the assembly, known to the tests before money leaves the capital."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from services.membership.annual_accounts import postings, reads, rules, store
from services.membership.annual_accounts.documents import annual_accounts_pdf
from services.membership.annual_accounts.rules import OWN, AnnualAccounts, Approval, Balance, LedgerYear
from services.membership.payouts.use_cases import record_net_assets
from shared.ledger import MAIN_ENTITY
from shared.ledger.year import ClosedYear, close_year
from shared.papers import PrintedParty
from shared.postgres import Tx


def close_books_year(tx: Tx, *, entity: str, year: int) -> ClosedYear:
    """Shut the days of a year in membership's own ledger, and note what it says of the year."""
    closed = close_year(tx, entity=entity, year=year)
    store.add_ledger_year(tx, LedgerYear(ledger=OWN, entity=entity, year=year, result=closed.result,
                                         net_assets=closed.net_assets, balances=[
                                             Balance(account=one.account, name=one.name, mirror=one.mirror,
                                                     amount=one.amount) for one in closed.balances]))
    return closed


def record_ledger_year(tx: Tx, told: LedgerYear) -> AnnualAccounts:
    """What another ledger says of a year; the accounts as far as they are known then."""
    store.add_ledger_year(tx, told)
    return reads.get_accounts(tx, entity=told.entity, year=told.year)


def record_year_balances(
    tx: Tx, *, ledger: str, entity: str, year: int, balances: Sequence[Balance],
) -> AnnualAccounts:
    """What stood on the accounts of a ledger that told its year without them: a whole trial balance."""
    rules.assert_balanced(balances)
    store.add_balances(tx, ledger, entity, year, balances)
    return reads.get_accounts(tx, entity=entity, year=year)


def approve_annual_accounts(tx: Tx, *, entity: str, year: int, approval: Approval) -> AnnualAccounts:
    """The assembly approved a year that is closed in every ledger, and decided how much stays in the reserve.

    No dividend is paid: what is not decided to be in the reserve is carried on. For the entity that issued the shares,
    the net assets are those by which leavers' shares are valued and every payment out of the capital is tested.
    """
    accounts = reads.get_accounts(tx, entity=entity, year=year)
    rules.assert_closed_everywhere(accounts)
    reserve = postings.reserve_of(tx, entity, accounts.result.currency)
    rules.assert_appropriated(accounts.result, to_reserve=approval.to_reserve, reserve=reserve)
    store.add_approval(tx, accounts, approval)
    postings.book_appropriation(tx, accounts, approval)
    if entity == MAIN_ENTITY:
        record_net_assets(tx, as_of=accounts.last_day, approved_on=approval.approved_on, kind="approved_accounts",
                          net_assets=accounts.net_assets, unavailable_equity=reserve + approval.to_reserve)
    return replace(accounts, approval=approval)


def print_annual_accounts(tx: Tx, *, entity: str, year: int, language: str) -> dict[str, str]:
    """The accounts on paper; the same year and decision give the same bytes."""
    drawn = reads.draw_up_year(tx, entity=entity, year=year)
    company = tx.tables.row("company", drawn.accounts.last_day)
    content = annual_accounts_pdf(drawn, language=language, country=tx.tables.country, issuer=PrintedParty(
        name=str(company["name"]), lines=(str(company["form"]), str(company["seat"]))))
    return {"media_type": "application/pdf", "content": base64.b64encode(content).decode(),
            "digest": hashlib.sha256(content).hexdigest()}
