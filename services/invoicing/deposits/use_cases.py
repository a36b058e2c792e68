"""Deposits: invoiced before the work, taken off by the invoice of the work, credited where that never comes."""

from datetime import date

import structlog

from services.invoicing.clients.reads import get_client
from services.invoicing.countries.protocol import law
from services.invoicing.deposits import rules, store
from services.invoicing.events import CreditReason
from services.invoicing.invoices.reads import get_credited_net, get_issued
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.invoices.use_cases import issue_deposit
from services.invoicing.orders.use_cases import order_for_work
from services.invoicing.receivables.use_cases import claim, issue_credit_note
from shared.errors import Refusal
from shared.money import Money
from shared.postgres import Database, Tx, is_away

log = structlog.get_logger()


def invoice_deposit(tx: Tx, *, order_id: str, part: int, net: Money) -> Issued:
    """Claim some of a part's price before it is worked. The client who pays it has paid for nothing else."""
    order, _ = order_for_work(tx, order_id)
    rules.assert_can_be_invoiced_before(order, part)
    issued = issue_deposit(tx, order, get_client(tx, client_id=order.client_id), part=part, net=net)
    claim(tx, issued)
    return issued


def _give_back(tx: Tx, issued: Issued) -> None:
    invoice = issued.invoice
    left = invoice.net - get_credited_net(tx, issued.invoice_id, invoice.net.currency)
    issue_credit_note(tx, invoice_id=issued.invoice_id, net=left, reason=CreditReason.DEPOSIT,
                      description=law(tx).paper_words(invoice.language)["deposit_deducted"].format(
                          number=invoice.number))


def give_deposits_back(database: Database, on: date) -> tuple[int, int]:
    """Credit every deposit that no invoice will take off: how many were, and how many could not be.

    Its work was cancelled or given up, or was invoiced whole because the deposit was not paid by then. What was paid of
    it stands on the client's account.
    """
    with database.reading(on=on, actor="job") as tx:
        waiting = store.list_left_over(tx)
    given = [_given_back(database, invoice_id, on) for invoice_id in waiting]
    return sum(given), len(given) - sum(given)


def _given_back(database: Database, invoice_id: str, on: date) -> bool:
    try:
        with database.transaction(on=on, actor="job") as tx:
            order_for_work(tx, (issued := get_issued(tx, invoice_id)).order_id)
            if invoice_id in store.list_left_over(tx):
                _give_back(tx, issued)
    except Exception as error:  # one that cannot be credited today stops no other
        if is_away(error):
            raise
        log.warning("deposit_not_given_back", invoice=invoice_id,
                    why=error.code if isinstance(error, Refusal) else type(error).__name__)
        return False
    return True
