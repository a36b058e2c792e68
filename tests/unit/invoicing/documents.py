"""Invoices for the tests of the documents."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.invoicing.invoices.rules.invoice import FORM, Invoice, Line, Party, Seller, taxed
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.papers.documents.official_rules import judge
from shared.money import Money

STANDARD = VatCase(category="S", rate=Decimal("0.21"), source="test")
REDUCED = VatCase(category="S", rate=Decimal("0.06"), source="test")
REVERSE = VatCase(category="AE", rate=Decimal(0), exemption_code="VATEX-EU-AE",
                  exemption_reason="Autoliquidation (art. 196 directive 2006/112/EC)", source="test")
CO_CONTRACTOR = VatCase(category="AE", rate=Decimal(0), exemption_code="VATEX-EU-AE",
                        exemption_reason="Autoliquidation (art. 20 royal decree no. 1)", source="test",
                        mention="co_contractor")
COOP = Party(name="Shared Company Belgique SC", enterprise_number="0899997573", vat_number="BE0899997573",
             endpoint_scheme="0208", endpoint="0899997573", street="Rue du Travail 1", postcode="1060",
             city="Bruxelles", country="BE")
SELLER = Seller(party=COOP, legal_mention="SC agréée - RPM Bruxelles 0899.997.573", iban="BE86523012345650",
                bic="TRIOBEBB", website="www.shared-company.example", email="facturation@shared-company.example")
BELGIAN = Party(name="Théâtre <du Coin> & Fils SRL", enterprise_number="0403019261", vat_number="BE0403019261",
                endpoint_scheme="0208", endpoint="0403019261", street="Rue Haute 1", postcode="4000", city="Liège",
                country="BE")
GERMAN = Party(name="Müller & Söhne GmbH", enterprise_number="", vat_number="DE136695976", endpoint_scheme="9930",
               endpoint="DE136695976", street="Hauptstraße 1", postcode="10115", city="Berlin", country="DE")


def line(net: str = "1000.00", case: VatCase = STANDARD, **other: Any) -> Line:
    return Line(description="Direction technique", detail="Festival: 2 j/d, 15.20 h", net=Money.of(net), case=case,
                **other)


def invoice(lines: Sequence[Line] = (line(),), buyer: Party = BELGIAN, **other: Any) -> Invoice:
    facts: dict[str, Any] = {
        "number": "2026/000001", "issued_on": date(2026, 9, 12), "due_on": date(2026, 10, 12),
        "supplied_from": date(2026, 9, 10), "supplied_on": date(2026, 9, 11), "order_reference": "ord_1",
        "client_reference": "PO 17",
        "structured_communication": "200000000169", "printed_communication": "+++200/0000/00169+++", "form": FORM,
        "seller": SELLER, "buyer": buyer,
        "lines": tuple(lines), "taxes": taxed(lines), "notes": ("Intérêts de la loi du 2 août 2002",)}
    return Invoice(**{**facts, **other})


CORRECTION = {"corrects": "2026/000001", "corrects_issued_on": date(2026, 9, 12), "number": "CN2026/000001",
              "structured_communication": "", "printed_communication": ""}


def faults_of(ubl: str) -> list[str]:
    """What the official rules find, a sentence per fault."""
    return [str(fault) for fault in judge(ubl.encode())]
