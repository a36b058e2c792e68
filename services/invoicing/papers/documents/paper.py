"""The paper: a document as PDF/A-3 with the e-invoice inside, in the client's language. Same content, same bytes."""

from collections.abc import Mapping

from segno.helpers import make_epc_qr

from services.invoicing.invoices.rules.invoice import Invoice, Line, Party, file_name
from shared.money import Money
from shared.papers import (
    Attachment,
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Paragraphs,
    Percent,
    PrintedPaper,
    PrintedParty,
    Sums,
    Table,
    print_paper,
    spaced,
)

Words = Mapping[str, str]


def write_paper(invoice: Invoice, ubl: str, words: Words) -> bytes:
    """The PDF of a document, from its content, its e-invoice and the words of its language."""
    return print_paper(paper_of(invoice, ubl, words))


def paper_of(invoice: Invoice, ubl: str, words: Words) -> PrintedPaper:
    """What the paper shows."""
    seller = invoice.seller
    mentions = (*(tax.case.exemption_reason for tax in invoice.taxes if tax.case.exemption_reason), *invoice.notes)
    return PrintedPaper(
        language=invoice.language, country=seller.party.country, issuer=_party(seller.party),
        title=words[kind_of(invoice)], number=invoice.number,
        on=invoice.issued_on, addressee=_party(invoice.buyer), facts=_facts(invoice, words),
        blocks=(_lines(invoice, words), _sums(invoice, words), *_to_pay(invoice, words), Paragraphs(mentions,
                                                                                                    small=True)),
        is_copy=invoice.by_network,
        footer=(f"{seller.party.name} - {seller.legal_mention}", f"{spaced(seller.iban)} ({seller.bic})",
                f"{seller.email} - {seller.website}"),
        attachments=(Attachment(name=f"{file_name(invoice.number)}.xml", media_type="application/xml", content=ubl,
                                description="Peppol BIS Billing 3.0"),))


def kind_of(invoice: Invoice) -> str:
    """What a document is called, as the key of the word."""
    if invoice.is_credit_note:
        return "credit_note"
    return "deposit_invoice" if invoice.is_deposit else "invoice"


def _party(party: Party) -> PrintedParty:
    return PrintedParty(name=party.name, lines=(
        party.street, f"{party.country}-{party.postcode} {party.city}", party.vat_number or party.enterprise_number))


def _facts(invoice: Invoice, words: Words) -> tuple[tuple[str, str], ...]:
    figures = Figures(invoice.language, invoice.seller.party.country)
    supplied = dict.fromkeys((figures.spell(invoice.supplied_from), figures.spell(invoice.supplied_on)))
    when = words["to_be_supplied" if invoice.is_deposit else "supplied"]
    return ((words["issued_on"], figures.spell(invoice.issued_on)), (when, " - ".join(supplied)),
            (words["order"], invoice.order_reference), (words["reference"], invoice.client_reference),
            (words["corrects"], invoice.corrects))


def _lines(invoice: Invoice, words: Words) -> Block:
    return Table(
        columns=(Column(words["description"], wide=True), Column(words["quantity"], figures=True),
                 Column(words["unit_price"], figures=True), Column(words["vat_rate"], figures=True),
                 Column(words["net"], figures=True)),
        rows=[_line(line, invoice, words) for line in invoice.lines])


def _line(line: Line, invoice: Invoice, words: Words) -> tuple[Cell | str | Money | Percent, ...]:
    figures = Figures(invoice.language, invoice.seller.party.country)
    detail = [line.detail, words["less"].format(amount=figures.spell(line.taken_off)) if line.taken_off else ""]
    counted = f"{figures.spell(line.quantity.normalize())} {words[line.unit]}"
    return (Cell(line.description, detail=", ".join(filter(None, detail))), counted,
            figures.price(line.price, line.net.currency), Percent(line.case.rate), line.net)


def _sums(invoice: Invoice, words: Words) -> Block:
    figures = Figures(invoice.language, invoice.seller.party.country)
    taxes = [(words["vat_of"].format(rate=figures.spell(Percent(tax.case.rate)), base=figures.spell(tax.base)), tax.vat)
             for tax in invoice.taxes]
    return Sums(((words["total_net"], invoice.net), *taxes,
                 (words["total_credited" if invoice.is_credit_note else "total"], invoice.total)))


def _to_pay(invoice: Invoice, words: Words) -> tuple[Block, ...]:
    if invoice.is_credit_note:
        return ()
    return (Facts(((words["pay_until"], invoice.due_on), (words["account"], spaced(invoice.seller.iban)),
                   (words["communication"], invoice.printed_communication)), boxed=True, picture=_qr(invoice),
                  picture_says=words["scan_to_pay"]),)


def _qr(invoice: Invoice) -> str:
    """The EPC code (EPC069-12) that fills in a transfer; euro only."""
    if invoice.total.currency != "EUR":
        return ""
    code = make_epc_qr(name=invoice.seller.party.name[:70], iban=invoice.seller.iban, amount=invoice.total.amount,
                       text=invoice.printed_communication)
    return str(code.svg_inline(border=1))
