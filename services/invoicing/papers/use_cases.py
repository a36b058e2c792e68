"""Papers: made from what is stored, judged by the official rules, kept and sent. Only jobs call this."""

import json

from services.invoicing.countries.protocol import law
from services.invoicing.invoices.rules.content import from_content
from services.invoicing.invoices.rules.invoice import Invoice, file_name
from services.invoicing.papers import store
from services.invoicing.papers.documents.official_rules import faults_of, rules_version
from services.invoicing.papers.documents.paper import write_paper
from shared.outgoing import Document, send_out
from shared.postgres import Tx

BATCH = 20


def render_invoices(tx: Tx) -> int:
    """Make the papers of the oldest documents that have none; how many. Run twice at once, each is kept once."""
    found = store.lock_unprinted(tx, limit=BATCH)
    for one in found:
        invoice = from_content(Invoice, json.loads(one.content))
        pdf = write_paper(invoice, one.ubl, law(tx).paper_words(invoice.language))
        faults = faults_of(one.ubl)
        if store.add_paper(tx, invoice_id=one.invoice_id, pdf=pdf, rules=rules_version(), faults=json.dumps(faults)):
            send_out(tx, Document(channel="mail", name=f"{file_name(one.number)}.pdf", media_type="application/pdf",
                                  content=pdf, about=one.invoice_id))
    return len(found)


def count_unprinted(tx: Tx) -> int:
    """How many papers are to be made."""
    return store.count_unprinted(tx)
