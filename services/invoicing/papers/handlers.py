"""Documents as files."""

from services.invoicing.invoices.reads import owner_of_invoice
from services.invoicing.papers import reads, schemas, use_cases
from services.invoicing.papers.rules import NamedFile, SetAside
from shared.bus import allow, command, query
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

    @query(schemas.ListSetAside, response=schemas.SetAsideDocument, many=True,
           allow=allow("accountant", "auditor", "ops"))
    def list_set_aside_documents(self, tx: Tx, *, after: str, limit: int) -> list[SetAside]:
        """Documents that could not be made, or that an official rule stops."""
        return reads.list_set_aside_documents(tx, after=after, limit=limit)

    @command(schemas.RetryDocument, allow=allow("accountant", "ops"))
    def retry_document(self, tx: Tx, *, invoice_id: str) -> None:
        """Have the next run try a document again that was set aside."""
        use_cases.retry_document(tx, invoice_id=invoice_id)
