"""The paper: the invoice as PDF/A-3 with the e-invoice inside. The same content gives the same bytes.

It takes 20 to 60 ms of processor: the job `render_invoices` makes it, in a process of its own; a service never does.
"""

import json
from datetime import date
from importlib import resources
from typing import Any

from services.invoicing.documents.ubl import percent, printed_communication
from services.invoicing.domain.content import from_content
from services.invoicing.domain.invoice import Invoice, Party
from services.invoicing.domain.vat import VatCase
from shared.money import Money


def write_paper(content: str, ubl: str) -> bytes:
    """The PDF of an invoice, from its canonical content and its e-invoice."""
    import typst  # noqa: PLC0415  (80 MB that only the maker of papers needs)

    sheet = (resources.files(__package__) / "invoice.typ").read_bytes()
    shown = json.dumps(shown_on_paper(from_content(Invoice, json.loads(content))), ensure_ascii=False)
    pdf: bytes = typst.compile(
        sheet, format="pdf", pdf_standards=["a-3b"], ignore_system_fonts=True,
        sys_inputs={"invoice": shown, "ubl": ubl},
    )
    return pdf


def shown_on_paper(invoice: Invoice) -> dict[str, Any]:
    """What the paper shows, as text."""
    return {
        "kind": "Note de crédit / Creditnota" if invoice.is_credit_note else "Facture / Factuur",
        "number": invoice.number, "file": f"{file_name(invoice.number)}.xml",
        "date": [invoice.issued_on.year, invoice.issued_on.month, invoice.issued_on.day],
        "issued_on": _day(invoice.issued_on), "due_on": _day(invoice.due_on),
        "supplied": f"{_day(invoice.supplied_from)} - {_day(invoice.supplied_on)}",
        "order": invoice.order_reference, "reference": invoice.client_reference, "corrects": invoice.corrects,
        "communication": printed_communication(invoice.structured_communication) if not invoice.corrects else "",
        "seller": _party(invoice.seller.party), "legal": invoice.seller.legal_mention,
        "contact": f"{invoice.seller.email} - {invoice.seller.website}",
        "bank": f"{invoice.seller.iban} ({invoice.seller.bic})", "buyer": _party(invoice.buyer),
        "lines": [[line.description, line.detail, _rate(line.case), _money(line.net)] for line in invoice.lines],
        "taxes": [[_rate(tax.case), _money(tax.base), _money(tax.vat)] for tax in invoice.taxes],
        "net": _money(invoice.net), "vat": _money(invoice.vat), "total": _money(invoice.total),
        "currency": invoice.total.currency,
        "mentions": [*(tax.case.exemption_reason for tax in invoice.taxes if tax.case.exemption_reason),
                     *invoice.notes],
    }


def file_name(number: str) -> str:
    """`2026/000001` -> `2026-000001`."""
    return number.replace("/", "-")


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "street": party.street, "city": f"{party.country}-{party.postcode} {party.city}",
            "number": party.vat_number or party.enterprise_number}


def _rate(case: VatCase) -> str:
    return percent(case.rate).rstrip("0").rstrip(".").replace(".", ",")


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _money(money: Money) -> str:
    whole, cents = str(money.amount).split(".")
    return f"{int(whole):,}".replace(",", " ") + f",{cents}"
