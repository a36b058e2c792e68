"""The e-invoice and the paper: right by the official rules, exact by our own, the same bytes every time."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from decimal import ROUND_HALF_UP, Decimal

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from services.invoicing.countries.be import LAW
from services.invoicing.invoices.documents.ubl import write_ubl
from services.invoicing.invoices.rules.content import as_content
from services.invoicing.invoices.rules.invoice import Invoice
from services.invoicing.orders.rules.prices import Unit
from services.invoicing.papers.documents.paper import write_paper
from shared.chain import canonical
from shared.content import from_content
from shared.money import Money
from tests.unit.invoicing.documents import (
    BELGIAN,
    CO_CONTRACTOR,
    CORRECTION,
    GERMAN,
    REDUCED,
    REVERSE,
    STANDARD,
    faults_of,
    invoice,
    line,
)

WORDS = LAW.paper_words("fr")
NS = {"cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
      "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}
CASES = {
    "belgian": invoice(),
    "reverse charge": invoice([line(case=REVERSE)], GERMAN),
    "two rates": invoice([line("10.01"), line("0.05", REDUCED), line("99999.99")]),
    "without the client's reference": invoice(client_reference=""),
    "priced lines": invoice([
        line("450.00", quantity=Decimal(2), unit="day", unit_price=Decimal("250.0000"), taken_off=Money.of("50.00")),
        line("1.00", REDUCED, quantity=Decimal("3.000"), unit="kilometre", unit_price=Decimal("0.3333")),
        line("-83.33", quantity=Decimal("-2.5"), unit="hour", unit_price=Decimal("33.33")),
        *(line("10.00", unit=unit.value, unit_price=Decimal(10)) for unit in Unit)]),
    "co-contractor": invoice([line(case=CO_CONTRACTOR)]),
    "belgian credit note": invoice(**CORRECTION),
    "credit note of two rates": invoice([line("10.00"), line("3.00", REDUCED)], **CORRECTION),
    "german credit note": invoice([line(case=REVERSE)], GERMAN, **CORRECTION),
}


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_document_is_right_by_the_official_rules(name: str) -> None:
    assert faults_of(write_ubl(CASES[name])) == []


@pytest.mark.parametrize(("old", "new", "rule"), [
    ('<cbc:TaxAmount currencyID="EUR">210.00', '<cbc:TaxAmount currencyID="EUR">211.00', "BR-CO-17"),
    ('schemeID="0208">0899997573', 'schemeID="0208">0899997574', "PEPPOL-COMMON-R043"),
    ("<cbc:ID>2026/000001</cbc:ID>", "", "XSD"),
    ("2026-09-12", "2026-02-31", "XSD"),
    ("PO 17", "", "PEPPOL-EN16931-R008"),
])
def test_the_official_rules_do_bite(old: str, new: str, rule: str) -> None:
    assert any(fault.startswith(rule) for fault in faults_of(write_ubl(invoice()).replace(old, new)))


def test_the_official_rules_pass_a_wrong_tax_which_is_why_ours_is_proven_apart() -> None:
    wrong = write_ubl(invoice()).replace(">210.00<", ">210.99<").replace(">1210.00<", ">1210.99<")
    assert faults_of(wrong) == []
    assert not tax_is_exact(wrong)


def tax_is_exact(ubl: str) -> bool:
    """Our own oracle, in other words than the program's: every figure again from the lines, with plain decimals."""
    root = etree.fromstring(ubl.encode())
    bases: dict[tuple[str, str], Decimal] = {}
    for one in root.xpath("cac:InvoiceLine | cac:CreditNoteLine", namespaces=NS):
        category = (one.findtext("cac:Item/cac:ClassifiedTaxCategory/cbc:ID", namespaces=NS),
                    one.findtext("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", namespaces=NS))
        net = Decimal(one.findtext("cbc:LineExtensionAmount", namespaces=NS))
        bases[category] = bases.get(category, Decimal(0)) + net
    expected = {category: (base, (base * Decimal(category[1]) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
                for category, base in bases.items()}
    stated = {(tax.findtext("cac:TaxCategory/cbc:ID", namespaces=NS),
               tax.findtext("cac:TaxCategory/cbc:Percent", namespaces=NS)):
              (Decimal(tax.findtext("cbc:TaxableAmount", namespaces=NS)),
               Decimal(tax.findtext("cbc:TaxAmount", namespaces=NS)))
              for tax in root.iterfind("cac:TaxTotal/cac:TaxSubtotal", NS)}
    total = Decimal(root.findtext("cac:TaxTotal/cbc:TaxAmount", namespaces=NS))
    payable = Decimal(root.findtext("cac:LegalMonetaryTotal/cbc:PayableAmount", namespaces=NS))
    tax = sum(tax for _, tax in expected.values())
    return stated == expected and total == tax and payable == sum(bases.values()) + tax


AMOUNTS = st.integers(min_value=1, max_value=10**8).map(lambda cents: str(Decimal(cents) / 100))
LINES = st.lists(st.tuples(AMOUNTS, st.sampled_from([STANDARD, REDUCED])), min_size=1, max_size=12)


@settings(max_examples=60)
@given(LINES)
def test_whatever_the_lines_the_tax_is_exact_and_the_official_rules_agree(drawn: list[tuple[str, object]]) -> None:
    ubl = write_ubl(invoice([line(net, case) for net, case in drawn]))  # type: ignore[arg-type]
    assert tax_is_exact(ubl)
    assert faults_of(ubl) == []


@pytest.mark.parametrize("name", CASES)
def test_a_document_is_made_again_from_its_content_with_the_same_bytes(name: str) -> None:
    content = canonical(as_content(CASES[name]))
    again = from_content(Invoice, json.loads(content))
    assert again == CASES[name]
    assert write_ubl(again) == write_ubl(CASES[name])
    assert canonical(as_content(again)) == content


@pytest.mark.parametrize("name", ["belgian", "reverse charge", "belgian credit note"])
def test_the_paper_holds_the_e_invoice_says_what_the_law_wants_and_is_the_same_every_time(name: str) -> None:
    ubl = write_ubl(CASES[name])
    pdf = write_paper(CASES[name], ubl, WORDS)
    assert write_paper(CASES[name], ubl, WORDS) == pdf
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.attachments[CASES[name].number.replace("/", "-") + ".xml"] == [ubl.encode()]
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
    text = " ".join(page.extract_text() for page in reader.pages)
    wanted = [CASES[name].number, "12 septembre 2026", "BE0899997573", "RPM Bruxelles", CASES[name].buyer.vat_number]
    wanted += ["Autoliquidation"] if name == "reverse charge" else ["210,00"]
    wanted += ["2026/000001"] if "credit" in name else ["+++200/0000/00169+++", "12 octobre 2026"]
    assert [word for word in wanted if word not in text] == []


def test_words_of_people_cannot_break_the_documents() -> None:
    strange = invoice([line()], type(BELGIAN)(**{**as_content(BELGIAN), "name": '#eval("1") <b> $x$ \\ " & ]]>'}))
    assert faults_of(write_ubl(strange)) == []
    text = pypdf.PdfReader(io.BytesIO(write_paper(strange, write_ubl(strange), WORDS))).pages[0]
    assert '#eval("1") <b> $x$' in text.extract_text()


def test_judges_in_several_threads_do_not_disturb_each_other() -> None:
    good, bad = write_ubl(invoice()), write_ubl(invoice()).replace(">210.00<", ">211.00<")
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(faults_of, [good, bad] * 4))
    assert [bool(faults) for faults in found] == [False, True] * 4
