"""Documents: questions."""

from typing import Any

from services.invoicing.invoices import reads, schemas
from shared.bus import allow, query
from shared.postgres import Tx


class InvoiceHandlers:
    """Invoices and credit notes."""

    @query(schemas.GetInvoice, response=schemas.InvoiceDetail,
           allow=allow("advisor", "accountant", "auditor", "service", self_by=reads.owner_of_invoice))
    def get_invoice(self, tx: Tx, *, invoice_id: str) -> dict[str, Any]:
        """An invoice or credit note whole."""
        return reads.get_invoice(tx, invoice_id=invoice_id)

    @query(schemas.ListInvoices, response=schemas.InvoiceSummary, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_invoices(
        self, tx: Tx, *, client_id: str | None, member_id: str | None, order_id: str | None,
        open: bool | None,  # noqa: A002 - the wire's own word
        after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """A page of documents."""
        return reads.list_invoices(tx, client_id=client_id, member_id=member_id, order_id=order_id, open=open,
                                   after=after, limit=limit)

    @query(schemas.CountInvoices, response=schemas.InvoicesCounted,
           allow=allow("advisor", "accountant", "auditor", "ops"))
    def count_invoices(self, tx: Tx) -> dict[str, Any]:
        """How many documents there are."""
        return reads.count_invoices(tx)
