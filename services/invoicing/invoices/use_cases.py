"""Issuing: the next number of the series, the document from the facts of the day, its texts and its digest."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from services.invoicing.clients.rules import Address, Client, ClientKind, Numbers
from services.invoicing.countries.protocol import law
from services.invoicing.events import InvoiceIssued
from services.invoicing.invoices import postings, store
from services.invoicing.invoices.documents.ubl import write_ubl
from services.invoicing.invoices.reads import get_issued
from services.invoicing.invoices.rules.content import as_content
from services.invoicing.invoices.rules.deposits import deposit_left, deposit_taxes
from services.invoicing.invoices.rules.invoice import (
    CREDIT_NOTES,
    FORM,
    Deducted,
    Deposit,
    Invoice,
    Issued,
    Line,
    Party,
    Seller,
    assert_forward,
    due_day,
    series_name,
    taxed,
)
from services.invoicing.invoices.rules.series import Kept, content_digest, series_faults
from services.invoicing.invoices.rules.vat import VatCase, taxes_of_next
from services.invoicing.orders.rules.order import Order, Part
from services.invoicing.orders.rules.prices import Supply
from shared.chain import canonical, new_salt
from shared.content import from_content
from shared.identifiers import new_id
from shared.ledger import balance
from shared.money import Money
from shared.postgres import Tx


def issue_invoice(
    tx: Tx, order: Order, client: Client, *, part: int, worked_on: Sequence[date], hours: Decimal, supplied_on: date,
) -> Issued:
    """Claim the amount of a completed part. Holds the series until the transaction ends: numbers have no gaps.

    Deposits that were paid are taken off line by line, at their VAT: what is claimed and taxed is the rest.
    """
    words, (place, deposits) = law(tx).paper_words(client.language), _begin(tx, order, part)
    worked = words["days_and_hours"].format(days=len(worked_on), hours=hours)
    lines = _lines_of(tx, order, client, order.part(part), detail=f"{order.title}: {worked}")
    less = [Line(description=words["deposit_deducted"].format(number=deposit.named.number), detail="", net=-net,
                 quantity=Decimal(-1), unit_price=net.amount, taken_off=Money.zero(net.currency), case=case)
            for deposit in deposits for case, net in deposit.less([(line.case, line.net) for line in lines])]
    issued = _issue_claim(tx, order, client, part=part, lines=(*lines, *less), supplied_from=min(worked_on),
                          place=place, supplied_on=supplied_on, deducts=tuple(deposit.named for deposit in deposits))
    for deposit in deposits:
        store.add_deduction(tx, deposit, issued.invoice_id)
        postings.book_deducted(tx, deposit)
    return replace(issued, deposits=deposits)


def _begin(tx: Tx, order: Order, part: int) -> tuple[int, tuple[Deposit, ...]]:
    """The place of the payment reference, and the deposits that were paid: asked at once, for others wait."""
    place, paid = store.begin_claim(tx, order.order_id, part)
    return place, tuple(deposit_left(get_issued(tx, invoice_id), with_vat=with_vat,
                                     given_back=store.get_given_back(tx, invoice_id, with_vat.currency))
                        for invoice_id, with_vat in paid)


def issue_deposit(tx: Tx, order: Order, client: Client, *, part: int, net: Money) -> Issued:
    """Claim a part's price before it is worked, as far as agreed; its tax is due at once (art. 22bis CTVA)."""
    agreed, words = order.part(part), law(tx).paper_words(client.language)
    taxes = deposit_taxes(taxed(_lines_of(tx, order, client, agreed, detail="")), net, part=part,
                          claimed=store.get_deposited(tx, order.order_id, part, net.currency))
    lines = tuple(
        Line(description=words["deposit_on"].format(what=agreed.description), detail=order.title, net=tax.base,
             unit_price=tax.base.amount, taken_off=Money.zero(net.currency), case=tax.case) for tax in taxes)
    place, _ = store.begin_claim(tx, order.order_id, part)
    return _issue_claim(tx, order, client, part=part, lines=lines, supplied_from=agreed.starts_on,
                        supplied_on=agreed.ends_on, place=place, is_deposit=True)


