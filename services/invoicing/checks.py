"""Invoicing's proofs, one line each."""

from collections.abc import Callable, Iterator

from services.invoicing.bank.use_cases.proofs import prove_balance, prove_refunds
from services.invoicing.erasures.use_cases import prove_erasures
from services.invoicing.expenses.use_cases import prove_expenses
from services.invoicing.grants.use_cases import prove_grants
from services.invoicing.invoices.use_cases import prove_deposits, prove_series, prove_taxes
from services.invoicing.papers.use_cases import prove_papers
from services.invoicing.receivables.use_cases import prove_accounts, prove_open
from services.invoicing.signing.use_cases.forms import prove_forms
from services.invoicing.transfers.use_cases import prove_transfers
from services.invoicing.vat_returns.use_cases import prove_returns
from shared import ledger, outgoing
from shared.definitions import Check
from shared.postgres import Database, Tx


def _checking(faults: Callable[[Tx], Iterator[str]]) -> Callable[[Database], Iterator[str]]:
    def run(database: Database) -> Iterator[str]:
        with database.proving() as tx:
            yield from faults(tx)

    return run


CHECKS = [
    ledger.CHECK,
    outgoing.CHECK,
    Check("invoice series", _checking(prove_series)),
    Check("tax of documents", _checking(prove_taxes)),
    Check("deposits", _checking(prove_deposits)),
    Check("what clients owe", _checking(prove_open)),
    Check("what clients have", _checking(prove_accounts)),
    Check("expenses", _checking(prove_expenses)),
    Check("budget that moved", _checking(prove_transfers)),
    Check("grants", _checking(prove_grants)),
    Check("VAT returns", _checking(prove_returns)),
    Check("order forms", _checking(prove_forms)),
    Check("papers", _checking(prove_papers)),
    Check("erasures", _checking(prove_erasures)),
    Check("refunds under way", _checking(prove_refunds)),
    Check("bank balance", _checking(prove_balance)),
]
