"""What issuing a document books: the sale and its tax."""

from services.invoicing.invoices.rules.invoice import Deposit, Issued
from shared.ledger import Entry, post, signed
from shared.postgres import Tx

CLIENTS, TURNOVER, VAT = "clients", "services_sold", "vat_payable"
DEPOSITS = "deposits_invoiced"  # claimed before it was worked: no turnover yet


def book_document(tx: Tx, issued: Issued) -> None:
    """The client owes the total: net is turnover, the rest is the state's; a credit note turns it back."""
    invoice = issued.invoice
    side, name = (-1, "Credit note") if invoice.is_credit_note else (1, "Invoice")
    whose = {"activity": issued.activity_id, "order": issued.order_id, "member": issued.member_id}
    post(tx, Entry(
        journal="sales", document=issued.invoice_id, text=f"{name} {invoice.number}", event_on=tx.on,
        entity=issued.entity,
        postings=(signed(CLIENTS, invoice.total.times(side), **whose),
                  signed(DEPOSITS if issued.in_advance else TURNOVER, invoice.net.times(-side), **whose),
                  signed(VAT, invoice.vat.times(-side), **whose))))


def book_deducted(tx: Tx, deposit: Deposit) -> None:
    """The work that a deposit was paid for is done: what is left of it is turnover."""
    issued, net = deposit.issued, deposit.net
    whose = {"activity": issued.activity_id, "order": issued.order_id, "member": issued.member_id}
    post(tx, Entry(journal="deposits", document=issued.invoice_id, text=f"Deposit {issued.invoice.number} worked",
                   event_on=tx.on, entity=issued.entity,
                   postings=(signed(DEPOSITS, net, **whose), signed(TURNOVER, -net, **whose))))
