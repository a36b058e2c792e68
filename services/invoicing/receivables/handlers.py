"""What clients owe: methods."""

from typing import Any

from services.invoicing.events import CreditReason, WriteOffReason
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.receivables import reads, schemas, use_cases
from services.invoicing.receivables.rules import Receivable
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class ReceivableHandlers:
    """What clients owe, given back or given up."""

    @command(schemas.IssueCreditNote, response=schemas.CreditNoteIssued, allow=allow("accountant"))
    def issue_credit_note(self, tx: Tx, *, invoice_id: str, net: Money, reason: str, description: str) -> Issued:
        """Give back a part of an invoice; what was paid of it becomes the client's own."""
        return use_cases.issue_credit_note(tx, invoice_id=invoice_id, net=net, reason=CreditReason(reason),
                                           description=description)

    @command(schemas.WriteOffInvoice, response=schemas.InvoiceGivenUp, allow=allow("accountant"))
    def write_off_invoice(self, tx: Tx, *, invoice_id: str, reason: str) -> Receivable:
        """Give up what is open on an invoice."""
        return use_cases.write_off_invoice(tx, invoice_id=invoice_id, reason=WriteOffReason(reason))

    @command(schemas.SettleFromAccount, response=schemas.InvoiceSetOff, allow=allow("accountant"))
    def settle_from_account(self, tx: Tx, *, invoice_id: str) -> Receivable:
        """Pay what is open on an invoice from what its client has with the house."""
        return use_cases.settle_from_account(tx, invoice_id=invoice_id)

    @command(schemas.RefundClient, response=schemas.ClientRefunded, allow=allow("accountant"))
    def refund_client(self, tx: Tx, *, client_id: str, amount: Money, iban: str) -> dict[str, str]:
        """Give back what a client has with the house, by a transfer."""
        return {"reference": use_cases.refund_client(tx, client_id=client_id, amount=amount, iban=iban)}

    @command(schemas.RejectRefund, allow=allow("accountant"))
    def reject_refund(self, tx: Tx, *, reference: str) -> None:
        """The bank refused a refund before any money moved: the client has it with the house again."""
        use_cases.reject_refund(tx, reference=reference)

    @query(schemas.ListClientAccounts, response=schemas.ClientAccount, many=True, allow=allow("accountant", "auditor"))
    def list_client_accounts(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Clients who have something with the house, or owe what they were given back too much."""
        return reads.list_client_accounts(tx, after=after, limit=limit)