def _issue_claim(
    tx: Tx, order: Order, client: Client, *, part: int, lines: tuple[Line, ...], supplied_from: date, supplied_on: date,
    place: int, is_deposit: bool = False, deducts: tuple[Deducted, ...] = (),
) -> Issued:
    seller, buyer = seller_of(tx, order.entity), buyer_of(tx, client)
    reference = law(tx).payment_reference(
        prefix=tx.tables.row("reference_range", tx.on, "invoicing")["paid_by"], place=place)
    invoice = Invoice(
        number="", issued_on=tx.on,
        due_on=due_day(tx.on, tx.tables.integer("payment_term_days", tx.on)), supplied_from=supplied_from,
        supplied_on=supplied_on, order_reference=order.number, client_reference=order.client_reference,
        structured_communication=reference.bare, printed_communication=reference.printed,
        seller=seller, buyer=buyer, is_deposit=is_deposit, deducts=deducts,
        language=client.language, lines=lines,
        taxes=taxed(lines), form=FORM, notes=law(tx).mentions(
            tx.tables, tx.on, buyer=client.kind, language=client.language, vat_given_back=False,
            cases=[line.case for line in lines]))
    issued = _issue(tx, "", order.entity, invoice, invoice_id=new_id("inv"), order_id=order.order_id, part=part,
                    activity_id=order.activity_id, member_id=order.member_id, client_id=order.client_id, refers_to=None,
                    in_advance=is_deposit)
    tx.announce(InvoiceIssued(
        order_id=order.order_id, part=part, invoice_id=issued.invoice_id, number=issued.invoice.number,
        member_id=order.member_id, client_id=order.client_id, issued_on=invoice.issued_on, due_on=invoice.due_on,
        net=invoice.net, vat=invoice.vat, total=invoice.total, deposit=is_deposit))
    return issued


def _lines_of(tx: Tx, order: Order, client: Client, part: Part, *, detail: str) -> tuple[Line, ...]:
    """The lines of a part as a document of today shows them; the first says what was worked."""
    return tuple(
        Line(description=line.description, detail="" if place else detail, net=line.net, quantity=line.quantity,
             unit=line.unit, unit_price=line.unit_price, taken_off=line.taken_off,
             case=vat_case_of(tx, order, client, line.supply))
        for place, line in enumerate(part.lines))


def vat_case_of(tx: Tx, order: Order, client: Client, supply: Supply) -> VatCase:
    """How VAT falls due today on a supply to the client of an order, worked where the order says."""
    return law(tx).vat_case(tx.tables, tx.on, kind=client.kind, country=client.country, vat_number=client.vat_number,
                            supply=supply, place=order.place)


def issue_note(tx: Tx, corrected: Issued, *, net: Money, description: str) -> Issued:
    """Give back a part of an invoice at the VAT cases that it bore, with its number as the law wants it.

    Of several rates each gives back its share; the tax of all notes is that of the invoice, to the cent.
    """
    origin = corrected.invoice
    taxes = taxes_of_next(origin.taxes, net, given=store.get_given_back(tx, corrected.invoice_id, net.currency))
    lines = tuple(Line(description=description, detail="", net=tax.base, unit_price=tax.base.amount,
                       taken_off=Money.zero(net.currency), case=tax.case) for tax in taxes)
    note = Invoice(
        number="", issued_on=tx.on, due_on=tx.on,
        supplied_from=origin.supplied_from, supplied_on=origin.supplied_on, order_reference=origin.order_reference,
        client_reference=origin.client_reference, structured_communication="", printed_communication="",
        seller=seller_of(tx, corrected.entity), buyer=origin.buyer, language=origin.language, lines=lines,
        taxes=tuple(taxes), form=FORM,
        notes=law(tx).mentions(
            tx.tables, tx.on, buyer="", language=origin.language,
            vat_given_back=bool(origin.vat) and bool(origin.buyer.vat_number), cases=()),
        corrects=origin.number, corrects_issued_on=origin.issued_on)
    return _issue(tx, CREDIT_NOTES, corrected.entity, note, invoice_id=new_id("crn"), order_id=corrected.order_id,
                  part=corrected.part,
                  activity_id=corrected.activity_id, member_id=corrected.member_id, client_id=corrected.client_id,
                  refers_to=corrected.invoice_id, in_advance=corrected.in_advance)


