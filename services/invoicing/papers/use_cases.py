"""Papers: made from what is stored, judged by the official rules, kept and sent. Only jobs call this."""

import json

from services.invoicing.documents.paper import file_name, write_paper
from services.invoicing.documents.rules import faults_of, rules_version
from services.invoicing.store import invoices
from shared.outgoing import Document, send_out
from shared.postgres import Tx

BATCH = 20


def render_invoices(tx: Tx) -> int:
    """Make the papers of the oldest documents that have none; how many. Run twice at once, each is kept once."""
    found = invoices.unrendered(tx, limit=BATCH)
    for row in found:
        pdf = write_paper(row["content"], row["ubl"])
        faults = faults_of(row["ubl"])
        if invoices.add_paper(tx, invoice_id=row["invoice_id"], pdf=pdf, rules=rules_version(),
                              faults=json.dumps(faults)):
            send_out(tx, Document(channel="mail", name=f"{file_name(row['number'])}.pdf", media_type="application/pdf",
                                  content=pdf, about=row["invoice_id"]))
    return len(found)
