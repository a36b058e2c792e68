"""Issuing: the next number of the series, the document from the facts of the day, its texts and its digest."""

import json
import secrets
from dataclasses import dataclass
from datetime import date

from stdnum.be import ogm_vcs

from services.invoicing.documents.paper import file_name
from services.invoicing.documents.ubl import write_ubl
from services.invoicing.domain.bank import OWN_RANGE
from services.invoicing.domain.client import Client
from services.invoicing.domain.content import as_content, from_content
from services.invoicing.domain.invoice import (
    Invoice,
    Line,
    Party,
    Seller,
    assert_forward,
    communication_of,
    due_day,
    number_in,
    series_name,
    taxed,
)
from services.invoicing.domain.order import Order
from services.invoicing.domain.vat import VatCase, case_name, tax_of_next
from services.invoicing.store import invoices
from services.invoicing.store.invoices import Issued, Series
from services.invoicing.store.proofs import content_digest
from services.invoicing.use_cases.people import endpoint_of
from shared.bus.event_log import canonical, chained
from shared.identifiers import new_id
from shared.money import Money
from shared.outgoing import Document, send_out
from shared.postgres import Tx

CREDIT_NOTES = "CN"  # the prefix of the series of credit notes


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What is invoiced: a part of an order, from its first day of work to its completion."""

    part: int
    description: str
    detail: str
    net: Money
    supplied_from: date
    supplied_on: date


def issue_invoice(tx: Tx, order: Order, client: Client, supply: Supply) -> Issued:
    """Claim the amount of a completed part. Holds the series until the transaction ends: numbers have no gaps."""
    lines = (Line(description=supply.description, detail=supply.detail, net=supply.net, case=vat_case(tx, client)),)
    series = _next_of(tx, series_name("", tx.on))
    invoice = Invoice(
        number=number_in(series.series, series.last_place + 1), issued_on=tx.on,
        due_on=due_day(tx.on, tx.tables.integer("payment_term_days", tx.on)), supplied_from=supply.supplied_from,
        supplied_on=supply.supplied_on, order_reference=order.order_id, client_reference=order.client_reference,
        structured_communication=_next_communication(tx), seller=_seller(tx), buyer=_buyer(tx, client), lines=lines,
        taxes=taxed(lines), notes=(_mention(tx, "late_payment"),))
    issued = _kept(tx, series, invoice, new_id("inv"), order=order, part=supply.part, client_id=client.client_id)
    invoices.add_receivable(tx, issued)
    return issued


def issue_note(tx: Tx, order: Order, corrected: Issued, *, net: Money, before: Money, description: str) -> Issued:
    """Give back a part of an invoice at the VAT case that it bore, with its number as the law wants it.

    `before` was given back without VAT by earlier notes: the tax of all notes is that of the invoice, to the cent.
    """
    origin = corrected.invoice
    lines = (Line(description=description, detail="", net=net, case=origin.lines[0].case),)
    series = _next_of(tx, series_name(CREDIT_NOTES, tx.on))
    note = Invoice(
        number=number_in(series.series, series.last_place + 1), issued_on=tx.on, due_on=tx.on,
        supplied_from=origin.supplied_from, supplied_on=origin.supplied_on, order_reference=origin.order_reference,
        client_reference=origin.client_reference, structured_communication="", seller=_seller(tx), buyer=origin.buyer,
        lines=lines, taxes=(tax_of_next(lines[0].case, net, before=before),), notes=(_mention(tx, "credit_note"),),
        corrects=origin.number,
        corrects_issued_on=origin.issued_on)
    return _kept(tx, series, note, new_id("crn"), order=order, part=corrected.part, client_id=corrected.client_id,
                 refers_to=corrected.invoice_id)


def _next_of(tx: Tx, name: str) -> Series:
    series = invoices.lock_series(tx, name)
    assert_forward(name, last_issued_on=series.last_issued_on, issued_on=tx.on)
    return series


def _kept(
    tx: Tx, series: Series, invoice: Invoice, invoice_id: str, *, order: Order, part: int, client_id: str,
    refers_to: str | None = None,
) -> Issued:
    content, ubl, salt = canonical(as_content(invoice)), write_ubl(invoice), secrets.token_hex(16)
    inner = content_digest(salt, content, ubl)
    issued = Issued(
        invoice_id=invoice_id, order_id=order.order_id, part=part, activity_id=order.activity_id,
        member_id=order.member_id, client_id=client_id, refers_to=refers_to, series=series.series,
        place=series.last_place + 1, invoice=invoice, content=content, ubl=ubl, salt=salt, content_digest=inner,
        digest=chained(series.last_digest, invoice.number, inner))
    invoices.add_issued(tx, issued)
    if invoice.buyer.country == invoice.seller.party.country:
        send_out(tx, Document(channel="peppol", name=f"{file_name(invoice.number)}.xml", media_type="application/xml",
                              content=ubl.encode(), about=invoice_id))
    return issued


def load_issued(tx: Tx, invoice_id: str) -> Issued:
    """A document issued before, read from its content."""
    row = invoices.get_document(tx, invoice_id)
    kept = {name: row[name] for name in Issued.__dataclass_fields__ if name != "invoice"}
    return Issued(invoice=from_content(Invoice, json.loads(row["content"])), **kept)


def vat_case(tx: Tx, client: Client) -> VatCase:
    """How VAT falls due for a client on this day, with the words that it wants on the invoice."""
    row = tx.tables.row("vat_case", tx.on, _case_of(tx, client))
    return VatCase(category=row["category"], rate=tx.tables.decimal("vat_rate", tx.on, row["rate"]),
                   exemption_code=row["exemption_code"], exemption_reason=row["exemption_reason"], source=row.source)


def _case_of(tx: Tx, client: Client) -> str:
    return case_name(kind=client.kind, country=client.country, home=tx.tables.country)


def _next_communication(tx: Tx) -> str:
    base = communication_of(invoices.next_reference(tx), int(OWN_RANGE), "")
    return base + ogm_vcs.calc_check_digits(base)


def _mention(tx: Tx, key: str) -> str:
    return str(tx.tables.value("mention", tx.on, key))


def _seller(tx: Tx) -> Seller:
    row = tx.tables.row("cooperative", tx.on)
    party = Party(name=row["name"], enterprise_number=row["enterprise_number"], vat_number=row["vat_number"],
                  endpoint_scheme=tx.tables.row("peppol_scheme", tx.on, row["country"])["scheme"],
                  endpoint=row["enterprise_number"], street=row["street"], postcode=row["postcode"], city=row["city"],
                  country=row["country"])
    return Seller(party=party, **{name: row[name] for name in ("legal_mention", "iban", "bic", "website", "email")})


def _buyer(tx: Tx, client: Client) -> Party:
    scheme, endpoint = endpoint_of(tx, client)
    return Party(name=client.name, enterprise_number=client.enterprise_number, vat_number=client.vat_number,
                 endpoint_scheme=scheme, endpoint=endpoint, street=client.address.street,
                 postcode=client.address.postcode, city=client.address.city, country=client.country)
