"""What clients owe: methods."""

from services.invoicing.events import CreditReason, WriteOffReason
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.receivables import schemas, use_cases
from services.invoicing.receivables.rules import Receivable
from shared.bus import allow, command
from shared.money import Money
from shared.postgres import Tx


class ReceivableHandlers:
    """What clients owe, given back or given up."""

    @command(schemas.IssueCreditNote, response=schemas.CreditNoteIssued, allow=allow("accountant"))
    def issue_credit_note(self, tx: Tx, *, invoice_id: str, net: Money, reason: str, description: str) -> Issued:
        """Give back a part of what an invoice still claims."""
        return use_cases.issue_credit_note(tx, invoice_id=invoice_id, net=net, reason=CreditReason(reason),
                                           description=description)

    @command(schemas.WriteOffInvoice, response=schemas.InvoiceGivenUp, allow=allow("accountant"))
    def write_off_invoice(self, tx: Tx, *, invoice_id: str, reason: str) -> Receivable:
        """Give up what is open on an invoice."""
        return use_cases.write_off_invoice(tx, invoice_id=invoice_id, reason=WriteOffReason(reason))
