"""Documents as files."""

from services.invoicing.invoices.reads import owner_of_invoice
from services.invoicing.papers import reads, schemas
from services.invoicing.papers.rules import NamedFile
from shared.bus import allow, query
from shared.postgres import Tx

_READERS = allow("advisor", "accountant", "auditor", "service", self_by=owner_of_invoice)


class PaperHandlers:
    """The e-invoice and the paper of a document."""

    @query(schemas.GetInvoiceFile, response=schemas.InvoiceFile, allow=_READERS)
    def get_invoice_ubl(self, tx: Tx, *, invoice_id: str) -> NamedFile:
        """The e-invoice."""
        return reads.get_invoice_ubl(tx, invoice_id=invoice_id)

    @query(schemas.GetInvoiceFile, response=schemas.InvoiceFile, allow=_READERS)
    def get_invoice_pdf(self, tx: Tx, *, invoice_id: str) -> NamedFile:
        """The paper, once the job `render_invoices` has made it."""
        return reads.get_invoice_pdf(tx, invoice_id=invoice_id)
