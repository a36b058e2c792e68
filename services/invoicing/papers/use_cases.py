"""Papers: made from what is stored, judged by the official rules, kept and sent. Only jobs call this.

What cannot be made, or breaks an official rule, is set aside with its reason; the others are made.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import structlog

from services.invoicing.clients.reads import get_client
from services.invoicing.clients.rules import Client
from services.invoicing.countries.protocol import law
from services.invoicing.invoices.rules.invoice import Invoice, file_name
from services.invoicing.papers import store
from services.invoicing.papers.documents.enclosing import with_paper
from services.invoicing.papers.documents.official_rules import judge, rules_version
from services.invoicing.papers.documents.paper import Words, kind_of, write_paper
from services.invoicing.papers.errors import NotSetAside
from services.invoicing.papers.rules import EInvoiceFault, Unprinted, assert_may_leave
from shared.content import from_content
from shared.errors import Refusal
from shared.mail import Enclosure, Mail, MailSender, send_mail
from shared.outgoing import Document, send_out
from shared.postgres import Tx

BATCH, MOST_NAMED = 20, 1_000
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class _Made:
    """A document ready to be kept and sent."""

    invoice: Invoice
    pdf: bytes
    e_invoice: bytes
    faults: list[EInvoiceFault]


def render_invoices(tx: Tx) -> int:
    """Make the papers of the oldest documents that have none; how many. Run twice at once, each is kept once."""
    found = store.lock_unprinted(tx, limit=BATCH)
    for one in found:
        client = get_client(tx, client_id=one.client_id)
        made = _made(one, law(tx).paper_words(client.language))
        if isinstance(made, str):
            store.add_set_aside(tx, one.invoice_id, made)
        elif store.add_paper(tx, invoice_id=one.invoice_id, pdf=made.pdf, rules=rules_version(),
                             faults=json.dumps([str(fault) for fault in made.faults])):
            _send(tx, one, made, client, law(tx).paper_words(made.invoice.language))
    return len(found)


def _made(one: Unprinted, words: Words) -> _Made | str:
    """The document, or why it is set aside."""
    try:
        invoice = from_content(Invoice, json.loads(one.content))
        pdf = write_paper(invoice, one.ubl, words)
        e_invoice = with_paper(one.ubl, pdf, f"{file_name(one.number)}.pdf")
        faults = judge(e_invoice)
        assert_may_leave(faults)
        return _Made(invoice=invoice, pdf=pdf, e_invoice=e_invoice, faults=faults)
    except Refusal as refusal:
        return refusal.message
    except Exception as error:  # whatever falls over one document must not stop the papers of the house
        log.exception("document_set_aside", invoice=one.invoice_id)
        return f"It could not be made ({type(error).__name__}); the log says more."


def _send(tx: Tx, one: Unprinted, made: _Made, client: Client, words: Words) -> None:
    """The e-invoice where the law wants it by the network; by mail the paper, which then is a copy."""
    invoice, name = made.invoice, file_name(one.number)
    if invoice.by_network:
        send_out(tx, Document(channel="peppol", name=f"{name}.xml", media_type="application/xml",
                              content=made.e_invoice, about=one.invoice_id))
    if client.email:
        kind = words[kind_of(invoice)]
        send_mail(tx, Mail(
            to=client.email, subject=f"{kind} {invoice.number} - {invoice.seller.party.name}",
            text=words["mail_text"].format(kind=kind, number=invoice.number, seller=invoice.seller.party.name),
            language=invoice.language, reference=f"invoice-{name}", about=one.invoice_id,
            enclosures=(Enclosure(name=f"{name}.pdf", media_type="application/pdf", content=made.pdf),),
        ), MailSender(name=invoice.seller.party.name, address=invoice.seller.email))


def prove_papers(tx: Tx) -> Iterator[str]:
    """No document is set aside: one that was could not be made, or breaks an official rule."""
    for one in store.list_set_aside(tx, limit=MOST_NAMED):
        yield f"invoicing: {one.number} is set aside since {one.since}: {one.reason}"


def count_unprinted(tx: Tx) -> int:
    """How many papers are to be made."""
    return store.count_unprinted(tx)


def retry_document(tx: Tx, *, invoice_id: str) -> None:
    """What stopped a document was put right: the next run tries it again."""
    if not store.remove_set_aside(tx, invoice_id):
        raise NotSetAside(invoice_id=invoice_id)
