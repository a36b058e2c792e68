"""Documents as files."""

from services.invoicing.invoices.rules.invoice import file_name
from services.invoicing.papers.errors import PaperNotReady
from services.invoicing.papers.rules import NamedFile, SetAside
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_invoice_ubl(tx: Tx, *, invoice_id: str) -> NamedFile:
    """The e-invoice."""
    row = tx.require(Q.get_paper, NotFound(kind="invoice", id=invoice_id), invoice_id=invoice_id)
    return NamedFile(name=f"{file_name(row['number'])}.xml", media_type="application/xml", content=row["ubl"].encode())


def get_invoice_pdf(tx: Tx, *, invoice_id: str) -> NamedFile:
    """The paper, once the job has made it."""
    row = tx.require(Q.get_paper, NotFound(kind="invoice", id=invoice_id), invoice_id=invoice_id)
    if row["pdf"] is None:
        raise PaperNotReady(invoice_id=invoice_id)
    return NamedFile(name=f"{file_name(row['number'])}.pdf", media_type="application/pdf", content=row["pdf"])


def list_set_aside_documents(tx: Tx, *, after: str, limit: int) -> list[SetAside]:
    """Documents that could not be made or may not leave, with why and since when."""
    return [SetAside(**row) for row in tx.all(Q.list_set_aside, after=after, limit=limit)]