def _issue(tx: Tx, prefix: str, entity: str, invoice: Invoice, *, in_advance: bool, **whose: Any) -> Issued:
    """Number a document. Whoever holds the series keeps everybody else from issuing: its texts are written before.

    A mark that nobody can know stands in them for the number; the database numbers and chains them in one statement.
    """
    marked, salt = replace(invoice, number=new_salt()), new_salt()
    content, ubl = _texts_of(marked)
    kept = {**whose, "in_advance": in_advance, "salt": salt, "series": series_name(prefix, tx.on)}
    placed = store.issue(tx, marked, content=content, ubl=ubl, **kept)
    if placed is None:
        _begin_series(tx, kept["series"], entity)
        return _issue(tx, prefix, entity, invoice, in_advance=in_advance, **whose)
    number = placed.pop("number")
    issued = Issued(**kept, **placed, invoice=replace(invoice, number=number),
                    content=content.replace(marked.number, number), ubl=ubl.replace(marked.number, number))
    postings.book_document(tx, issued)
    return issued


def _begin_series(tx: Tx, name: str, entity: str) -> None:
    """A series begins with its first document; one that ends on a later day goes no further."""
    series = store.lock_series(tx, name, entity)
    assert_forward(name, last_issued_on=series.last_issued_on, issued_on=tx.on)


def seller_of(tx: Tx, entity: str) -> Seller:
    """The legal entity that sells, as the law wants it named today."""
    row = tx.tables.row("cooperative", tx.on, entity)
    numbers = Numbers(enterprise_number=row["enterprise_number"], vat_number=row["vat_number"])
    address = Address(street=row["street"], postcode=row["postcode"], city=row["city"], country=row["country"])
    party = _party(tx, row["name"], ClientKind.COMPANY, address, numbers)
    return Seller(party=party, **{name: row[name] for name in ("legal_mention", "iban", "bic", "website", "email")})


def buyer_of(tx: Tx, client: Client) -> Party:
    """The client as documents of today name them."""
    return _party(tx, client.name, client.kind, client.address, client.numbers)


def _party(tx: Tx, name: str, kind: ClientKind, address: Address, numbers: Numbers) -> Party:
    reached = law(tx).electronic_address(tx.tables, tx.on, kind=kind, country=address.country, numbers=numbers)
    return Party(
        name=name, enterprise_number=numbers.enterprise_number, vat_number=numbers.vat_number,
        endpoint_scheme=reached.scheme if reached else "", endpoint=reached.number if reached else "",
        street=address.street, postcode=address.postcode, city=address.city, country=address.country)


def prove_series(tx: Tx) -> Iterator[str]:
    """Numbers gapless, days never going back, chain whole, and every text made again from its content."""
    for series in store.list_wrong_series(tx):
        yield f"invoicing: series {series} counts further than it holds"
    yield from series_faults(store.list_kept(tx), _made_again)


def _made_again(kept: Kept) -> bool:
    if kept.erased:
        return True  # the chain over its digest is proven all the same
    try:
        invoice = from_content(Invoice, json.loads(kept.content))
    except (TypeError, ValueError, KeyError, AttributeError):  # what was tampered with may be no content at all
        return False
    figures = (invoice.number, invoice.issued_on, invoice.net.cents, invoice.vat.cents, invoice.total.cents)
    return (figures == (kept.number, kept.issued_on, kept.net_cents, kept.vat_cents, kept.total_cents)
            and content_digest(kept.salt, kept.content, kept.ubl) == kept.content_digest
            and (invoice.form != FORM or _texts_of(invoice) == (kept.content, kept.ubl)))


def _texts_of(invoice: Invoice) -> tuple[str, str]:
    return canonical(as_content(invoice)), write_ubl(invoice)


def prove_deposits(tx: Tx) -> Iterator[str]:
    """What was claimed before it was worked, and neither taken off nor given back, stands on its account."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = -store.sum_deposits(tx, currency), balance(tx, postings.DEPOSITS, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.DEPOSITS} stands at {found}, what it keeps adds up to {expected}"


def prove_taxes(tx: Tx) -> Iterator[str]:
    """The tax of each document adds up to what it claims."""
    for number in store.list_wrong_taxes(tx):
        yield f"invoicing: the tax of {number} does not add up to its total"
